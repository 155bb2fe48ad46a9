package smalti.cuda.driver;

/// How much memory a GPU has, in bytes.
///
/// @param free that nobody has
/// @param total of the GPU
/// @param poolUsed that this process has allocated
/// @param poolReserved that its pool holds, used or not
public record MemoryFigures(long free, long total, long poolUsed, long poolReserved) {}
