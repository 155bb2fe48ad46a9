/// The reference kernels in plain loops.
package smalti.cpu.scalar;
