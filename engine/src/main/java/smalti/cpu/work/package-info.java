/// The threads that the CPU device works with.
package smalti.cpu.work;
