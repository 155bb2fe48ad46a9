package smalti.testkit.reference;

import smalti.op.TensorType;
import smalti.tensor.DType;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;

/// One output as it should be: its values in double, and how far each may be off before it is rounded to its type.
///
/// @param slack 0 where the bits must agree; [#NOTHING_PROMISED] where the order of operations decides
public record Expected(TensorType type, double[] values, double[] slack) {
    /// The slack of a value that is not compared. Finite, since slack in proportion to an infinite value is infinite.
    public static final double NOTHING_PROMISED = 0x1p1010;

    private static final double HARDLY_ANYTHING_PROMISED = 0x1p900;

    /// The values rounded to the output's type.
    public Tensor rounded() {
        return Tensors.nearest(type.dtype(), type.shape(), values);
    }

    /// Compares an output with this.
    ///
    /// @param what named in the error
    /// @throws AssertionError with the first value that is off, what was allowed, and how many others are off
    public void check(String what, Tensor actual) {
        if (!TensorType.of(actual).equals(type)) {
            throw new AssertionError(what + ": expected " + type + ", got " + actual);
        }
        Tensor rounded = rounded();
        int wrong = 0;
        String first = "";
        for (int i = 0; i < values.length; i++) {
            if (!agrees(i, rounded.get(i), actual.get(i))) {
                if (wrong++ == 0) {
                    first =
                            "element %d is %s, expected %s ± %s"
                                    .formatted(
                                            i,
                                            actual.get(i),
                                            values[i],
                                            allowed(i, rounded.get(i)));
                }
            }
        }
        if (wrong > 0) {
            throw new AssertionError(
                    "%s: %s; %d of %d values of %s are off"
                            .formatted(what, first, wrong, values.length, type));
        }
    }

    private boolean agrees(int i, double rounded, double actual) {
        if (slack[i] > HARDLY_ANYTHING_PROMISED && slack[i] < Double.POSITIVE_INFINITY) {
            return true;
        }
        if (slack[i] == 0 || !Double.isFinite(values[i]) || Double.isNaN(actual)) {
            return Double.compare(rounded, actual) == 0;
        }
        return rounded == actual || Math.abs(values[i] - actual) <= allowed(i, rounded);
    }

    private double allowed(int i, double rounded) {
        return slack[i] == 0
                ? 0
                : slack[i] + Rounding.storing(type.dtype(), Math.max(Math.abs(rounded), slack[i]));
    }

    /// Whether the type's rounding alone is what separates it from the reference.
    static boolean exact(DType dtype) {
        return dtype == DType.F64 || dtype == DType.I32;
    }
}
