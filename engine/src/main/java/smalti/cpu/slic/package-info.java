/// The driver of superpixels: it checks, allocates and shares out the work; the inner loops are kernels.
package smalti.cpu.slic;
