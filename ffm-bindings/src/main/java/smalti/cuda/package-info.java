/// NVIDIA GPUs through the CUDA driver library, with no native code of our own but PTX.
///
/// [smalti.cuda.CudaProvider] is the way in: it looks for GPUs by [smalti.cuda.ffm.CudaMachine] and turns what comes back
/// into an answer for people, or into a [smalti.cuda.CudaDevice].
package smalti.cuda;
