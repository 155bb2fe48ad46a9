package smalti.cuda.driver;

/// What a kernel needs.
///
/// @param registers a thread
/// @param localBytes of memory a thread for what did not fit into registers
/// @param sharedBytes of shared memory that it declares
/// @param mostThreads a block
public record FunctionFacts(int registers, int localBytes, int sharedBytes, int mostThreads) {}
