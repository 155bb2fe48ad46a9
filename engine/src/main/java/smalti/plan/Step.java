package smalti.plan;

import java.util.List;
import smalti.op.Op;

/// One operator of a traced network.
public record Step(Op op, List<Slot> inputs, List<Slot> outputs) {
    public Step {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
