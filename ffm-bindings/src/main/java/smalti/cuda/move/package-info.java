/// Operators that move elements of any type.
package smalti.cuda.move;
