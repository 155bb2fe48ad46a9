package smalti.bench.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import smalti.cpu.CpuDevice;
import smalti.grad.Tape;
import smalti.grad.Variable;
import smalti.nn.Layer;
import smalti.nn.Pass;
import smalti.op.Activation;
import smalti.op.Arithmetic;
import smalti.op.ConvolutionOp;
import smalti.op.MatrixOp;
import smalti.op.MoveOp;
import smalti.op.NormOp;
import smalti.op.Padding;
import smalti.op.PointOp;
import smalti.op.Size;
import smalti.op.Transposition;
import smalti.op.Window;
import smalti.op.WindowOp;
import smalti.plan.Trace;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// ONNX Runtime computes with a model what we compute with the network that it was made of.
class OnnxModelTest {
    private static final Tensor PICTURES = drawn(1, 2, 8, 12, 3);

    static Stream<Named<Layer>> networks() {
        return Stream.of(
                Named.of(
                        "a convolution in steps of two, padded at the end only",
                        (pass, x) ->
                                convolved(
                                        pass, x, Window.of(3).stride(2).padding(Padding.SAME), 1)),
                Named.of(
                        "a dilated convolution with filters of its own for every channel",
                        (pass, x) -> convolved(pass, x, Window.of(3, 1).dilation(2), 3)),
                Named.of(
                        "transposed convolutions to an even and an odd size",
                        (pass, x) -> transposed(pass, transposed(pass, x, 16, 24), 31, 47)),
                Named.of(
                        "pooling, and putting values back",
                        (pass, x) -> {
                            var pool = new WindowOp.MaxPool(Window.of(2).stride(2));
                            List<Variable> pooled = pass.flow().apply(pool, List.of(x));
                            Variable values = activated(pass, pooled.get(0), new Activation.Relu());
                            return pass.run(
                                    new WindowOp.MaxUnpool(new Size(8, 12)), values, pooled.get(1));
                        }),
                Named.of(
                        "activations",
                        (pass, x) -> {
                            // Around the upper end of what passes, and the lower.
                            float[] ends = {6, 0, 6};
                            var raised =
                                    pass.run(
                                            added(),
                                            x,
                                            pass.flow().constant(Tensor.of(ends, 1, 1, 1, 3)));
                            var clipped = activated(pass, raised, new Activation.Relu6());
                            var slopes = pass.flow().constant(drawn(5, 3));
                            var bent = pass.run(new PointOp.Prelu(), x, slopes);
                            return pass.run(added(), clipped, bent);
                        }),
                Named.of(
                        "a normalisation",
                        (pass, x) ->
                                pass.run(
                                        new NormOp.Normalize(1e-3),
                                        x,
                                        pass.flow().constant(drawn(6, 3)),
                                        pass.flow().constant(drawn(7, 3)),
                                        pass.flow().constant(drawn(8, 3)),
                                        pass.flow().constant(Tensor.of(new float[] {1, 2, 3}, 3)))),
                Named.of(
                        "parts of channels and rows, joined",
                        (pass, x) -> {
                            var channels = pass.run(new MoveOp.Slice(-1, 1, 2), x);
                            var joined =
                                    pass.flow().apply(new MoveOp.Concat(3), List.of(channels, x));
                            return pass.run(new MoveOp.Slice(1, 2, 3), joined.getFirst());
                        }),
                Named.of(
                        "scores",
                        (pass, x) -> {
                            var pool = new WindowOp.AdaptiveAveragePool(Size.square(1));
                            var means = pass.flow().reshape(pass.run(pool, x), Shape.of(2, 3));
                            var weights = pass.flow().constant(drawn(9, 5, 3));
                            var product = new MatrixOp.MatMul(Transposition.RIGHT);
                            return pass.run(
                                    added(),
                                    pass.run(product, means, weights),
                                    pass.flow().constant(drawn(10, 5)));
                        }));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void givesWhatTheNetworkGives(Layer network) {
        Tape tape = Tape.on(CpuDevice.shared());
        Tensor expected = network.forward(Pass.inference(tape), tape.constant(PICTURES)).tensor();
        var model = new OnnxModel(traced(network));
        var session = new OnnxNetwork(model.bytes(), PICTURES, OptLevel.NO_OPT, 1);
        try {
            session.scores();
            float[] actual = session.scoresInOurOrder();
            assertThat(actual).hasSize((int) expected.elements());
            for (int i = 0; i < actual.length; i++) {
                assertThat((double) actual[i])
                        .as("score %d", i)
                        .isCloseTo(expected.get(i), within(2e-5));
            }
        } finally {
            session.close();
        }
    }

    @Test
    void refusesWhatItHasNoNodeFor() {
        Trace trace = traced((pass, x) -> activated(pass, x, new Activation.Tanh()));
        assertThatThrownBy(() -> new OnnxModel(trace))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no node of ONNX for");
    }

    private static Trace traced(Layer network) {
        return Trace.of(network, PICTURES.shape(), CpuDevice.shared(), Pass::inference);
    }

    private static Variable convolved(Pass pass, Variable x, Window window, int groups) {
        Size taps = window.kernel();
        var op = new ConvolutionOp.Conv2d(window, groups, true);
        var filter = pass.flow().constant(drawn(2, taps.height(), taps.width(), 3 / groups, 6));
        return pass.run(op, x, filter, pass.flow().constant(drawn(3, 6)));
    }

    private static Variable transposed(Pass pass, Variable x, int high, int wide) {
        var window = Window.of(3).stride(2).padding(1);
        int channels = x.shape().size(3);
        var op = new ConvolutionOp.ConvTranspose2d(window, 1, new Size(high, wide), true);
        var filter = pass.flow().constant(drawn(4, 3, 3, channels + 1, channels));
        return pass.run(op, x, filter, pass.flow().constant(drawn(5, channels + 1)));
    }

    private static Variable activated(Pass pass, Variable x, Activation activation) {
        return pass.run(new PointOp.Activate(activation), x);
    }

    private static PointOp added() {
        return new PointOp.Binary(Arithmetic.ADD);
    }

    private static Tensor drawn(long seed, int... sizes) {
        var random = new SplittableRandom(seed);
        float[] values = new float[(int) Shape.of(sizes).elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return Tensor.of(values, sizes);
    }
}
