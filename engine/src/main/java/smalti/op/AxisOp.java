package smalti.op;

import java.util.List;
import smalti.error.ParameterException;
import smalti.tensor.Shape;

/// What is computed along axes of tensors of any rank. An axis is counted from 0, or from the last as -1, -2 and so on.
/// Sums and means propagate NaN and infinities; their errors are at most `1e-6` times the sum, or the mean, of the
/// magnitudes of their terms.
public sealed interface AxisOp extends Op {
    /// The sums over some axes; 0 over nothing. Input: any tensor. Output: without these axes, or 1 long there if `keep`.
    record Sum(List<Integer> axes, boolean keep) implements AxisOp {
        public Sum {
            axes = expectSome(axes);
        }
    }

    /// The means over some axes, which must not be empty. Input: any tensor. Output: as that of [Sum].
    record Mean(List<Integer> axes, boolean keep) implements AxisOp {
        public Mean {
            axes = expectSome(axes);
        }
    }

    /// The largest values along some axes, which must not be empty; NaN is larger than all others. Input: any tensor.
    /// Output: as that of [Sum].
    record Max(List<Integer> axes, boolean keep) implements AxisOp {
        public Max {
            axes = expectSome(axes);
        }
    }

    /// The gradient of [Max]: each goes to the first of equal values in raster order. Inputs: upstream; the input of the
    /// maximum; its output. Output: as the input of the maximum.
    record MaxGradient(List<Integer> axes, boolean keep) implements AxisOp {
        public MaxGradient {
            axes = expectSome(axes);
        }
    }

    /// The sums over all dimensions along which a tensor of the shape given would be repeated to make the input: the
    /// adjoint of [BroadcastTo]. Input: a tensor that this shape broadcasts to. Output: of the shape.
    record SumTo(Shape shape) implements AxisOp {}

    /// Repeats a tensor along dimensions that are 1 or missing; see [PointOp.Binary]. Input: a tensor that broadcasts to
    /// the shape. Output: of the shape.
    record BroadcastTo(Shape shape) implements AxisOp {}

    private static List<Integer> expectSome(List<Integer> axes) {
        if (axes.isEmpty() || axes.stream().distinct().count() != axes.size()) {
            throw new ParameterException("axes", "at least one, each once", axes);
        }
        return List.copyOf(axes);
    }
}
