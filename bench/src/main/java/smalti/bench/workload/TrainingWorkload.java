package smalti.bench.workload;

import smalti.cpu.CpuDevice;
import smalti.nn.Pass;
import smalti.plan.Trace;

/// A training step: forward, backward, and an update of all weights by the rule of the model. Normalisations
/// go by the batch.
public record TrainingWorkload(ModelInput input) implements ModelWorkload {
    /// The learning rate.
    public static final double RATE = 0.01;

    @Override
    public String name() {
        return "step-" + input.name();
    }

    /// The network up to its loss, for runtimes that are handed lists of operators. Its constants are the parameters' own
    /// tensors.
    public Trace trace(ModelInput.Built built) {
        return Trace.of(
                built.network(), input.shape(), CpuDevice.shared(), flow -> Pass.training(flow, 0));
    }

    /// Backwards there are as many again in the maps and in the weights.
    @Override
    public long operations() {
        return 3 * ModelInput.operations(trace(input.lesson()));
    }
}
