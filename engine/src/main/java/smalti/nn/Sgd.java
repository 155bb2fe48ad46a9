package smalti.nn;

import java.util.List;
import smalti.error.ParameterException;
import smalti.op.StepOp;

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
    public StepOp op(long step, double rate, double decay) {
        return new StepOp.SgdStep(rate, momentum, weightDecay * decay);
    }
}
