package smalti.op;

import smalti.error.ParameterException;

/// What becomes of the sums of an operator before they are written: the function that a network would apply to them next,
/// without another pass through memory. An error of the sum is that of the result, times the magnitude of a slope that is
/// above 1; slopes round once more.
public sealed interface Epilogue {
    /// Sums are written as they are.
    Epilogue NONE = new None();

    /// Sums are written as they are.
    record None() implements Epilogue {}

    /// A function of each sum, as [PointOp.Activate] has it.
    ///
    /// @param activation one that consists of straight lines: [Activation.Relu], [Activation.LeakyRelu] or
    ///     [Activation.Relu6]
    record Activated(Activation activation) implements Epilogue {
        public Activated {
            if (!isOffered(activation)) {
                throw new ParameterException(
                        "an epilogue's activation", "relu, leaky relu or relu6", activation);
            }
        }

        /// Whether an activation may be part of an epilogue.
        public static boolean isOffered(Activation activation) {
            return switch (activation) {
                case Activation.Relu _, Activation.LeakyRelu _, Activation.Relu6 _ -> true;
                case Activation.Sigmoid _,
                        Activation.Tanh _,
                        Activation.Softplus _,
                        Activation.Elu _ ->
                        false;
            };
        }
    }

    /// A sum above 0, a slope times the sum elsewhere, as [PointOp.Prelu] has it. The slopes, one for each channel of the
    /// output, are one more input.
    record Prelu() implements Epilogue {}
}
