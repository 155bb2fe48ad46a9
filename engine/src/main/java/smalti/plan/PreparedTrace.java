package smalti.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import smalti.device.Device;
import smalti.device.Prepared;
import smalti.op.MoveOp;
import smalti.op.TensorType;
import smalti.tensor.Tensor;

/// A trace whose steps a device has prepared. Where maps are joined along their channels and the device can compute each of
/// them in its place, it does, and nothing is left to copy: the output of such a step is the whole that it is a part of.
///
/// @param steps one for each step of the trace
record PreparedTrace(Trace trace, List<Prepared> steps) {
    /// Prepares the steps of a trace whose constants do not change any more.
    static PreparedTrace of(Trace trace, Device device) {
        return new Joining(trace, device).prepared();
    }

    private static final class Joining {
        private final Trace trace;
        private final Device device;
        private final Map<Integer, Integer> uses;
        private final Map<Integer, Step> makers = new HashMap<>();

        /// What is computed within a whole, by the id of its slot.
        private final Map<Integer, Prepared> parts = new HashMap<>();

        private final Map<Integer, Slot> wholes = new HashMap<>();

        Joining(Trace trace, Device device) {
            this.trace = trace;
            this.device = device;
            this.uses = trace.uses();
            for (Step step : trace.steps()) {
                step.outputs().forEach(slot -> makers.put(slot.id(), step));
            }
        }

        PreparedTrace prepared() {
            List<Step> left = new ArrayList<>();
            for (Step step : trace.steps()) {
                if (!joins(step)) {
                    left.add(step);
                }
            }
            List<Step> steps = new ArrayList<>();
            List<Prepared> prepared = new ArrayList<>();
            for (Step step : left) {
                Slot output = step.outputs().getFirst();
                Prepared within = parts.get(output.id());
                Slot whole = wholes.get(output.id());
                if (within == null || whole == null) {
                    steps.add(step);
                    prepared.add(device.prepare(step.op(), types(step), known(step)));
                } else {
                    steps.add(new Step(step.op(), step.inputs(), List.of(whole)));
                    prepared.add(within);
                }
            }
            return new PreparedTrace(trace.with(steps, trace.constants()), prepared);
        }

        /// Whether a step joins what can be computed in its place.
        private boolean joins(Step step) {
            Slot whole = step.outputs().getFirst();
            int last = whole.shape().rank() - 1;
            boolean along =
                    step.op() instanceof MoveOp.Concat(int axis)
                            && Math.floorMod(axis, last + 1) == last
                            && new HashSet<>(step.inputs()).size() == step.inputs().size();
            if (!along) {
                return false;
            }
            Map<Integer, Prepared> found = new HashMap<>();
            int first = 0;
            for (Slot part : step.inputs()) {
                Step maker = makers.get(part.id());
                if (maker == null || uses.getOrDefault(part.id(), 0) != 1) {
                    return false;
                }
                Optional<Prepared> within =
                        device.prepareWithin(
                                maker.op(), types(maker), known(maker), whole.type(), first);
                if (within.isEmpty()) {
                    return false;
                }
                found.put(part.id(), within.get());
                first += part.shape().size(last);
            }
            parts.putAll(found);
            found.keySet().forEach(part -> wholes.put(part, whole));
            return true;
        }

        private Map<Integer, Tensor> known(Step step) {
            Map<Integer, Tensor> known = new HashMap<>();
            for (int i = 0; i < step.inputs().size(); i++) {
                Tensor value = trace.constants().get(step.inputs().get(i).id());
                if (value != null) {
                    known.put(i, value);
                }
            }
            return known;
        }

        private static List<TensorType> types(Step step) {
            return step.inputs().stream().map(Slot::type).toList();
        }
    }
}
