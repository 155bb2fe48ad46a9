package smalti.bench.workload;

import smalti.cpu.CpuDevice;
import smalti.nn.Pass;
import smalti.plan.Trace;

/// A trained network's answer to a batch of pictures.
public record InferenceWorkload(ModelInput input) implements ModelWorkload {
    @Override
    public String name() {
        return input.name();
    }

    /// The network for runtimes that are handed lists of operators.
    public Trace trace() {
        return Trace.of(
                input.build().network(), input.shape(), CpuDevice.shared(), Pass::inference);
    }

    @Override
    public long operations() {
        return ModelInput.operations(trace());
    }
}
