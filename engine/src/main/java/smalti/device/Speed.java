package smalti.device;

/// How fast a device is, measured in a fraction of a second: an orientation, not a benchmark.
///
/// @param threads that worked at once
/// @param readBytes read from memory a second, by a sum over more than any cache holds
/// @param multiplyAdds fused multiply-adds of single precision a second, times two: floating-point operations
/// @param poolBytes of features a second that a mean over segments takes in, `[1,512,512,64]` in 1024 squares
public record Speed(int threads, double readBytes, double multiplyAdds, double poolBytes) {}
