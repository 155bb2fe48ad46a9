package smalti.nn;

/// How a parameter's dimensions are ordered here and in the files of PyTorch.
public enum WeightOrder {
    /// The same in both.
    SAME,
    /// A convolution's filter: `[R,S,C/groups,F]` here, `[F,C/groups,R,S]` (OIHW) there. A transposed convolution's filter
    /// is that of the convolution it is the adjoint of, and in the same order in both.
    FILTER
}
