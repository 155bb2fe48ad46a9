package smalti.op;

/// Where the pixels of a map stand in the picture that it and its resized copy show.
public enum Corners {
    /// The centres of the outermost pixels of both lie on each other; of a single pixel, it is the first: `i` of `n` stands
    /// at `i·(m - 1)/(n - 1)` among `m`.
    ALIGNED,
    /// Pixels are squares, and the outer borders of both lie on each other: `i` of `n` stands at `(i + 1/2)·m/n - 1/2`
    /// among `m`.
    HALF_PIXEL
}
