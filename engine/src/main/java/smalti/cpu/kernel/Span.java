package smalti.cpu.kernel;

/// Values that lie together in an array, from an index on.
public record Span(float[] array, int from) {
    /// The values from the `by`th on.
    public Span plus(int by) {
        return new Span(array, from + by);
    }
}
