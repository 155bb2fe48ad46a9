package smalti.bench.worker;

/// Calls that were timed one by one.
///
/// @param median in seconds
/// @param low the time that a quarter of the calls undercut, in seconds
/// @param high the time that a quarter of the calls exceeded, in seconds
/// @param calls how many were timed
public record Timing(double median, double low, double high, long calls) {}
