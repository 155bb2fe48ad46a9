package smalti.nn;

import java.util.List;
import smalti.error.ParameterException;
import smalti.op.StepOp;

/// Adam: steps of each weight are in proportion to the mean of its gradients over the root of the mean of their squares.
///
/// Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015; decoupled weight decay: Loshchilov and Hutter,
/// "Decoupled Weight Decay Regularization", 2019.
///
/// @param weightDecay times the weight is added to the gradient, or, if `decoupled`, times the rate taken off the weight
public record Adam(
        double beta1, double beta2, double epsilon, double weightDecay, boolean decoupled)
        implements UpdateRule {
    public Adam {
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
            throw new ParameterException("Adam's betas", "from 0 to below 1", beta1 + ", " + beta2);
        }
        if (!(epsilon > 0) || !(weightDecay >= 0)) {
            throw new ParameterException(
                    "Adam's epsilon and weight decay",
                    "above 0 and at least 0",
                    epsilon + ", " + weightDecay);
        }
    }

    /// The paper's numbers, without weight decay.
    public static Adam standard() {
        return new Adam(0.9, 0.999, 1e-8, 0, false);
    }

    /// The paper's numbers with decoupled weight decay, known as AdamW.
    public static Adam decoupled(double weightDecay) {
        return new Adam(0.9, 0.999, 1e-8, weightDecay, true);
    }

    @Override
    public List<String> memories() {
        return List.of("mean", "square");
    }

    @Override
    public StepOp op(long step, double rate, double decay) {
        return new StepOp.AdamStep(
                rate / (1 - Math.pow(beta1, step)),
                1 / Math.sqrt(1 - Math.pow(beta2, step)),
                beta1,
                beta2,
                epsilon,
                decoupled ? 0 : weightDecay * decay,
                decoupled ? 1 - rate * weightDecay * decay : 1);
    }
}
