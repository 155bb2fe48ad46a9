package smalti.grad;

import java.util.List;
import smalti.device.Device;
import smalti.op.Op;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// A flow that computes and forgets: for inference, and for gradients that are not to be differentiated again.
public final class Eager implements Flow {
    private final Ledger ledger;

    public Eager(Device device) {
        this(Ledger.without(device));
    }

    Eager(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public List<Variable> apply(Op op, List<Variable> inputs) {
        return List.copyOf(ledger.run(op, inputs.stream().map(Held::of).toList()));
    }

    @Override
    public Variable constant(Tensor tensor) {
        return ledger.constant(tensor);
    }

    @Override
    public Variable scalar(float value) {
        return ledger.scalar(value);
    }

    @Override
    public Variable watch(Tensor tensor) {
        return constant(tensor);
    }

    @Override
    public void runInto(Op op, List<Variable> inputs, List<Tensor> outputs) {
        ledger.runInto(op, inputs.stream().map(Held::of).toList(), outputs);
    }

    @Override
    public Variable reshape(Variable variable, Shape shape) {
        Held held = Held.of(variable);
        return held.as(held.read().reshape(shape.sizes()));
    }
}
