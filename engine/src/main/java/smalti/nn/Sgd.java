package smalti.nn;

import java.util.List;
import smalti.error.ParameterException;

/// Stochastic gradient descent with momentum, as PyTorch has it: `v = momentum·v + g`, `w = w - rate·v`.
///
/// @param momentum 0 to below 1
/// @param weightDecay times the weight is added to the gradient
public record Sgd(double momentum, double weightDecay) implements UpdateRule {
    public Sgd {
        if (!(momentum >= 0 && momentum < 1)) {
            throw new ParameterException("momentum", "from 0 to below 1", momentum);
        }
        if (!(weightDecay >= 0)) {
            throw new ParameterException("weight decay", "at least 0", weightDecay);
        }
    }

    @Override
    public List<String> memories() {
        return momentum == 0 ? List.of() : List.of("velocity");
    }

    @Override
    public void update(Update values, long step, double rate, double decay) {
        float by = (float) rate;
        float pull = (float) (weightDecay * decay);
        if (momentum == 0) {
            plain(values, by, pull);
        } else {
            withMomentum(values, values.memories().getFirst(), by, pull, (float) momentum);
        }
    }

    private static void plain(Update values, float rate, float decay) {
        float[] w = values.weights();
        float[] g = values.gradients();
        float scale = values.scale();
        for (int i = 0, at = values.at(), from = values.from(); i < values.size(); i++) {
            w[at + i] -= rate * (scale * g[from + i] + decay * w[at + i]);
        }
    }

    private static void withMomentum(
            Update values, float[] v, float rate, float decay, float momentum) {
        float[] w = values.weights();
        float[] g = values.gradients();
        float scale = values.scale();
        int at = values.at();
        int from = values.from();
        int start = values.start();
        for (int i = 0; i < values.size(); i++) {
            float velocity = momentum * v[start + i] + (scale * g[from + i] + decay * w[at + i]);
            v[start + i] = velocity;
            w[at + i] -= rate * velocity;
        }
    }
}
