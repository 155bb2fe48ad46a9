package smalti.bench.contest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import smalti.bench.contest.Translation.Role;
import smalti.cpu.CpuDevice;
import smalti.nn.Layer;
import smalti.nn.Pass;
import smalti.op.ConvolutionOp;
import smalti.op.MoveOp;
import smalti.op.Size;
import smalti.op.Window;
import smalti.plan.Step;
import smalti.plan.Trace;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

class TranslationTest {
    @Test
    void dimensionsAreReorderedAsOthersHaveThem() {
        Tensor filter = counted(2, 3, 4, 5);
        Tensor there = Role.FILTER.there(filter);
        assertThat(there.shape()).isEqualTo(Shape.of(5, 4, 2, 3));
        // Tap (1, 2) of channel 3 and filter 4 stands last in both.
        assertThat(there.floats()[((4 * 4 + 3) * 2 + 1) * 3 + 2]).isEqualTo(2 * 3 * 4 * 5 - 1);
        assertThat(there.floats()[1]).isEqualTo(4 * 5);
        Tensor map = Role.MAP.there(counted(1, 2, 2, 3));
        assertThat(map.floats()).containsExactly(0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11);
    }

    @ParameterizedTest
    @EnumSource
    void whatWentThereComesBack(Role role) {
        Tensor ours = counted(2, 3, 4, 5);
        assertThat(role.ours(role.there(ours)).floats()).isEqualTo(ours.floats());
    }

    @Test
    void axesAreThoseOfChannelsFirst() {
        Trace trace = traced((pass, x) -> pass.run(new MoveOp.Slice(-1, 0, 1), x));
        var words = new Words(trace);
        assertThat(List.of(words.there(0), words.there(1), words.there(2), words.there(-1)))
                .containsExactly(0, 2, 3, 1);
    }

    /// Of 7 rows steps of 2 make 4, and of 4 as few as 7 or as many as 8.
    @Test
    void transposedConvolutionsTellWhatTheirOutputLacks() {
        Tensor filter = Tensor.zeros(DType.F32, Shape.of(3, 3, 5, 2));
        for (int rows = 7; rows <= 8; rows++) {
            var op =
                    new ConvolutionOp.ConvTranspose2d(
                            Window.of(3).stride(2).padding(1), 1, new Size(rows, 9), false);
            Trace trace = traced((pass, x) -> pass.run(op, x, pass.flow().constant(filter)));
            assertThat(Words.lacking(trace.steps().getFirst(), op))
                    .isEqualTo(new Size(rows - 7, 0));
        }
    }

    @Test
    void constantsAreKnownByName() {
        Tensor other = counted(1, 4, 5, 2);
        Trace trace =
                traced((pass, x) -> {
                    var constant = pass.flow().constant(other);
                    return pass.flow()
                            .apply(new MoveOp.Concat(-1), List.of(x, constant))
                            .getFirst();
                });
        var words = new Words(trace);
        Step step = trace.steps().getFirst();
        assertThat(words.of(step, 0)).isEqualTo("input");
        assertThat(words.of(step, 1)).isEqualTo("the c0");
        assertThat(words.constants())
                .isEqualTo(Map.of("c0", new Translation.Constant(other, Role.MAP)));
    }

    private static Tensor counted(int... sizes) {
        float[] values = new float[(int) Shape.of(sizes).elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return Tensor.of(values, sizes);
    }

    private static Trace traced(Layer network) {
        return Trace.of(network, Shape.of(1, 4, 5, 2), CpuDevice.shared(), Pass::inference);
    }

    private static final class Words extends Translation {
        private final Trace trace;

        Words(Trace trace) {
            super(trace, "input");
            this.trace = trace;
        }

        int there(int axis) {
            return axis(axis, trace.outputs().getFirst());
        }

        String of(Step step, int input) {
            return value(step, input);
        }

        static Size lacking(Step step, ConvolutionOp.ConvTranspose2d op) {
            return missing(step, op);
        }

        @Override
        protected String reference(String constant) {
            return "the " + constant;
        }

        @Override
        protected String flat(String map) {
            return "flat " + map;
        }
    }
}
