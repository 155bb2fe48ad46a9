package smalti.bench.session;

/// What one trial came to.
///
/// @param peer the name in tables
/// @param form which operator did it
/// @param seconds the median call of the median round
/// @param low the first quartile of the best round, in seconds
/// @param high the third quartile of the worst round, in seconds
/// @param calls how many were timed
/// @param coldSeconds the first call in its JVM
/// @param coldBytes heap that the first call allocated
/// @param steadyBytes heap that later calls allocate
public record Figure(
        String peer,
        String form,
        double seconds,
        double low,
        double high,
        long calls,
        double coldSeconds,
        long coldBytes,
        long steadyBytes) {}
