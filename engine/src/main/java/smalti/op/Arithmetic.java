package smalti.op;

/// What two numbers are joined by. NaN in either makes NaN, and so does what is undefined, such as `0 / 0`.
public enum Arithmetic {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    /// The larger; 0 is larger than -0.
    MAXIMUM,
    /// The smaller; -0 is smaller than 0.
    MINIMUM,
    /// 1 where the left number is at least the right one, else 0, also where either is NaN: what the gradients of
    /// [#MAXIMUM] and [#MINIMUM] are made of.
    AT_LEAST
}
