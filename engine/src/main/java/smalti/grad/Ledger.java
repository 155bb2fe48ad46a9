package smalti.grad;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import smalti.device.Device;
import smalti.op.Op;
import smalti.op.ShapeRule;
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

    /// Computes an operator. Until this is settled, what comes out may be used whether it is needed or not.
    List<Held> run(Op op, List<? extends Held> inputs) {
        List<Tensor> values = inputs.stream().map(Held::read).toList();
        if (memory.isEmpty()) {
            return runAlone(op, values);
        }
        List<Tensor> outputs = memory.get().take(ShapeRule.outputs(op, values));
        device.runInto(op, values, outputs);
        List<Held> held = new ArrayList<>(outputs.size());
        for (Tensor output : outputs) {
            Holding holding = Holding.lent(output);
            open.add(holding);
            held.add(new Held.Plain(holding, output));
        }
        return held;
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
