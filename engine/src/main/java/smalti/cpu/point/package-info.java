/// Operators that are computed element by element, with broadcasting.
package smalti.cpu.point;
