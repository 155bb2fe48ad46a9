/// The same kernels on the Vector API; the only place that imports the incubator module.
package smalti.cpu.simd;
