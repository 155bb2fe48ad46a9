package smalti.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import smalti.device.Device;
import smalti.device.Prepared;
import smalti.device.Workspace;
import smalti.error.ShapeException;
import smalti.nn.Layer;
import smalti.nn.Pass;
import smalti.op.MoveOp;
import smalti.op.Op;
import smalti.op.TensorType;
import smalti.tensor.Shape;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// A network that was planned for inputs of one shape. It gives what the network gives, up to rounding, faster: its
/// normalisations are folded into convolutions, and its steps share memory that is kept from run to run, so that a run
/// takes no memory but for its output. Weights are those of the moment when it was planned.
///
/// The pictures of a batch are computed each by itself where the network treats them so and they are large: what lies
/// between two operators then stays in the cache, and several pictures are computed at the same time.
///
/// What it keeps lies in a workspace of its device until the plan is closed; on the heap there is nothing to close.
///
/// Safe for use by several threads at once, each of which has memory of its own.
public final class Plan implements AutoCloseable {
    /// From so many bytes on between its operators a picture is computed by itself: about a second cache.
    private static final long LARGE = 1 << 20;

    private static final Op COPY = new MoveOp.Concat(0);

    private final Device device;
    private final Workspace workspace;
    private final TensorType input;
    private final TensorType output;
    private final Trace trace;
    private final List<Prepared> prepared;
    private final Memory memory;
    private final ArrayDeque<Bound> free = new ArrayDeque<>();

    /// @param input the type of what is given, as `output` is of what is made
    /// @param trace for all of it, or for one member of the batch
    private Plan(
            Device device, Workspace workspace, TensorType input, TensorType output, Trace trace) {
        this.device = device;
        this.workspace = workspace;
        this.input = input;
        this.output = output;
        var joined = PreparedTrace.of(trace, workspace);
        this.trace = joined.trace();
        this.prepared = joined.steps();
        this.memory = Memory.of(joined.trace());
    }

    /// Plans a network. Its operators may depend on the shapes of its values, but not on the values.
    ///
    /// @param input the shape of inputs, which are `F32`
    public static Plan of(Layer network, Shape input, Device device) {
        Trace whole = Trace.of(network, input, device, Pass::inference);
        Trace run =
                Optional.of(device)
                        .filter(Device::cachesParts)
                        .flatMap(parts -> Separation.of(network, whole, parts))
                        .map(Trace::folded)
                        .filter(one -> Memory.of(one).bytes() >= LARGE)
                        .orElseGet(whole::folded);
        Workspace workspace = device.workspace();
        return new Plan(
                device,
                workspace,
                whole.input().type(),
                whole.outputs().getFirst().type(),
                run.frozen(workspace));
    }

    /// The type of outputs.
    public TensorType output() {
        return output;
    }

    /// How many operators a run applies, to each picture if they are computed by themselves.
    public int steps() {
        return trace.steps().size();
    }

    /// The bytes that a run needs for what it computes on the way; for each picture that is computed at the same time.
    public long bytes() {
        return memory.bytes();
    }

    /// Runs the network.
    ///
    /// @param input on the heap, or on the plan's device
    /// @return a tensor of its own where the device makes them, see [Device#make]
    /// @throws ShapeException if the input is not of the planned type
    public Tensor run(Tensor input) {
        TensorType type = TensorType.of(input);
        if (!type.equals(this.input)) {
            throw new ShapeException("a planned network", this.input, type);
        }
        Tensor result = device.make(output);
        Shape shape = trace.input().shape();
        if (shape.equals(type.shape())) {
            run(input, result);
        } else {
            Shape made = trace.outputs().getFirst().shape();
            device.runParts(
                    type.shape().size(0),
                    member -> run(member(input, shape, member), member(result, made, member)));
        }
        return result;
    }

    private static Tensor member(Tensor batch, Shape shape, int member) {
        int elements = shape.arrayLength("a member of a batch");
        return Tensor.of(shape, batch.storage(), batch.offset() + member * elements);
    }

    private void run(Tensor input, Tensor result) {
        Bound bound = take();
        try {
            bound.run(input, result);
        } finally {
            give(bound);
        }
    }

    /// Gives up the memory that it keeps; it cannot run any more. Closing twice is closing once.
    @Override
    public void close() {
        workspace.close();
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

        /// Where a device does the steps by itself, on an input and an output that are always the same.
        private final Optional<Repeated> repeated;

        Bound() {
            List<Storage> buffers = memory.allocate(workspace);
            for (Step step : trace.steps()) {
                for (Slot output : step.outputs()) {
                    Integer place = memory.places().get(output.id());
                    if (place != null) {
                        values.put(output.id(), Tensor.of(output.shape(), buffers.get(place), 0));
                    }
                }
            }
            repeated = repeated();
        }

        private record Repeated(Tensor input, Tensor output, Runnable steps) {}

        private Optional<Repeated> repeated() {
            Tensor input = workspace.make(trace.input().type());
            Tensor output = workspace.make(trace.outputs().getFirst().type());
            Optional<Repeated> found =
                    workspace
                            .repeated(() -> steps(input, output))
                            .map(steps -> new Repeated(input, output, steps));
            if (found.isEmpty()) {
                workspace.release(input);
                workspace.release(output);
            }
            return found;
        }

        void run(Tensor input, Tensor result) {
            if (repeated.isEmpty()) {
                Tensor here = workspace.place(input);
                steps(here, result);
                if (here != input) {
                    workspace.release(here);
                }
                return;
            }
            Repeated kept = repeated.get();
            workspace.runInto(COPY, List.of(input), List.of(kept.input));
            kept.steps.run();
            workspace.runInto(COPY, List.of(kept.output), List.of(result));
        }

        private void steps(Tensor input, Tensor result) {
            Map<Integer, Tensor> fresh = new HashMap<>();
            fresh.put(trace.input().id(), input);
            Slot output = trace.outputs().getFirst();
            Slot root = trace.root(output);
            // What is not computed is the caller's, or the plan's: it is copied.
            boolean computed = !values.containsKey(root.id()) && root.id() != trace.input().id();
            if (computed) {
                fresh.put(root.id(), result.reshape(root.shape().sizes()));
            }
            for (int i = 0; i < prepared.size(); i++) {
                Step step = trace.steps().get(i);
                prepared.get(i)
                        .runInto(tensors(step.inputs(), fresh), tensors(step.outputs(), fresh));
            }
            if (!computed) {
                workspace.runInto(COPY, List.of(tensor(output, fresh)), List.of(result));
            }
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
