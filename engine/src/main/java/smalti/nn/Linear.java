package smalti.nn;

import smalti.grad.Variable;
import smalti.op.Arithmetic;
import smalti.op.MatrixOp;
import smalti.op.PointOp;
import smalti.op.Transposition;

/// A fully connected layer with `weight` `[outputs,inputs]` and `bias` `[outputs]`: maps `[..,N,inputs]` to
/// `[..,N,outputs]`.
public final class Linear implements Layer {
    private final Parameter weight;
    private final Parameter bias;

    public Linear(Scope scope, int inputs, int outputs) {
        Initializer spread = Initializer.gaussian(Math.sqrt(2.0 / Math.max(1, inputs)));
        this.weight = scope.weight("weight", spread, outputs, inputs);
        this.bias = scope.weight("bias", Initializer.ZEROS, outputs);
    }

    @Override
    public Variable forward(Pass pass, Variable input) {
        Variable product =
                pass.run(
                        new MatrixOp.MatMul(Transposition.of(false, true)),
                        input,
                        pass.value(weight));
        return pass.run(new PointOp.Binary(Arithmetic.ADD), product, pass.value(bias));
    }
}
