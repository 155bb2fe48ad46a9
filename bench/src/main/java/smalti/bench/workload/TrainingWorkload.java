package smalti.bench.workload;

import java.util.OptionalInt;
import smalti.cpu.CpuDevice;
import smalti.nn.Layer;
import smalti.nn.Pass;
import smalti.nn.Sgd;
import smalti.op.LossOp;
import smalti.plan.Trace;
import smalti.tensor.Tensor;

/// A training step: forward, backward, and an update of all weights by SGD with momentum and weight decay. Normalisations
/// go by the batch.
public record TrainingWorkload(ModelInput input) implements ModelWorkload {
    /// The learning rate.
    public static final double RATE = 0.01;

    /// How weights are updated.
    public static final Sgd RULE = new Sgd(0.9, 1e-4);

    @Override
    public String name() {
        return "step-" + input.name();
    }

    /// The classes of the pictures.
    public int[] targets() {
        int[] classes = new int[input.batch()];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = i % Model.CLASSES;
        }
        return classes;
    }

    /// A network and behind it its loss.
    public Layer loss(Layer network) {
        Tensor targets = Tensor.of(targets(), input.batch());
        return (pass, pictures) ->
                pass.run(
                        new LossOp.SoftmaxCrossEntropy(OptionalInt.empty(), false),
                        network.forward(pass, pictures),
                        pass.flow().constant(targets));
    }

    /// The network up to its loss, for runtimes that are handed lists of operators. Its constants are the parameters' own
    /// tensors.
    public Trace trace(ModelInput.Built built) {
        return Trace.of(
                loss(built.network()),
                input.shape(),
                CpuDevice.shared(),
                flow -> Pass.training(flow, 0));
    }

    /// Backwards there are as many again in the maps and in the weights.
    @Override
    public long operations() {
        return 3 * ModelInput.operations(trace(input.build()));
    }
}
