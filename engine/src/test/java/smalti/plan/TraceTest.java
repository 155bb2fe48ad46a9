package smalti.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import smalti.cpu.CpuDevice;
import smalti.nn.BatchNormalization;
import smalti.nn.Convolution;
import smalti.nn.Layer;
import smalti.nn.Parameters;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.op.Op;
import smalti.op.Window;
import smalti.tensor.Shape;
import smalti.testkit.Tensors;

class TraceTest {
    private static final Shape INPUT = Shape.of(2, 5, 6, 3);

    private final Parameters parameters = new Parameters();
    private final Layer network =
            Convolution.plain(scope().in("conv"), 3, 4, Window.of(1))
                    .then(new BatchNormalization(scope().in("norm"), 4));

    private Scope scope() {
        return Scope.of(parameters, new SplittableRandom(1));
    }

    @Test
    void stepsAreTheOperatorsInTheirOrder() {
        Trace trace = Trace.of(network, INPUT, CpuDevice.shared(), Pass::inference);
        assertThat(operators(trace)).containsExactly("conv2d", "normalize");
        assertThat(operators(trace.folded())).containsExactly("conv2d");
    }

    @Test
    void aTraceOfLearningHoldsTheParametersThemselvesAndLeavesThemAlone() {
        double[] mean = Tensors.doubles(parameters.named("norm.running_mean").tensor());
        Trace trace = Trace.of(network, INPUT, CpuDevice.shared(), flow -> Pass.training(flow, 0));
        assertThat(operators(trace)).containsExactly("conv2d", "batch norm");
        assertThat(trace.constants().values())
                .anyMatch(tensor -> tensor == parameters.named("conv.weight").tensor());
        assertThat(Tensors.doubles(parameters.named("norm.running_mean").tensor())).isEqualTo(mean);
    }

    private static List<String> operators(Trace trace) {
        return trace.steps().stream().map(Step::op).map(Op::name).toList();
    }
}
