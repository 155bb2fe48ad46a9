package smalti.bench.worker;

/// How long a trial is warmed up and measured. A call that takes longer is still made once.
///
/// @param warmUp in milliseconds, 0 for none
/// @param measure in milliseconds
public record Pace(int warmUp, int measure) {}
