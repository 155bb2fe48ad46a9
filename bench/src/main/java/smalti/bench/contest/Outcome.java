package smalti.bench.contest;

/// What a call gave, in a form that can be compared.
public sealed interface Outcome {
    /// A table `[B,K,C]`, a gradient in the layout of the workload, or what an operator of networks makes: maps
    /// `[B,H,W,C]`, filters `[R,S,C/groups,F]`, a matrix by rows.
    record Values(float[] values) implements Outcome {}

    /// A table `[B,K,C]` and the pixel `y·W + x` in its image that each value was found at.
    record Selected(float[] values, int[] positions) implements Outcome {}

    /// Segments a pixel, in raster order.
    record Labels(int[] labels) implements Outcome {}

    /// The index of a segment map: the pixels of every segment.
    record Counts(int[] counts) implements Outcome {}

    /// A loop that is a ceiling; it computes nothing that could be compared.
    record Streamed() implements Outcome {}
}
