package smalti.cuda.driver;

/// What kind of GPU it is.
///
/// @param name the product's
/// @param driver what runs it, for people, e.g. `CUDA 13.0`
/// @param capability the compute capability, 10 for a major and 1 for a minor one: 75 is 7.5
/// @param processors streaming multiprocessors
/// @param memory in bytes
/// @param cache the second cache in bytes
/// @param sharedMemory that a block may have at most, in bytes, after [GpuDriver#allowSharedMemory]
/// @param memoryBandwidth bytes a second that the memory moves at most, as the driver has it; 0 if it does not tell
public record GpuFacts(
        String name,
        String driver,
        int capability,
        int processors,
        long memory,
        int cache,
        int sharedMemory,
        long memoryBandwidth) {}
