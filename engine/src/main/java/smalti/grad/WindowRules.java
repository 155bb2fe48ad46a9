package smalti.grad;

import smalti.op.Arithmetic;
import smalti.op.PointOp;
import smalti.op.Size;
import smalti.op.TensorType;
import smalti.op.WindowOp;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// The rules of [WindowOp].
final class WindowRules {
    private WindowRules() {}

    static Rule of(WindowOp op) {
        return switch (op) {
            case WindowOp.MaxPool _ ->
                    Rule.keeping().andOutputs(1).by(pull -> pull.give(0, () -> scattered(pull)));
            case WindowOp.MaxUnpool unpool ->
                    Rule.keeping(1).by(pull -> pull.give(0, () -> kept(unpool, pull)));
            case WindowOp.WindowScatter _ -> Rule.adjoint(new WindowOp.WindowGather(), 1);
            case WindowOp.WindowGather _ ->
                    Rule.adjoint(pull -> new WindowOp.WindowScatter(size(pull)), 1);
            case WindowOp.AveragePool pool ->
                    Rule.adjoint(pull ->
                            new WindowOp.AveragePoolGradient(
                                    pool.window(), pool.countsPadding(), size(pull)));
            case WindowOp.AveragePoolGradient gradient ->
                    Rule.adjoint(
                            new WindowOp.AveragePool(gradient.window(), gradient.countsPadding()));
            case WindowOp.AdaptiveAveragePool _ ->
                    Rule.adjoint(pull -> new WindowOp.AdaptiveAveragePoolGradient(size(pull)));
            case WindowOp.AdaptiveAveragePoolGradient _ ->
                    Rule.adjoint(pull -> new WindowOp.AdaptiveAveragePool(size(pull)));
        };
    }

    private static Variable scattered(Pullback pull) {
        return pull.run(new WindowOp.WindowScatter(size(pull)), pull.upstream(), pull.output(1));
    }

    /// Of values put in the same place only the one that stayed has a gradient: values are numbered, and those that
    /// do not find their number where they were put get none.
    private static Variable kept(WindowOp.MaxUnpool op, Pullback pull) {
        Variable switches = pull.input(1);
        Variable gradient = pull.run(new WindowOp.WindowGather(), pull.upstream(), switches);
        Variable numbers = pull.flow().constant(numbered(pull.inputType(0)));
        Variable found =
                pull.run(new WindowOp.WindowGather(), pull.run(op, numbers, switches), switches);
        // Later values have larger numbers.
        Variable stayed = pull.run(new PointOp.Binary(Arithmetic.AT_LEAST), numbers, found);
        return pull.run(new PointOp.Binary(Arithmetic.MULTIPLY), gradient, stayed);
    }

    /// Each value's place in its image, in raster order.
    private static Tensor numbered(TensorType values) {
        Shape shape = values.shape();
        int channels = shape.size(3);
        int pixels = shape.size(1) * shape.size(2);
        double[] numbers = new double[shape.arrayLength("a gradient")];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i / channels % pixels;
        }
        Tensor exact = Tensor.of(numbers, shape.sizes());
        return values.dtype() == DType.F64 ? exact : exact.to(values.dtype());
    }

    /// The size of the maps that went in.
    private static Size size(Pullback pull) {
        Shape shape = pull.inputType(0).shape();
        return new Size(shape.size(1), shape.size(2));
    }
}
