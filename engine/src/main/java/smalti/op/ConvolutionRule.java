package smalti.op;

import java.util.List;
import smalti.error.ShapeException;
import smalti.tensor.Shape;

/// The shape rule of [ConvolutionOp].
final class ConvolutionRule {
    private final ConvolutionOp op;
    private final List<TensorType> inputs;

    private ConvolutionRule(ConvolutionOp op, List<TensorType> inputs) {
        this.op = op;
        this.inputs = inputs;
    }

    static List<TensorType> outputs(ConvolutionOp op, List<TensorType> inputs) {
        var rule = new ConvolutionRule(op, inputs);
        return List.of(
                switch (op) {
                    case ConvolutionOp.Conv2d convolution -> rule.convolution(convolution);
                    case ConvolutionOp.ConvTranspose2d transposed -> rule.transposed(transposed);
                    case ConvolutionOp.Conv2dFilterGradient _ -> rule.filterGradient();
                });
    }

    private TensorType convolution(ConvolutionOp.Conv2d convolution) {
        int biases = convolution.biased() ? 1 : 0;
        Expect.count(op, inputs, 2 + biases + (convolution.sloped() ? 1 : 0));
        Shape map = map(0, "[B,H,W,C]");
        Shape filter = filter();
        if ((long) filter.size(2) * op.groups() != map.size(3)) {
            throw new ShapeException(
                    op.name(),
                    "filters of %s/%d channels".formatted(map.size(3), op.groups()),
                    filter);
        }
        if (convolution.biased()) {
            Expect.type(
                    op,
                    "a bias",
                    inputs.get(2),
                    inputs.getFirst().dtype(),
                    Shape.of(filter.size(3)));
        }
        if (convolution.sloped()) {
            Expect.type(
                    op,
                    "slopes",
                    inputs.get(2 + biases),
                    inputs.getFirst().dtype(),
                    Shape.of(filter.size(3)));
        }
        Size outputs = op.window().outputs(size(map));
        return output(map.size(0), outputs.height(), outputs.width(), filter.size(3));
    }

    private TensorType transposed(ConvolutionOp.ConvTranspose2d transposed) {
        Expect.count(op, inputs, transposed.biased() ? 3 : 2);
        Shape map = map(0, "[B,H',W',F]");
        Shape filter = filter();
        if (filter.size(3) != map.size(3)) {
            throw new ShapeException(op.name(), map.size(3) + " filters", filter);
        }
        long all = (long) filter.size(2) * op.groups();
        if (all > Shape.MAX_ELEMENTS) {
            throw new ShapeException(op.name(), "at most " + Shape.MAX_ELEMENTS + " channels", all);
        }
        Shape channels = Shape.of((int) all);
        if (transposed.biased()) {
            Expect.type(op, "a bias", inputs.get(2), inputs.getFirst().dtype(), channels);
        }
        Size output = transposed.output();
        expectSize(map, op.window().outputs(output), output);
        return output(map.size(0), output.height(), output.width(), channels.size(0));
    }

    private TensorType filterGradient() {
        Expect.count(op, inputs, 2);
        Shape upstream = map(0, "[B,H',W',F]");
        Shape map = map(1, "[B,H,W,C]");
        expectGroupsOf("channels", map.size(3));
        expectGroupsOf("filters", upstream.size(3));
        if (upstream.size(0) != map.size(0)) {
            throw new ShapeException(op.name(), upstream.size(0) + " images", map);
        }
        expectSize(upstream, op.window().outputs(size(map)), size(map));
        Size kernel = op.window().kernel();
        return output(kernel.height(), kernel.width(), map.size(3) / op.groups(), upstream.size(3));
    }

    /// An input that is a map of the type of the first.
    private Shape map(int input, String sizes) {
        TensorType type = inputs.get(input);
        if (type.shape().rank() != 4
                || !type.dtype().isFloating()
                || type.dtype() != inputs.getFirst().dtype()) {
            throw new ShapeException(
                    op.name(),
                    "a map %s of %s"
                            .formatted(
                                    sizes,
                                    input == 0 ? "floats" : inputs.getFirst().dtype().toString()),
                    type);
        }
        return type.shape();
    }

    private Shape filter() {
        TensorType type = inputs.get(1);
        Size kernel = op.window().kernel();
        if (type.dtype() != inputs.getFirst().dtype()
                || type.shape().rank() != 4
                || type.shape().size(0) != kernel.height()
                || type.shape().size(1) != kernel.width()) {
            throw new ShapeException(
                    op.name(),
                    "filters %s [%d,%d,C/groups,F]"
                            .formatted(inputs.getFirst().dtype(), kernel.height(), kernel.width()),
                    type);
        }
        expectGroupsOf("filters", type.shape().size(3));
        return type.shape();
    }

    private void expectGroupsOf(String what, int count) {
        if (count % op.groups() != 0) {
            throw new ShapeException(
                    op.name(), "%s in %d equal groups".formatted(what, op.groups()), count);
        }
    }

    private void expectSize(Shape map, Size outputs, Size of) {
        if (!size(map).equals(outputs)) {
            throw new ShapeException(
                    op.name(), "a map of %s for one of %s".formatted(outputs, of), map);
        }
    }

    private static Size size(Shape map) {
        return new Size(map.size(1), map.size(2));
    }

    private TensorType output(int... sizes) {
        return new TensorType(inputs.getFirst().dtype(), Shape.of(sizes));
    }
}
