/// The driver of segment operators: it checks, allocates and shares out the work, and leaves the loops to kernels.
package smalti.cpu.pool;
