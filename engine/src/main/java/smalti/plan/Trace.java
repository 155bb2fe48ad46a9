package smalti.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import smalti.device.Device;
import smalti.grad.Flow;
import smalti.nn.Layer;
import smalti.nn.Pass;
import smalti.op.TensorType;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// A network as a list of steps, for inputs of one shape: what a [Plan] runs, and what other runtimes can be handed.
///
/// @param steps in an order in which they can be run
/// @param constants the values that are known beforehand, by the id of their slot
/// @param views slots that are others under another shape, by their id
public record Trace(
        Slot input,
        List<Slot> outputs,
        List<Step> steps,
        Map<Integer, Tensor> constants,
        Map<Integer, Slot> views) {
    /// Traces a network. Its operators may depend on the shapes of its values, but not on the values.
    ///
    /// @param input the shape of inputs, which are `F32`
    /// @param device computes what depends on constants alone
    /// @param pass as which the network runs, e.g. [Pass#inference]
    public static Trace of(Layer network, Shape input, Device device, Function<Flow, Pass> pass) {
        Tracer tracer = new Tracer(device);
        Slot slot = tracer.input(new TensorType(DType.F32, input));
        return tracer.trace(slot, List.of(network.forward(pass.apply(tracer), slot)));
    }

    /// The same network with normalisations taken into the convolutions in front of them, where statistics are known.
    Trace folded() {
        return Folding.of(this);
    }

    /// The same network with the constants of this moment, and only those that are read, where a device computes.
    Trace frozen(Device device) {
        Set<Integer> read = uses().keySet();
        Map<Integer, Tensor> values = new HashMap<>();
        constants.forEach((id, value) -> {
            if (read.contains(id)) {
                Tensor copy = Tensor.zeros(value.dtype(), value.shape());
                value.copyInto(copy);
                values.put(id, device.place(copy));
            }
        });
        return with(steps, values);
    }

    /// The slot whose elements a slot has: itself, unless it is a view.
    public Slot root(Slot slot) {
        Slot root = slot;
        for (Slot next = views.get(root.id()); next != null; next = views.get(root.id())) {
            root = next;
        }
        return root;
    }

    /// How often the elements of each slot are read, by the id of its root. The network's outputs are read once more.
    public Map<Integer, Integer> uses() {
        Map<Integer, Integer> uses = new HashMap<>();
        for (Step step : steps) {
            step.inputs().forEach(slot -> uses.merge(root(slot).id(), 1, Integer::sum));
        }
        outputs.forEach(slot -> uses.merge(root(slot).id(), 1, Integer::sum));
        return uses;
    }

    /// The same network in other steps.
    Trace with(List<Step> others, Map<Integer, Tensor> values) {
        return new Trace(input, outputs, List.copyOf(others), Map.copyOf(values), views);
    }
}
