package smalti.op;

/// A function of one number. NaN stays NaN; what has no result, such as the root or logarithm of a negative number, is
/// NaN.
public enum Function {
    NEGATE,
    ABSOLUTE,
    SQUARE,
    SQUARE_ROOT,
    EXPONENTIAL,
    /// The natural one; of 0 it is negative infinity.
    LOGARITHM,
    RECIPROCAL
}
