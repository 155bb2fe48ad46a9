package smalti.nn;

import java.util.List;
import smalti.grad.Flow;
import smalti.grad.Variable;
import smalti.op.Arithmetic;
import smalti.op.NormOp;
import smalti.op.PointOp;
import smalti.op.StepOp;
import smalti.tensor.Tensor;

/// Gives each channel mean 0 and variance 1, then a learnt scale `weight` and offset `bias`, `[C]`. While learning, mean
/// and variance are the batch's, and `running_mean` and `running_var` follow them; else they are these. How they are taken
/// anew: see [Mode.Measuring].
///
/// Ioffe and Szegedy, "Batch Normalization", 2015.
public final class BatchNormalization implements Layer {
    /// What is added to variances.
    public static final double EPSILON = 1e-5;

    /// The share that a batch has in the running statistics.
    private static final double SHARE = 0.1f;

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
        return switch (pass.mode()) {
            case Mode.Answering _ ->
                    pass.run(
                            new NormOp.Normalize(EPSILON),
                            input,
                            pass.value(weight),
                            pass.value(bias),
                            pass.value(mean),
                            pass.value(variance));
            case Mode.Learning _ -> {
                List<Variable> outputs = normalized(pass, input);
                if (!pass.flow().repeats()) {
                    follow(pass, mean, outputs.get(1), 1);
                    follow(pass, variance, outputs.get(2), unbiased(input));
                }
                yield outputs.getFirst();
            }
            case Mode.Measuring(long before) -> {
                List<Variable> outputs = normalized(pass, input);
                measure(pass, outputs.get(1), outputs.get(2), unbiased(input), before);
                yield outputs.getFirst();
            }
        };
    }

    /// The input, normalised by its own mean and variance, and these.
    private List<Variable> normalized(Pass pass, Variable input) {
        return pass.apply(
                new NormOp.BatchNorm(EPSILON), input, pass.value(weight), pass.value(bias));
    }

    /// A sample's variance is smaller than that of what it was drawn from, by this.
    private static float unbiased(Variable input) {
        long values = input.shape().elements() / Math.max(1, input.shape().size(-1));
        return (float) values / Math.max(1, values - 1);
    }

    /// `running = running - share·(running - scale·batch)`, where the running statistics lie.
    private static void follow(Pass pass, Parameter running, Variable batch, float scale) {
        Flow flow = pass.flow();
        move(pass, flow.constant(running.tensor()), running, batch, scale, SHARE);
    }

    /// The variance of several lots of values is the mean of theirs and what their means differ by.
    private void measure(
            Pass pass, Variable ownMean, Variable ownVariance, float unbiased, long before) {
        double share = 1.0 / (before + 1);
        Variable means = soFar(pass, mean, before);
        Variable difference = pass.run(new PointOp.Binary(Arithmetic.SUBTRACT), ownMean, means);
        Variable square = pass.run(new PointOp.Binary(Arithmetic.MULTIPLY), difference, difference);
        Variable within = pass.run(new PointOp.Scale(unbiased, 0), ownVariance);
        Variable all =
                pass.run(
                        new PointOp.Binary(Arithmetic.ADD),
                        within,
                        pass.run(new PointOp.Scale(1 - share, 0), square));
        move(pass, soFar(pass, variance, before), variance, all, 1, share);
        move(pass, means, mean, ownMean, 1, share);
    }

    private static Variable soFar(Pass pass, Parameter running, long before) {
        return pass.flow()
                .constant(
                        before == 0
                                ? Tensor.zeros(running.tensor().dtype(), running.tensor().shape())
                                : running.tensor());
    }

    private static void move(
            Pass pass, Variable from, Parameter to, Variable other, float scale, double share) {
        Flow flow = pass.flow();
        flow.runInto(
                new StepOp.SgdStep(share, 0, 1),
                List.of(from, other, flow.scalar(-scale)),
                List.of(to.tensor()));
    }
}
