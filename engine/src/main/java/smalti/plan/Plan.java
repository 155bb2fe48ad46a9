package smalti.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import smalti.device.Device;
import smalti.error.ShapeException;
import smalti.nn.Layer;
import smalti.nn.Pass;
import smalti.op.TensorType;
import smalti.tensor.Shape;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// A network that was planned for inputs of one shape. It gives what the network gives, up to rounding, faster: its
/// normalisations are folded into convolutions, and its steps share memory that is kept from run to run, so that a run
/// takes no memory but for its output. Weights are those of the moment when it was planned.
///
/// Safe for use by several threads at once, each of which has memory of its own.
public final class Plan {
    private final Device device;
    private final Trace trace;
    private final Memory memory;
    private final ArrayDeque<Bound> free = new ArrayDeque<>();

    private Plan(Device device, Trace trace) {
        this.device = device;
        this.trace = trace;
        this.memory = Memory.of(trace);
    }

    /// Plans a network. Its operators may depend on the shapes of its values, but not on the values.
    ///
    /// @param input the shape of inputs, which are `F32`
    public static Plan of(Layer network, Shape input, Device device) {
        return new Plan(device, Trace.of(network, input, device, Pass::inference).folded());
    }

    /// The type of outputs.
    public TensorType output() {
        return trace.outputs().getFirst().type();
    }

    /// How many operators a run applies.
    public int steps() {
        return trace.steps().size();
    }

    /// The bytes that a run needs for what it computes on the way.
    public long bytes() {
        return memory.bytes();
    }

    /// Runs the network.
    ///
    /// @param input on the heap
    /// @return a tensor of its own
    /// @throws ShapeException if the input is not of the planned type
    public Tensor run(Tensor input) {
        TensorType type = TensorType.of(input);
        if (!type.equals(trace.input().type())) {
            throw new ShapeException("a planned network", trace.input().type(), type);
        }
        Bound bound = take();
        try {
            return bound.run(input);
        } finally {
            give(bound);
        }
    }

    private synchronized Bound take() {
        return free.isEmpty() ? new Bound() : free.pop();
    }

    private synchronized void give(Bound bound) {
        free.push(bound);
    }

    /// The plan with memory for one run at a time.
    private final class Bound {
        private final Map<Integer, Tensor> values = new HashMap<>(trace.constants());

        Bound() {
            List<Storage> buffers = memory.allocate();
            for (Step step : trace.steps()) {
                for (Slot output : step.outputs()) {
                    Integer place = memory.places().get(output.id());
                    if (place != null) {
                        values.put(output.id(), Tensor.of(output.shape(), buffers.get(place), 0));
                    }
                }
            }
        }

        Tensor run(Tensor input) {
            Map<Integer, Tensor> fresh = new HashMap<>();
            fresh.put(trace.input().id(), input);
            for (Slot output : trace.outputs()) {
                Slot root = trace.root(output);
                if (!values.containsKey(root.id()) && root.id() != trace.input().id()) {
                    fresh.put(root.id(), Tensor.zeros(root.type().dtype(), root.shape()));
                }
            }
            for (Step step : trace.steps()) {
                device.runInto(
                        step.op(), tensors(step.inputs(), fresh), tensors(step.outputs(), fresh));
            }
            Slot output = trace.outputs().getFirst();
            Tensor result = tensor(output, fresh);
            // What was not computed is the caller's, or the plan's: the output is a copy.
            boolean computed =
                    fresh.containsKey(trace.root(output).id())
                            && result.storage() != input.storage();
            return computed ? result : result.to(result.dtype());
        }

        private List<Tensor> tensors(List<Slot> slots, Map<Integer, Tensor> fresh) {
            List<Tensor> tensors = new ArrayList<>(slots.size());
            for (Slot slot : slots) {
                tensors.add(tensor(slot, fresh));
            }
            return tensors;
        }

        private Tensor tensor(Slot slot, Map<Integer, Tensor> fresh) {
            Slot root = trace.root(slot);
            Tensor known = values.get(root.id());
            Tensor value = known != null ? known : fresh.get(root.id());
            if (value == null) {
                throw new IllegalStateException("nothing has made " + slot);
            }
            return root.id() == slot.id() ? value : value.reshape(slot.shape().sizes());
        }
    }
}
