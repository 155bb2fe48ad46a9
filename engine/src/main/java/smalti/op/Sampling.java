package smalti.op;

/// How values between pixels are found.
public enum Sampling {
    /// The value of the nearest pixel; of two, the right or lower one.
    NEAREST,
    /// The mean of the two nearest pixels along each axis, weighted by nearness; beyond the outermost pixels, their
    /// values.
    BILINEAR
}
