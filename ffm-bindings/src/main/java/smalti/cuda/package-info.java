/// NVIDIA GPUs through the CUDA driver library, with no native code of our own.
///
/// [smalti.cuda.CudaProvider] is the way in: it asks [smalti.cuda.DriverSearch] for the library, binds what it needs of
/// it in [smalti.cuda.Driver], and turns what comes back into an answer for people.
package smalti.cuda;
