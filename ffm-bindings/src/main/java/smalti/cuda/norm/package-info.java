/// Operators that bring numbers to a common scale, and losses.
package smalti.cuda.norm;
