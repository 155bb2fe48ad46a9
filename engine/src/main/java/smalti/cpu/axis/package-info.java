/// Operators along axes: sums, means, maxima and repetition.
package smalti.cpu.axis;
