package smalti.device;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import smalti.op.Op;
import smalti.op.TensorType;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

/// The workspace of a device that computes on the heap: the collector gives memory back.
record HeapWorkspace(Device device) implements Workspace {
    @Override
    public void release(Tensor tensor) {
        // The collector sees by itself that nobody needs it.
    }

    @Override
    public void close() {
        // The same for all of them.
    }

    @Override
    public String name() {
        return device.name();
    }

    @Override
    public String description() {
        return device.description();
    }

    @Override
    public List<Tensor> run(Op op, List<Tensor> inputs) {
        return device.run(op, inputs);
    }

    @Override
    public void runInto(Op op, List<Tensor> inputs, List<Tensor> outputs) {
        device.runInto(op, inputs, outputs);
    }

    @Override
    public Prepared prepare(Op op, List<TensorType> inputs, Map<Integer, Tensor> known) {
        return device.prepare(op, inputs, known);
    }

    @Override
    public Optional<Prepared> prepareWithin(
            Op op,
            List<TensorType> inputs,
            Map<Integer, Tensor> known,
            TensorType whole,
            int first) {
        return device.prepareWithin(op, inputs, known, whole, first);
    }

    @Override
    public void runParts(int parts, IntConsumer part) {
        device.runParts(parts, part);
    }

    @Override
    public boolean cachesParts() {
        return device.cachesParts();
    }

    @Override
    public SegmentMap segments(Tensor labels, Labelling labelling) {
        return device.segments(labels, labelling);
    }

    @Override
    public Optional<Runnable> repeated(Runnable steps) {
        return device.repeated(steps);
    }

    @Override
    public Optional<Speed> measure() {
        return device.measure();
    }
}
