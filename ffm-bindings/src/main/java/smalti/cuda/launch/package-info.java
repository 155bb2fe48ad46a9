/// How kernels get to run: PTX and its kernels, streams with memory in their order, and tensors on the GPU.
package smalti.cuda.launch;
