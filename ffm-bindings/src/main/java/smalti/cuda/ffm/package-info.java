/// Bindings to NVIDIA's libraries through the Foreign Function and Memory API: the one room whose calls are restricted,
/// since a wrong signature would crash the process.
///
/// [smalti.cuda.ffm.DriverFinder] looks for the driver's library and [smalti.cuda.ffm.CublasFinder] for cuBLAS;
/// [smalti.cuda.ffm.DriverFunction] and [smalti.cuda.ffm.CublasFunction] are the tables of what is bound of them, group by
/// group when a group is first used; [smalti.cuda.ffm.CudaDriver] and [smalti.cuda.ffm.Cublas] are what other rooms use.
package smalti.cuda.ffm;
