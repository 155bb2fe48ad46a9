package smalti.nn;

import smalti.grad.Variable;
import smalti.op.PointOp;

/// A rectifier whose slope below 0 is learnt, one for all channels or one a channel: `weight` `[1]` or `[C]`.
///
/// He et al., "Delving Deep into Rectifiers", 2015, whose first slope of 0.25 this takes.
public final class Prelu implements Layer {
    private static final float FIRST_SLOPE = 0.25f;

    private final Parameter weight;

    /// @param slopes 1, or as many as channels
    public Prelu(Scope scope, int slopes) {
        this.weight = scope.weight("weight", Initializer.constant(FIRST_SLOPE), slopes);
    }

    @Override
    public Variable forward(Pass pass, Variable input) {
        return pass.run(new PointOp.Prelu(), input, pass.value(weight));
    }
}
