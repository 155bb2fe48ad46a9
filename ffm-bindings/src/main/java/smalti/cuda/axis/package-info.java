/// Operators along axes: sums, means, maxima and repetition.
package smalti.cuda.axis;
