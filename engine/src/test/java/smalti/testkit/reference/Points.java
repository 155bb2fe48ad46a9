package smalti.testkit.reference;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import smalti.op.Activation;
import smalti.op.Arithmetic;
import smalti.op.Function;
import smalti.op.PointOp;
import smalti.op.ShapeRule;
import smalti.op.TensorType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Elementwise operators, element by element.
final class Points {
    private Points() {}

    static List<Expected> outputs(PointOp op, List<Tensor> inputs) {
        TensorType type = ShapeRule.outputs(op, inputs).getFirst();
        Tensor first = inputs.getFirst();
        return switch (op) {
            case PointOp.Activate(var activation) ->
                    List.of(
                            each(
                                    type,
                                    at -> activate(activation, first.get(at)),
                                    at -> exact(activation) ? 0 : 1));
            case PointOp.ActivateGradient(var activation) -> {
                Tensor y = inputs.get(1);
                yield List.of(
                        each(
                                type,
                                at -> scaled(first.get(at), slope(activation, y.get(at))),
                                at -> exact(activation) ? 0 : 1 + Math.abs(first.get(at))));
            }
            case PointOp.Scale(double factor, double offset) ->
                    List.of(scaled(type, first, factor, offset));
            case PointOp.Unary(var function) ->
                    List.of(
                            each(
                                    type,
                                    at -> apply(function, first.get(at)),
                                    _ -> exact(function) ? 0 : 1));
            case PointOp.Dropout dropout -> {
                double factor = 1 / (1 - dropout.rate());
                yield List.of(
                        each(type, at -> dropout.drops(at) ? 0 : first.get(at) * factor, _ -> 1));
            }
            case PointOp.Prelu _ -> {
                Tensor slopes = inputs.get(1);
                yield List.of(each(type, at -> first.get(at) * slope(first, slopes, at), at -> 1));
            }
            case PointOp.PreluGradient _ -> preluGradient(type, inputs);
            case PointOp.Binary(var arithmetic) -> List.of(joined(type, arithmetic, inputs));
        };
    }

    /// Values with an error of a few units in the last place.
    ///
    /// @param tiny how many of the smallest normal numbers each may be off besides; 0 for results that are exact
    private static Expected each(
            TensorType type, IntToDoubleFunction value, IntToDoubleFunction tiny) {
        double[] values = new double[type.shape().arrayLength("expected values")];
        double[] slack = new double[values.length];
        for (int at = 0; at < values.length; at++) {
            values[at] = value.applyAsDouble(at);
            double share = tiny.applyAsDouble(at);
            slack[at] =
                    share == 0
                            ? 0
                            : Rounding.elementwise(type.dtype(), values[at])
                                    + share * Rounding.TINY;
        }
        return new Expected(type, values, slack);
    }

    private static boolean exact(Activation activation) {
        return activation instanceof Activation.Relu || activation instanceof Activation.Relu6;
    }

    private static boolean exact(Function function) {
        return function == Function.NEGATE || function == Function.ABSOLUTE;
    }

    private static double apply(Function function, double x) {
        return switch (function) {
            case NEGATE -> -x;
            case ABSOLUTE -> Math.abs(x);
            case SQUARE -> x * x;
            case SQUARE_ROOT -> Math.sqrt(x);
            case EXPONENTIAL -> Math.exp(x);
            case LOGARITHM -> Math.log(x);
            case RECIPROCAL -> 1 / x;
        };
    }

    static double activate(Activation activation, double x) {
        return switch (activation) {
            case Activation.Relu() -> Math.max(x, 0);
            case Activation.LeakyRelu(double slope) -> x > 0 ? x : slope * x;
            case Activation.Relu6() -> Math.min(Math.max(x, 0), 6);
            case Activation.Sigmoid() -> 1 / (1 + Math.exp(-x));
            case Activation.Tanh() -> Math.tanh(x);
            case Activation.Softplus() -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
            case Activation.Elu(double alpha) -> x > 0 ? x : alpha * Math.expm1(x);
        };
    }

    /// What is level has no gradient, whatever comes from above.
    private static double scaled(double upstream, double slope) {
        return slope == 0 ? 0 : upstream * slope;
    }

    /// The slope where the output is `y`.
    private static double slope(Activation activation, double y) {
        return switch (activation) {
            case Activation.Relu() -> y > 0 ? 1 : 0;
            case Activation.LeakyRelu(double slope) -> y > 0 ? 1 : slope;
            case Activation.Relu6() -> y > 0 && y < 6 ? 1 : 0;
            case Activation.Sigmoid() -> y * (1 - y);
            case Activation.Tanh() -> (1 - y) * (1 + y);
            case Activation.Softplus() -> -Math.expm1(-y);
            case Activation.Elu(double alpha) -> y > 0 ? 1 : y + alpha;
        };
    }

    private static double slope(Tensor x, Tensor slopes, int at) {
        return x.get(at) > 0 ? 1 : slopes.get(at % (int) slopes.elements());
    }

    private static List<Expected> preluGradient(TensorType type, List<Tensor> inputs) {
        Tensor upstream = inputs.get(0);
        Tensor x = inputs.get(1);
        Tensor slopes = inputs.get(2);
        var inSlopes = new Sum(TensorType.of(slopes));
        for (int at = 0; at < upstream.elements(); at++) {
            inSlopes.add(at % (int) slopes.elements(), upstream.get(at) * Math.min(x.get(at), 0));
        }
        return List.of(
                each(type, at -> upstream.get(at) * slope(x, slopes, at), _ -> 1),
                inSlopes.withinMeanBound());
    }

    private static Expected scaled(TensorType type, Tensor x, double factor, double offset) {
        double[] values = new double[(int) x.elements()];
        double[] slack = new double[values.length];
        for (int at = 0; at < values.length; at++) {
            double product = factor * x.get(at);
            values[at] = product + offset;
            slack[at] =
                    Rounding.elementwise(
                                    type.dtype(), Math.max(Math.abs(product), Math.abs(offset)))
                            + Rounding.TINY;
        }
        return new Expected(type, values, slack);
    }

    private static Expected joined(TensorType type, Arithmetic arithmetic, List<Tensor> inputs) {
        Tensor left = inputs.get(0);
        Tensor right = inputs.get(1);
        boolean exact =
                arithmetic == Arithmetic.MAXIMUM
                        || arithmetic == Arithmetic.MINIMUM
                        || arithmetic == Arithmetic.AT_LEAST;
        return each(
                type,
                at ->
                        join(
                                arithmetic,
                                left.get(source(type.shape(), left.shape(), at)),
                                right.get(source(type.shape(), right.shape(), at))),
                _ -> exact ? 0 : 1);
    }

    /// The element of an operand that an element of the broadcast shape is made of.
    static int source(Shape joined, Shape operand, int at) {
        int source = 0;
        int step = 1;
        int rest = at;
        for (int fromLast = 1; fromLast <= operand.rank(); fromLast++) {
            int place = rest % joined.size(-fromLast);
            rest /= joined.size(-fromLast);
            source += operand.size(-fromLast) == 1 ? 0 : place * step;
            step *= operand.size(-fromLast);
        }
        return source;
    }

    private static double join(Arithmetic arithmetic, double a, double b) {
        return switch (arithmetic) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MAXIMUM -> Math.max(a, b);
            case MINIMUM -> Math.min(a, b);
            case AT_LEAST -> a >= b ? 1 : 0;
        };
    }
}
