package smalti.grad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import smalti.cpu.CpuDevice;
import smalti.device.Device;
import smalti.error.SmaltiException;
import smalti.error.UnsupportedOpException;
import smalti.op.Activation;
import smalti.op.Arithmetic;
import smalti.op.MatrixOp;
import smalti.op.Op;
import smalti.op.PointOp;
import smalti.op.Transposition;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;
import smalti.testkit.CaseTable;
import smalti.testkit.OpCase;
import smalti.testkit.Scene;
import smalti.testkit.Tensors;

class StepMemoryTest {
    private static final Op ADD = new PointOp.Binary(Arithmetic.ADD);
    private static final Op MULTIPLY = new PointOp.Binary(Arithmetic.MULTIPLY);
    private static final Op PRODUCT = new MatrixOp.MatMul(Transposition.NONE);
    private static final Op RELU = new PointOp.Activate(new Activation.Relu());

    /// Memory is spoilt before it is written, so that whoever still needed it would see it.
    private static final Device DEVICE = new SpoilingDevice(CpuDevice.shared());

    private final StepMemory memory = new StepMemory();
    private final Tensor w = Tensors.random(1, 6, 6);
    private final Tensor v = Tensors.random(2, 6, 6);

    private record SpoilingDevice(Device own) implements Device {
        @Override
        public String name() {
            return own.name();
        }

        @Override
        public String description() {
            return own.description();
        }

        @Override
        public List<Tensor> run(Op op, List<Tensor> inputs) {
            return own.run(op, inputs);
        }

        @Override
        public void runInto(Op op, List<Tensor> inputs, List<Tensor> outputs) {
            for (Tensor output : outputs) {
                switch (output.storage()) {
                    case Storage.Floats(float[] array) -> Arrays.fill(array, Float.NaN);
                    case Storage.Ints(int[] array) -> Arrays.fill(array, -7);
                    default -> throw new AssertionError(output);
                }
            }
            own.runInto(op, inputs, outputs);
        }
    }

    /// Values that are used again and again, here and there, in part under another shape.
    private Variable network(Flow flow, Tensor x) {
        Variable first = flow.run(PRODUCT, flow.constant(x), flow.watch(w));
        Variable second = flow.run(RELU, first);
        Variable third = flow.run(ADD, flow.run(PRODUCT, second, flow.watch(v)), first);
        Variable line = flow.reshape(third, Shape.of(36));
        Variable square = flow.run(MULTIPLY, line, line);
        Variable sum =
                flow.run(
                        ADD, square, flow.reshape(flow.run(MULTIPLY, third, second), line.shape()));
        return flow.run(RELU, flow.run(ADD, sum, line));
    }

    private static Block block(StepMemoryTest test) {
        return (flow, inputs) -> {
            Variable product = flow.run(PRODUCT, inputs.getFirst(), flow.watch(test.w));
            Variable changed = flow.run(RELU, flow.run(ADD, product, inputs.getFirst()));
            return List.of(flow.run(PRODUCT, changed, flow.watch(test.v)), changed);
        };
    }

    private Variable recomputed(Tape tape, Tensor x) {
        Variable input = tape.run(PRODUCT, tape.constant(x), tape.watch(w));
        List<Variable> outputs = tape.recompute(block(this), List.of(input));
        return tape.run(MULTIPLY, tape.run(ADD, outputs.get(0), input), outputs.get(1));
    }

    @FunctionalInterface
    private interface Network {
        Variable on(Tape tape, Tensor x);
    }

    private void checkSameBits(Network network) {
        for (int step = 0; step < 5; step++) {
            Tensor x = Tensors.random(10 + step, 6, 6);
            Tape plain = Tape.on(CpuDevice.shared());
            Variable expected = network.on(plain, x);
            Tensor upstream = Tensors.random(20 + step, expected.shape().sizes());
            Gradients wanted = plain.gradients(expected, upstream);
            Tape tape = Tape.on(DEVICE, memory);
            Variable output = network.on(tape, x);
            Gradients gradients = tape.gradients(output, upstream);
            assertThat(output.tensor().floats()).isEqualTo(expected.tensor().floats());
            for (Tensor leaf : List.of(w, v)) {
                assertThat(Tensors.doubles(gradients.lent(leaf)))
                        .isEqualTo(Tensors.doubles(wanted.of(leaf)));
            }
            gradients.release();
        }
    }

    @Test
    void gradientsHaveTheSameBits() {
        checkSameBits(this::network);
    }

    @Test
    void gradientsOfRecomputedBlocksHaveTheSameBits() {
        checkSameBits(this::recomputed);
    }

    @Test
    void derivativesOfDerivativesHaveTheSameBits() {
        checkSameBits((tape, x) -> {
            Variable output = network(tape, x);
            Variable slope = tape.derivatives(output, List.of(tape.watch(w))).getFirst();
            return tape.run(MULTIPLY, slope, slope);
        });
    }

    static Stream<OpCase> cases() {
        return CaseTable.on(Scene.of(2, 7, 5, 3), DType.F32).stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyOperatorHasTheSameGradients(OpCase subject) {
        List<Tensor> inputs = subject.inputs();
        List<List<double[]>> results = new ArrayList<>();
        for (int step = 0; step < 3; step++) {
            Tape tape = step == 0 ? Tape.on(CpuDevice.shared()) : Tape.on(DEVICE, memory);
            List<Variable> variables = new ArrayList<>();
            for (Tensor input : inputs) {
                boolean watched = input.dtype().isFloating();
                variables.add(watched ? tape.watch(input) : tape.constant(input));
            }
            Gradients gradients;
            try {
                Variable output = tape.apply(subject.op(), variables).getFirst();
                gradients = tape.gradients(output, Tensors.random(3, output.shape().sizes()));
            } catch (UnsupportedOpException refused) {
                return;
            }
            results.add(
                    inputs.stream()
                            .filter(each -> each.dtype().isFloating())
                            .map(each -> Tensors.doubles(gradients.lent(each)))
                            .toList());
            gradients.release();
        }
        for (int step = 1; step < 3; step++) {
            assertThat(results.get(step))
                    .usingElementComparator(Arrays::compare)
                    .isEqualTo(results.getFirst());
        }
    }

    @Test
    void whatSomebodyHasAskedForStays() {
        Tensor x = Tensors.random(5, 6, 6);
        Tape tape = Tape.on(DEVICE, memory);
        Variable value = tape.run(PRODUCT, tape.constant(x), tape.watch(w));
        Variable view = tape.reshape(tape.run(RELU, value), Shape.of(36));
        Variable output = tape.run(MULTIPLY, view, view);
        List<Tensor> kept =
                new ArrayList<>(List.of(value.tensor(), view.tensor(), output.tensor()));
        Gradients gradients = tape.gradients(output, Tensors.random(6, 36));
        kept.add(gradients.of(w));
        gradients.release();
        List<double[]> before = kept.stream().map(Tensors::doubles).toList();
        for (int step = 0; step < 3; step++) {
            Tape other = Tape.on(DEVICE, memory);
            other.gradients(network(other, x), Tensors.random(7, 36)).release();
        }
        for (int i = 0; i < kept.size(); i++) {
            assertThat(Tensors.doubles(kept.get(i))).isEqualTo(before.get(i));
        }
        assertThat(gradients.of(w)).isSameAs(kept.getLast());
    }

    @Test
    void whoeverAsksTooLateIsTold() {
        Tape tape = Tape.on(DEVICE, memory);
        Variable value = tape.run(PRODUCT, tape.constant(v), tape.watch(w));
        Variable output = tape.run(RELU, value);
        Gradients gradients = tape.gradients(output, Tensors.random(6, 6, 6));
        assertThat(output.tensor().elements()).isEqualTo(36);
        assertThatThrownBy(value::tensor)
                .isInstanceOf(SmaltiException.class)
                .hasMessageContaining("F32 [6,6]")
                .hasMessageContaining("handed on");
        gradients.release();
        gradients.release();
        assertThatThrownBy(() -> gradients.of(w)).isInstanceOf(SmaltiException.class);
        assertThatThrownBy(() -> gradients.lent(w)).isInstanceOf(SmaltiException.class);
        assertThat(gradients.reach(w)).isTrue();
    }

    @Test
    void withoutMemoryNothingIsHandedOn() {
        Tape tape = Tape.on(CpuDevice.shared());
        Variable value = tape.run(PRODUCT, tape.constant(v), tape.watch(w));
        Gradients gradients = tape.gradients(tape.run(RELU, value), Tensors.random(6, 6, 6));
        Tensor lent = gradients.lent(w);
        gradients.release();
        assertThat(gradients.of(w)).isSameAs(lent);
        assertThat(value.tensor().elements()).isEqualTo(36);
    }

    @Test
    void stepsTakeTheMemoryOfStepsBefore() {
        long bytes = 0;
        for (int step = 0; step < 10; step++) {
            Tape tape = Tape.on(DEVICE, memory);
            tape.gradients(network(tape, v), Tensors.random(7, 36)).release();
            if (step > 0) {
                assertThat(memory.bytes()).isEqualTo(bytes);
            }
            bytes = memory.bytes();
        }
        assertThat(bytes).isPositive();
    }

    @Test
    void whatNobodyDifferentiatesStaysOut() {
        Tape tape = Tape.on(DEVICE, memory);
        Variable frozen = tape.run(PRODUCT, tape.constant(v), tape.constant(w));
        tape.gradients(tape.run(RELU, tape.watch(v)), Tensors.random(7, 6, 6)).release();
        assertThat(frozen.tensor().elements()).isEqualTo(36);
    }

    @Test
    void memoryThatNobodyHasUseForIsLetGo() {
        Tape large = Tape.on(DEVICE, memory);
        large.gradients(network(large, v), Tensors.random(7, 36)).release();
        assertThat(memory.bytes()).isPositive();
        for (int step = 0; step < 6; step++) {
            Tape.on(DEVICE, memory);
        }
        assertThat(memory.bytes()).isZero();
    }

    @Test
    void arraysAreAsLongAsTheirTensors() {
        Tensor x = Tensors.random(1, 100);
        Tape tape = Tape.on(DEVICE, memory);
        tape.gradients(tape.run(MULTIPLY, tape.watch(x), tape.watch(x)), x).release();
        Tape other = Tape.on(DEVICE, memory);
        Tensor y = Tensors.random(1, 99);
        assertThat(other.run(MULTIPLY, other.watch(y), other.watch(y)).tensor().floats())
                .hasSize(99);
    }
}
