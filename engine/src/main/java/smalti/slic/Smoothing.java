package smalti.slic;

/// Gaussian smoothing as repeated passes of three taps `(side, 16 - 2 side, side) / 16`, whose variances add up.
///
/// @param passes how often; 1 even without smoothing
/// @param side the weight of a neighbour in 16ths
public record Smoothing(int passes, int side) {
    /// The largest side: a quarter, half a pixel of variance.
    private static final double LARGEST_VARIANCE = 0.5;

    private static final int PARTS = 16;

    public static Smoothing of(double sigma) {
        double variance = sigma * sigma;
        int passes = (int) Math.max(1, Math.ceil(variance / LARGEST_VARIANCE));
        return new Smoothing(passes, (int) Math.rint(variance / passes * PARTS / 2));
    }
}
