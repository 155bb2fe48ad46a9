package smalti.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import smalti.cuda.emulator.PtxDriver;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.device.Workspace;
import smalti.grad.Gradients;
import smalti.grad.StepMemory;
import smalti.grad.Tape;
import smalti.grad.Variable;
import smalti.nn.Adam;
import smalti.nn.BatchNormalization;
import smalti.nn.Linear;
import smalti.nn.Optimizer;
import smalti.nn.Parameters;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.nn.Sgd;
import smalti.nn.UpdateRule;
import smalti.op.Activation;
import smalti.op.LossOp;
import smalti.op.PointOp;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;

/// Networks that learn without leaving the GPU.
class TrainingTest {
    private static final int STEPS = 3;

    private static final CudaDevice GPU = new CudaDevice("cuda", new PtxDriver());

    static Stream<UpdateRule> rules() {
        return Stream.of(new Sgd(0, 0), new Sgd(0.9, 1e-2), Adam.standard(), Adam.decoupled(0.1));
    }

    /// Two layers that learn to tell three kinds apart, from equal first weights.
    private static Parameters train(
            UpdateRule rule, Function<Integer, Tape> tapes, UnaryOperator<Scope> placing) {
        var parameters = new Parameters();
        Scope scope = placing.apply(Scope.of(parameters, new SplittableRandom(5)));
        var norm = new BatchNormalization(scope.in("norm"), 4);
        var first = new Linear(scope.in("first"), 4, 8);
        var last = new Linear(scope.in("last"), 8, 3);
        Tensor pictures = Tensors.random(6, 10, 4);
        Tensor kinds = Tensor.of(new int[] {0, 1, 2, 0, 1, 2, 0, 1, 2, -1}, 10);
        Optimizer optimizer = Optimizer.of(rule, 0.05).clip(0.5);
        for (int step = 0; step < STEPS; step++) {
            Tape tape = tapes.apply(step);
            Pass pass = Pass.training(tape, step);
            Variable hidden = first.forward(pass, norm.forward(pass, tape.constant(pictures)));
            Variable scores =
                    last.forward(
                            pass, pass.run(new PointOp.Activate(new Activation.Relu()), hidden));
            Variable loss =
                    pass.run(
                            new LossOp.SoftmaxCrossEntropy(OptionalInt.of(-1), false),
                            scores,
                            tape.constant(kinds));
            Gradients gradients = tape.gradients(loss);
            optimizer.step(parameters, gradients);
            gradients.release();
        }
        return parameters;
    }

    private static Parameters train(UpdateRule rule, Device device, UnaryOperator<Scope> placing) {
        return train(rule, _ -> Tape.on(device), placing);
    }

    @Test
    void stepsHandMemoryOfTheGpuOn() {
        UpdateRule rule = new Sgd(0.9, 1e-2);
        Parameters expected = train(rule, Devices.named("cpu"), scope -> scope);
        try (Workspace workspace = GPU.workspace()) {
            StepMemory memory = StepMemory.in(workspace);
            List<Long> used = new ArrayList<>();
            Function<Integer, Tape> tapes =
                    _ -> {
                        used.add(GPU.memoryUsed());
                        return Tape.on(workspace, memory);
                    };
            Parameters learnt = train(rule, tapes, scope -> scope.on(workspace));
            assertAlike(learnt, expected, workspace);
            // The first step makes what the others use; the loss is the caller's.
            assertThat(used.get(1)).isGreaterThan(used.get(0));
            assertThat(used.get(2) - used.get(1)).isEqualTo(Float.BYTES);
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void parametersThatLieOnTheGpuLearnWhatThoseOnTheHeapDo(UpdateRule rule) {
        Parameters expected = train(rule, Devices.named("cpu"), scope -> scope);
        try (Workspace workspace = GPU.workspace()) {
            Parameters learnt = train(rule, workspace, scope -> scope.on(workspace));
            assertThat(learnt.all())
                    .allMatch(each -> each.tensor().storage() instanceof Storage.OnDevice);
            assertAlike(learnt, expected, workspace);
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void parametersOnTheHeapLearnByTheGpuToo(UpdateRule rule) {
        Parameters expected = train(rule, Devices.named("cpu"), scope -> scope);
        try (Workspace workspace = GPU.workspace()) {
            assertAlike(train(rule, workspace, scope -> scope), expected, workspace);
        }
    }

    private static void assertAlike(Parameters actual, Parameters expected, Device device) {
        List<String> names = expected.all().stream().map(each -> each.name()).toList();
        assertThat(names).hasSize(8);
        for (String name : names) {
            assertThat(Tensors.doubles(device.fetch(actual.named(name).tensor())))
                    .as(name)
                    .containsExactly(Tensors.doubles(expected.named(name).tensor()), within(1e-4));
        }
    }
}
