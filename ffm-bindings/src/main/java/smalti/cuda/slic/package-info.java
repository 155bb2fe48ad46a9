/// Superpixels on the GPU, with the CPU's labels to the bit.
package smalti.cuda.slic;
