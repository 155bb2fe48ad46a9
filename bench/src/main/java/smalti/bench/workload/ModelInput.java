package smalti.bench.workload;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;
import smalti.nn.Layer;
import smalti.nn.Parameter;
import smalti.nn.Parameters;
import smalti.nn.Scope;
import smalti.op.ConvolutionOp;
import smalti.op.MatrixOp;
import smalti.plan.Step;
import smalti.plan.Trace;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// A batch of random pictures, and a network with random weights: the same in every process.
public record ModelInput(Model model, int batch) implements Input {
    /// A network and its parameters.
    public record Built(Layer network, Parameters parameters) {}

    /// E.g. `enet-8x360x480`.
    public String name() {
        return "%s-%dx%dx%d"
                .formatted(
                        model.name().toLowerCase(Locale.ROOT),
                        batch,
                        model.height(),
                        model.width());
    }

    /// Of the pictures, `[B,H,W,3]`, or of the maps that the network begins with.
    public Shape shape() {
        return Shape.of(batch, model.height(), model.width(), model.channels());
    }

    /// The pictures.
    public Tensor pictures() {
        return Tensor.of(Noise.of((int) shape().elements(), 1), shape().sizes());
    }

    /// Makes the network. Offsets and statistics are none that would let work be left out.
    public Built build() {
        return build(model::build);
    }

    /// Makes the network with its loss behind it.
    public Built lesson() {
        return build(scope -> model.lesson(scope, batch));
    }

    private static Built build(Function<Scope, Layer> maker) {
        var parameters = new Parameters();
        Layer network = maker.apply(Scope.of(parameters, new SplittableRandom(1)));
        int seed = 2;
        for (Parameter parameter : parameters.all()) {
            if (parameter.name().endsWith("bias") || parameter.name().endsWith("running_mean")) {
                spread(parameter.tensor(), 0, 0.1f, seed++);
            } else if (parameter.name().endsWith("running_var")) {
                spread(parameter.tensor(), 1, 0.5f, seed++);
            }
        }
        return new Built(network, parameters);
    }

    private static void spread(Tensor tensor, float middle, float reach, int seed) {
        float[] noise = Noise.of((int) tensor.elements(), seed);
        float[] values = tensor.floats();
        for (int i = 0; i < noise.length; i++) {
            values[tensor.offset() + i] = middle + reach * noise[i];
        }
    }

    /// The floating-point operations of convolutions and matrix products, two a term.
    static long operations(Trace trace) {
        return 2 * trace.steps().stream().mapToLong(ModelInput::terms).sum();
    }

    private static long terms(Step step) {
        return switch (step.op()) {
            case ConvolutionOp.Conv2d _ ->
                    step.outputs().getFirst().shape().elements()
                            * taps(step.inputs().get(1).shape());
            case ConvolutionOp.ConvTranspose2d _ ->
                    step.inputs().getFirst().shape().elements()
                            * taps(step.inputs().get(1).shape());
            case MatrixOp.MatMul _ ->
                    step.outputs().getFirst().shape().elements()
                            * step.inputs().getFirst().shape().size(-1);
            default -> 0;
        };
    }

    /// Terms of one output of a filter `[R,S,C/groups,F]`.
    private static long taps(Shape filter) {
        return filter.elements() / filter.size(3);
    }
}
