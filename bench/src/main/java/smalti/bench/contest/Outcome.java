package smalti.bench.contest;

/// What a call gave, in a form that can be compared.
public sealed interface Outcome {
    /// A table `[B,K,C]`, or a gradient in the layout of the workload.
    record Values(float[] values) implements Outcome {}

    /// A table `[B,K,C]` and the pixel `y·W + x` in its image that each value was found at.
    record Selected(float[] values, int[] positions) implements Outcome {}

    /// Segments a pixel, in raster order.
    record Labels(int[] labels) implements Outcome {}

    /// The index of a segment map: the pixels of every segment.
    record Counts(int[] counts) implements Outcome {}

    /// A streaming loop over the same memory; it computes nothing that could be compared.
    record Streamed() implements Outcome {}
}
