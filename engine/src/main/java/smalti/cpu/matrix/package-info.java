/// Matrix multiplication on the CPU: blocks that fit the caches, shared out to threads.
package smalti.cpu.matrix;
