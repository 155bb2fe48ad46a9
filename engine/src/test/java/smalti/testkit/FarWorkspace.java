package smalti.testkit;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import smalti.device.Workspace;
import smalti.error.DeviceException;
import smalti.op.Op;
import smalti.op.ShapeRule;
import smalti.op.TensorType;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// A workspace of a [FarDevice].
final class FarWorkspace implements Workspace {
    private final FarDevice device;
    private final Map<Float, Tensor> scalars = new ConcurrentHashMap<>();
    private volatile boolean closed;

    FarWorkspace(FarDevice device) {
        this.device = device;
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
    public Workspace workspace() {
        return device.workspace();
    }

    @Override
    public boolean hasOwnMemory() {
        return true;
    }

    @Override
    public List<Tensor> run(Op op, List<Tensor> inputs) {
        List<Tensor> outputs = ShapeRule.outputs(op, inputs).stream().map(this::make).toList();
        runInto(op, inputs, outputs);
        return outputs;
    }

    @Override
    public void runInto(Op op, List<Tensor> inputs, List<Tensor> outputs) {
        expectOpen();
        List<Tensor> there = outputs.stream().map(this::place).toList();
        device.computing()
                .runInto(
                        op,
                        inputs.stream().map(this::place).map(FarWorkspace::held).toList(),
                        there.stream().map(FarWorkspace::held).toList());
        for (int i = 0; i < outputs.size(); i++) {
            if (there.get(i) != outputs.get(i)) {
                there.get(i).copyInto(outputs.get(i));
            }
        }
    }

    /// A tensor of this device as the other one sees it.
    private static Tensor held(Tensor tensor) {
        Tensor held = ((FarStorage) tensor.storage()).held();
        return Tensor.of(tensor.shape(), held.storage(), tensor.offset());
    }

    @Override
    public Tensor place(Tensor tensor) {
        if (tensor.storage() instanceof Storage.OnDevice) {
            return tensor;
        }
        Tensor copy = make(TensorType.of(tensor));
        tensor.copyInto(copy);
        return copy;
    }

    @Override
    public Tensor make(TensorType type) {
        expectOpen();
        Tensor zeros = Tensor.zeros(type.dtype(), type.shape());
        return Tensor.of(type.shape(), new FarStorage(zeros, device.copies()), 0);
    }

    @Override
    public Tensor scalar(float value) {
        return scalars.computeIfAbsent(value, number -> place(Tensor.of(new float[] {number})));
    }

    @Override
    public Tensor fetch(Tensor tensor) {
        return tensor.onHeap();
    }

    @Override
    public void release(Tensor tensor) {
        // The collector sees by itself that nobody needs it.
    }

    @Override
    public void close() {
        closed = true;
    }

    private void expectOpen() {
        if (closed) {
            throw new DeviceException("this workspace was closed");
        }
    }
}
