package smalti.testkit.reference;

import java.util.List;
import smalti.device.Device;
import smalti.op.Op;
import smalti.op.ShapeRule;
import smalti.tensor.Tensor;

/// The reference as a device: slow, and right. Its outputs are the exact values rounded once to their type.
public final class ReferenceDevice implements Device {
    @Override
    public String name() {
        return "reference";
    }

    @Override
    public String description() {
        return "the reference in double";
    }

    @Override
    public List<Tensor> run(Op op, List<Tensor> inputs) {
        ShapeRule.outputs(op, inputs);
        return Reference.outputs(op, inputs).stream().map(Expected::rounded).toList();
    }
}
