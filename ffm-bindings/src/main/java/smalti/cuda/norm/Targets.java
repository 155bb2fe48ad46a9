package smalti.cuda.norm;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Fault;
import smalti.cuda.launch.Queue;
import smalti.error.ParameterException;

/// The right answers of a loss, and how much each counts.
///
/// @param ignore a target that does not count
/// @param weights of the classes, or none
record Targets(DeviceTensor targets, int classes, OptionalInt ignore, List<DeviceTensor> weights) {
    long count() {
        return targets.elements();
    }

    /// What kernels take of them: see `TARGET_PARAMETERS` in `loss.cu`.
    List<Object> arguments(Queue queue) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(targets);
        arguments.add(weights.isEmpty() ? 0L : weights.getFirst().address());
        arguments.add(classes);
        arguments.add(ignore.isPresent() ? 1 : 0);
        arguments.add(ignore.orElse(0));
        arguments.add(queue.faultSlot(fault()));
        return arguments;
    }

    private Fault fault() {
        String ignored =
                ignore.isPresent() ? ", or %d to be ignored".formatted(ignore.getAsInt()) : "";
        String expected = "from 0 to below %d classes%s".formatted(classes, ignored);
        return (position, value) -> new ParameterException("target " + position, expected, value);
    }
}
