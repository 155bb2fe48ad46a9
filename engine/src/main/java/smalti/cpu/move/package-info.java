/// Operators that move elements of any type.
package smalti.cpu.move;
