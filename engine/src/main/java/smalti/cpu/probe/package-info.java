/// Measures what the machine can do.
package smalti.cpu.probe;
