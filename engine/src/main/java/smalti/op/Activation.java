package smalti.op;

import smalti.error.ParameterException;

/// A function of one number that makes networks more than one matrix. NaN stays NaN.
///
/// All of them rise or are level, so that the slope follows from the output `y` alone; no input needs to be kept. Where
/// two slopes meet, and at NaN, it is that of the left side. Parameters are rounded to the type of the tensor.
public sealed interface Activation {
    /// `max(x, 0)`.
    record Relu() implements Activation {}

    /// `x` above 0, `slope·x` below.
    ///
    /// @param slope at least 0 and finite
    record LeakyRelu(double slope) implements Activation {
        public LeakyRelu {
            expect("the slope of a leaky relu", slope >= 0, slope);
        }
    }

    /// `min(max(x, 0), 6)`.
    record Relu6() implements Activation {}

    /// `1 / (1 + exp(-x))`; its slope is `y·(1 - y)`.
    record Sigmoid() implements Activation {}

    /// The hyperbolic tangent; its slope is `1 - y²`.
    record Tanh() implements Activation {}

    /// `log(1 + exp(x))`; its slope is `1 - exp(-y)`.
    record Softplus() implements Activation {}

    /// `x` above 0, `alpha·(exp(x) - 1)` below.
    ///
    /// @param alpha at least 0 and finite
    record Elu(double alpha) implements Activation {
        public Elu {
            expect("the alpha of an elu", alpha >= 0, alpha);
        }
    }

    private static void expect(String what, boolean holds, double actual) {
        if (!holds || actual == Double.POSITIVE_INFINITY) {
            throw new ParameterException(what, "at least 0 and finite", actual);
        }
    }
}
