package smalti.op;

import java.util.Locale;

/// An operator is a value: what to compute. A device computes it, the shape rule tells the shapes of its outputs, the
/// gradient derives its backward operators.
///
/// Operators come in families, each a sealed interface of records. Shape rule, devices and gradient are exhaustive
/// switches: over the families here, over the records in a family's own room. The order of inputs and outputs is part of
/// each record's contract.
public sealed interface Op
        permits SegmentOp,
                PictureOp,
                MatrixOp,
                ConvolutionOp,
                PointOp,
                WindowOp,
                MoveOp,
                AxisOp,
                ResizeOp,
                NormOp,
                LossOp,
                StepOp,
                CustomOp {
    /// The operator's name in messages: its record's name in lower case, e.g. `mat mul`.
    default String name() {
        return words(getClass());
    }

    /// A record's name as separate words.
    static String words(Class<?> record) {
        return record.getSimpleName().replaceAll("(?<=.)([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }
}
