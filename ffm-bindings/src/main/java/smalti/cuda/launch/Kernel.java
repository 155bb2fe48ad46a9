package smalti.cuda.launch;

/// A kernel that is loaded and can be launched.
///
/// @param function the driver's handle
public record Kernel(long function, Parameters parameters) {}
