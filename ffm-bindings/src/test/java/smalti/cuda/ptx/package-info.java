/// Holds the committed PTX to its sources, and to what NVIDIA's assembler makes of it.
package smalti.cuda.ptx;
