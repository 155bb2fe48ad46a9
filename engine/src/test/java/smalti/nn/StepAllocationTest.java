package smalti.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import smalti.cpu.CpuDevice;
import smalti.cpu.work.Workers;
import smalti.device.Device;
import smalti.grad.Gradients;
import smalti.grad.StepMemory;
import smalti.grad.Tape;
import smalti.grad.Variable;
import smalti.op.Activation;
import smalti.op.Arithmetic;
import smalti.op.PointOp;
import smalti.op.Window;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;

/// In a steady state a training step with a [StepMemory] takes no memory but its output, records and small tables: less
/// than one of its values.
@Tag("memory")
class StepAllocationTest {
    private static final int CHANNELS = 16;
    private static final int BLOCKS = 4;
    private static final int STEPS = 20;
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    /// One thread, whose memory is counted.
    private final Device device = new CpuDevice(new Workers(1));

    private final Tensor pictures = Tensors.random(1, 2, 64, 64, CHANNELS);
    private final Parameters parameters = new Parameters();
    private final Layer network = network();
    private final Optimizer optimizer = Optimizer.of(new Sgd(0.9, 1e-4), 0.01).clip(1);

    private Layer network() {
        Scope scope = Scope.of(parameters, new SplittableRandom(1));
        Layer relu = (pass, input) -> pass.run(new PointOp.Activate(new Activation.Relu()), input);
        Layer[] blocks = new Layer[BLOCKS];
        for (int i = 0; i < BLOCKS; i++) {
            Scope own = scope.in("block" + i);
            Layer inner =
                    Layer.sequence(
                            Convolution.plain(
                                    own.in("conv"), CHANNELS, CHANNELS, Window.of(3).padding(1)),
                            new BatchNormalization(own.in("norm"), CHANNELS),
                            relu);
            blocks[i] =
                    (pass, input) ->
                            pass.run(
                                    new PointOp.Binary(Arithmetic.ADD),
                                    inner.forward(pass, input),
                                    input);
        }
        return Layer.sequence(blocks);
    }

    private void step(StepMemory memory) {
        Tape tape = Tape.on(device, memory);
        Variable output = network.forward(Pass.training(tape, 0), tape.constant(pictures));
        Gradients gradients = tape.gradients(output, pictures);
        optimizer.step(parameters, gradients);
        gradients.release();
    }

    @Test
    void aStepTakesLessThanOneOfItsValues() {
        var memory = new StepMemory();
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        // The output is what gradients are taken of, and so the caller's.
        long allowed = 2 * 4 * pictures.elements();
        long bytes = Long.MAX_VALUE;
        long start = System.nanoTime();
        while (bytes >= allowed && System.nanoTime() - start < WARM_UP.toNanos()) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < STEPS; i++) {
                step(memory);
            }
            bytes = (threads.getCurrentThreadAllocatedBytes() - before) / STEPS;
        }
        assertThat(bytes).as("bytes of a step").isLessThan(allowed);
    }
}
