package smalti.grad;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import smalti.device.Device;
import smalti.op.Op;
import smalti.op.ShapeRule;
import smalti.op.TensorType;
import smalti.tensor.DType;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// Computes values, and gives the memory of those that nobody needs any more back to where it came from.
final class Ledger {
    private final Device device;
    private final Optional<StepMemory> memory;

    /// What may have ended since it was last settled.
    private final List<Holding> open = new ArrayList<>();

    private Ledger(Device device, Optional<StepMemory> memory) {
        this.device = device;
        this.memory = memory;
    }

    /// Every value is new.
    static Ledger without(Device device) {
        return new Ledger(device, Optional.empty());
    }

    static Ledger with(Device device, StepMemory memory) {
        return new Ledger(device, Optional.of(memory));
    }

    /// Another one of the same memory.
    Ledger beside() {
        return new Ledger(device, memory);
    }

    Device device() {
        return device;
    }

    /// A tensor of somebody else. What lies on the heap is copied once to where the device computes, if that is elsewhere, and
    /// not again for each operator that takes it.
    Held constant(Tensor tensor) {
        if (!device.hasOwnMemory() || tensor.storage() instanceof Storage.OnDevice) {
            return Held.foreign(tensor);
        }
        if (memory.isEmpty()) {
            return Held.foreign(device.place(tensor));
        }
        Tensor copy = memory.get().take(List.of(TensorType.of(tensor))).getFirst();
        tensor.copyInto(copy);
        return lent(copy);
    }

    /// A number.
    Held scalar(float value) {
        return Held.foreign(device.scalar(value));
    }

    /// What the gradients of a scalar start from.
    Tensor one(TensorType type) {
        return type.dtype() == DType.F32
                ? device.scalar(1).reshape(type.shape().sizes())
                : Ones.of(type);
    }

    /// Computes an operator. Until this is settled, what comes out may be used whether it is needed or not.
    List<Held> run(Op op, List<? extends Held> inputs) {
        List<Tensor> values = inputs.stream().map(Held::read).toList();
        if (memory.isEmpty()) {
            return runAlone(op, values);
        }
        List<Tensor> outputs = memory.get().take(ShapeRule.outputs(op, values));
        device.runInto(op, values, outputs);
        List<Held> held = new ArrayList<>(outputs.size());
        outputs.forEach(output -> held.add(lent(output)));
        return held;
    }

    private Held lent(Tensor value) {
        Holding holding = Holding.lent(value);
        open.add(holding);
        return new Held.Plain(holding, value);
    }

    /// Computes an operator into tensors of somebody else.
    void runInto(Op op, List<? extends Held> inputs, List<Tensor> outputs) {
        device.runInto(op, inputs.stream().map(Held::read).toList(), outputs);
    }

    /// Computes an operator whose outputs stay out of the memory.
    List<Held> runApart(Op op, List<? extends Held> inputs) {
        return runAlone(op, inputs.stream().map(Held::read).toList());
    }

    private List<Held> runAlone(Op op, List<Tensor> values) {
        return device.run(op, values).stream().map(Held::foreign).toList();
    }

    /// Somebody needs a value no more.
    void drop(Held value) {
        value.holding().drop();
        if (memory.isPresent()) {
            open.add(value.holding());
        }
    }

    /// Gives back what nobody needs.
    void settle() {
        memory.ifPresent(home -> open.forEach(each -> each.giveBack(home)));
        open.clear();
    }
}
