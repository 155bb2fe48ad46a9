package smalti.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import smalti.device.Device;
import smalti.op.TensorType;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Storage;

/// Which buffer each value of a trace lies in: values that are not needed at the same time share one.
///
/// @param buffers the types and sizes of the buffers
/// @param places the number of the buffer of each value that is computed on the way, by the id of its root
record Memory(List<Buffer> buffers, Map<Integer, Integer> places) {
    /// @param elements how many it holds
    record Buffer(DType type, int elements) {}

    /// Places all values but inputs, constants and those that outputs are made of, which are new in each run.
    static Memory of(Trace trace) {
        Set<Integer> apart = new HashSet<>(trace.constants().keySet());
        apart.add(trace.input().id());
        trace.outputs().forEach(slot -> apart.add(trace.root(slot).id()));
        Map<Integer, Integer> lastUse = new HashMap<>();
        for (int i = 0; i < trace.steps().size(); i++) {
            for (Slot slot : trace.steps().get(i).inputs()) {
                lastUse.put(trace.root(slot).id(), i);
            }
        }
        List<Buffer> buffers = new ArrayList<>();
        List<Integer> free = new ArrayList<>();
        Map<Integer, Integer> places = new HashMap<>();
        for (int i = 0; i < trace.steps().size(); i++) {
            Step step = trace.steps().get(i);
            for (Slot output : step.outputs()) {
                // Several steps may write parts of one value.
                if (!apart.contains(output.id()) && !places.containsKey(output.id())) {
                    places.put(output.id(), place(output.type(), buffers, free));
                }
            }
            Set<Integer> ended = new HashSet<>();
            for (Slot slot : step.inputs()) {
                ended.add(trace.root(slot).id());
            }
            step.outputs().forEach(slot -> ended.add(slot.id()));
            for (int id : ended) {
                Integer buffer = places.get(id);
                if (buffer != null && lastUse.getOrDefault(id, -1) <= i) {
                    free.add(buffer);
                }
            }
        }
        return new Memory(List.copyOf(buffers), Map.copyOf(places));
    }

    /// Takes the free buffer that fits best, or enlarges the largest, or adds one.
    private static int place(TensorType type, List<Buffer> buffers, List<Integer> free) {
        int elements = type.shape().arrayLength("a planned network");
        int best = -1;
        for (int each : free) {
            if (buffers.get(each).type() != type.dtype()) {
                continue;
            }
            if (best < 0 || isBetter(buffers.get(each), buffers.get(best), elements)) {
                best = each;
            }
        }
        if (best < 0) {
            buffers.add(new Buffer(type.dtype(), elements));
            return buffers.size() - 1;
        }
        free.remove((Integer) best);
        buffers.set(
                best, new Buffer(type.dtype(), Math.max(elements, buffers.get(best).elements())));
        return best;
    }

    private static boolean isBetter(Buffer one, Buffer other, int elements) {
        boolean fits = one.elements() >= elements;
        boolean otherFits = other.elements() >= elements;
        if (fits != otherFits) {
            return fits;
        }
        return fits == (one.elements() < other.elements());
    }

    /// Bytes of all buffers.
    long bytes() {
        return buffers.stream()
                .mapToLong(each -> (long) each.elements() * each.type().bytes())
                .sum();
    }

    /// The buffers themselves, where a device computes.
    List<Storage> allocate(Device device) {
        return buffers.stream()
                .map(each ->
                        device.make(new TensorType(each.type(), Shape.of(each.elements())))
                                .storage())
                .toList();
    }
}
