package smalti.bench.gpu;

import java.util.ArrayList;
import java.util.List;
import smalti.device.Device;
import smalti.device.Workspace;
import smalti.op.Op;
import smalti.op.ShapeRule;
import smalti.op.TensorType;
import smalti.tensor.Tensor;

/// An operator on tensors that lie on the device, after its results were compared with those of another device.
final class Checked {
    private Checked() {}

    /// What is timed: the operator into outputs that are kept.
    ///
    /// @param reference computes the same, elsewhere
    /// @param tolerance how far results may be apart, as a share of the largest magnitude
    /// @throws IllegalStateException if they are further apart
    static Runnable of(
            Workspace workspace, Device reference, Op op, List<Tensor> inputs, double tolerance) {
        List<Tensor> here = inputs.stream().map(workspace::place).toList();
        List<Tensor> outputs = new ArrayList<>();
        for (TensorType type : ShapeRule.outputs(op, inputs)) {
            outputs.add(workspace.make(type));
        }
        Runnable steps = () -> workspace.runInto(op, here, outputs);
        steps.run();
        List<Tensor> expected = reference.run(op, inputs);
        for (int i = 0; i < outputs.size(); i++) {
            compare(op.name(), workspace.fetch(outputs.get(i)), expected.get(i), tolerance);
        }
        return steps;
    }

    private static void compare(String what, Tensor actual, Tensor expected, double tolerance) {
        double largest = 0;
        double furthest = 0;
        for (int i = 0; i < expected.elements(); i++) {
            largest = Math.max(largest, Math.abs(expected.get(i)));
            furthest = Math.max(furthest, Math.abs(actual.get(i) - expected.get(i)));
        }
        if (!(furthest <= tolerance * largest)) {
            throw new IllegalStateException(
                    "%s is off by %.3g of %.3g: not timed".formatted(what, furthest, largest));
        }
    }
}
