package smalti.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import smalti.tensor.Tensor;

/// A network as a list of steps.
///
/// @param constants the values that are known beforehand, by the id of their slot
/// @param views slots that are others under another shape, by their id
record Trace(
        Slot input,
        List<Slot> outputs,
        List<Step> steps,
        Map<Integer, Tensor> constants,
        Map<Integer, Slot> views) {
    /// The slot whose memory a slot has.
    Slot root(Slot slot) {
        Slot root = slot;
        for (Slot next = views.get(root.id()); next != null; next = views.get(root.id())) {
            root = next;
        }
        return root;
    }

    /// How often the memory of each slot is read, by the id of its root. The network's outputs are read once more.
    Map<Integer, Integer> uses() {
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
