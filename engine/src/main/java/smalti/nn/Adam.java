package smalti.nn;

import java.util.List;
import smalti.error.ParameterException;

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
    public void update(Update values, long step, double rate, double decay) {
        float[] w = values.weights();
        float[] g = values.gradients();
        float[] mean = values.memories().get(0);
        float[] square = values.memories().get(1);
        float scale = values.scale();
        float keep = (float) beta1;
        float keepSquare = (float) beta2;
        float take = (float) (1 - beta1);
        float takeSquare = (float) (1 - beta2);
        float by = (float) (rate / (1 - Math.pow(beta1, step)));
        float correction = (float) (1 / Math.sqrt(1 - Math.pow(beta2, step)));
        float least = (float) epsilon;
        float pull = decoupled ? 0 : (float) (weightDecay * decay);
        float shrink = decoupled ? (float) (1 - rate * weightDecay * decay) : 1;
        int at = values.at();
        int from = values.from();
        int start = values.start();
        for (int i = 0; i < values.size(); i++) {
            float gradient = scale * g[from + i] + pull * w[at + i];
            float first = keep * mean[start + i] + take * gradient;
            float second = keepSquare * square[start + i] + takeSquare * gradient * gradient;
            mean[start + i] = first;
            square[start + i] = second;
            w[at + i] =
                    shrink * w[at + i]
                            - by * first / ((float) Math.sqrt(second) * correction + least);
        }
    }
}
