package smalti.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import smalti.device.Device;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.error.UnsupportedOpException;
import smalti.grad.Flow;
import smalti.grad.Variable;
import smalti.op.Op;
import smalti.op.ShapeRule;
import smalti.op.TensorType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// A flow that works out shapes and notes operators. What depends on constants alone is computed at once.
final class Tracer implements Flow {
    private final Device device;
    private final List<Step> steps = new ArrayList<>();
    private final Map<Integer, Tensor> constants = new HashMap<>();
    private final Map<Integer, Slot> views = new HashMap<>();
    private int slots;

    Tracer(Device device) {
        this.device = device;
    }

    /// A value that is given with each run.
    Slot input(TensorType type) {
        return slot(type);
    }

    /// What has been traced.
    Trace trace(Slot input, List<Variable> outputs) {
        return new Trace(
                input,
                outputs.stream().map(Tracer::own).toList(),
                List.copyOf(steps),
                Map.copyOf(constants),
                Map.copyOf(views));
    }

    @Override
    public List<Variable> apply(Op op, List<Variable> inputs) {
        List<Slot> own = inputs.stream().map(Tracer::own).toList();
        if (own.stream().allMatch(slot -> constants.containsKey(slot.id()))) {
            List<Tensor> known =
                    own.stream().map(slot -> constants.get(slot.id())).map(Tensor::onHeap).toList();
            return device.run(op, known).stream().map(this::constant).toList();
        }
        List<Slot> outputs =
                ShapeRule.outputTypes(op, own.stream().map(Slot::type).toList()).stream()
                        .map(this::slot)
                        .toList();
        steps.add(new Step(op, own, outputs));
        return List.copyOf(outputs);
    }

    @Override
    public Variable constant(Tensor tensor) {
        Slot slot = slot(TensorType.of(tensor));
        constants.put(slot.id(), tensor);
        return slot;
    }

    @Override
    public Variable watch(Tensor tensor) {
        return constant(tensor);
    }

    @Override
    public void runInto(Op op, List<Variable> inputs, List<Tensor> outputs) {
        throw new UnsupportedOpException(
                "computing into given tensors",
                "a planned network",
                "leave it out where the flow repeats");
    }

    @Override
    public Variable reshape(Variable variable, Shape shape) {
        Slot own = own(variable);
        Tensor known = constants.get(own.id());
        if (known != null) {
            return constant(known.reshape(shape.sizes()));
        }
        if (shape.elements() != own.shape().elements()) {
            throw new ShapeException("reshape", own.shape().elements() + " elements", shape);
        }
        Slot view = slot(new TensorType(own.type().dtype(), shape));
        views.put(view.id(), own);
        return view;
    }

    /// Nothing is computed yet, so nothing may happen.
    @Override
    public boolean repeats() {
        return true;
    }

    private Slot slot(TensorType type) {
        return new Slot(slots++, type);
    }

    private static Slot own(Variable variable) {
        if (variable instanceof Slot slot) {
            return slot;
        }
        throw new ParameterException(
                "a variable of a planned network", "made by its flow", "one of another flow");
    }
}
