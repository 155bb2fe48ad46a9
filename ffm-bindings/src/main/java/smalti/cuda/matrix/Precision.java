package smalti.cuda.matrix;

/// How exactly products of single-precision matrices are computed. With `S` the sum of the magnitudes of the `K` terms of an
/// element:
public enum Precision {
    /// In single precision: errors of at most `K·2^-24·S`.
    FP32,
    /// Factors are rounded to 11 bits, where the GPU has units for that: errors of at most `(2^-10 + K·2^-24)·S`.
    TF32,
    /// Factors are rounded to 8 bits, where the GPU has units for that: errors of at most `(2^-7 + K·2^-24)·S`.
    BF16
}
