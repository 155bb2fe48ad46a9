package smalti.nn;

import java.util.List;
import smalti.grad.Flow;
import smalti.grad.Variable;
import smalti.op.NormOp;
import smalti.op.StepOp;

/// Gives each channel mean 0 and variance 1, then a learnt scale `weight` and offset `bias`, `[C]`. While learning, mean
/// and variance are the batch's, and `running_mean` and `running_var` follow them; else they are these.
///
/// Ioffe and Szegedy, "Batch Normalization", 2015.
public final class BatchNormalization implements Layer {
    /// What is added to variances.
    public static final double EPSILON = 1e-5;

    /// The share that a batch has in the running statistics.
    private static final float SHARE = 0.1f;

    private final Parameter weight;
    private final Parameter bias;
    private final Parameter mean;
    private final Parameter variance;

    public BatchNormalization(Scope scope, int channels) {
        this.weight = scope.weight("weight", Initializer.ONES, channels);
        this.bias = scope.weight("bias", Initializer.ZEROS, channels);
        this.mean = scope.statistic("running_mean", Initializer.ZEROS, channels);
        this.variance = scope.statistic("running_var", Initializer.ONES, channels);
    }

    @Override
    public Variable forward(Pass pass, Variable input) {
        if (!pass.training()) {
            return pass.run(
                    new NormOp.Normalize(EPSILON),
                    input,
                    pass.value(weight),
                    pass.value(bias),
                    pass.value(mean),
                    pass.value(variance));
        }
        List<Variable> outputs =
                pass.apply(
                        new NormOp.BatchNorm(EPSILON), input, pass.value(weight), pass.value(bias));
        if (!pass.flow().repeats()) {
            long values = input.shape().elements() / Math.max(1, input.shape().size(-1));
            follow(pass, mean, outputs.get(1), 1);
            // A sample's variance is smaller than that of what it was drawn from.
            follow(pass, variance, outputs.get(2), (float) values / Math.max(1, values - 1));
        }
        return outputs.getFirst();
    }

    /// `running = running - share·(running - scale·batch)`, where the running statistics lie.
    private static void follow(Pass pass, Parameter running, Variable batch, float scale) {
        Flow flow = pass.flow();
        flow.runInto(
                new StepOp.SgdStep(SHARE, 0, 1),
                List.of(flow.constant(running.tensor()), batch, flow.scalar(-scale)),
                List.of(running.tensor()));
    }
}
