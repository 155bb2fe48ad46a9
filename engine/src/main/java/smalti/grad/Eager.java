package smalti.grad;

import java.util.List;
import smalti.device.Device;
import smalti.op.Op;
import smalti.op.TensorType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// A flow that computes and forgets: for inference, and for gradients that are not to be differentiated again.
public final class Eager implements Flow {
    private final Device device;

    public Eager(Device device) {
        this.device = device;
    }

    @Override
    public List<Variable> apply(Op op, List<Variable> inputs) {
        return device.run(op, inputs.stream().map(Variable::tensor).toList()).stream()
                .map(this::constant)
                .toList();
    }

    @Override
    public Variable constant(Tensor tensor) {
        return new Value(tensor);
    }

    @Override
    public Variable watch(Tensor tensor) {
        return constant(tensor);
    }

    @Override
    public Variable reshape(Variable variable, Shape shape) {
        return constant(variable.tensor().reshape(shape.sizes()));
    }

    private record Value(Tensor tensor) implements Variable {
        @Override
        public TensorType type() {
            return TensorType.of(tensor);
        }
    }
}
