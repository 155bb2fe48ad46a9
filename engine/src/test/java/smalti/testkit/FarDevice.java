package smalti.testkit;

import java.util.List;
import smalti.device.Device;
import smalti.device.Workspace;
import smalti.op.Op;
import smalti.tensor.Tensor;

/// A device whose memory is not the heap, as a GPU's is not; another one computes for it.
///
/// @param copies is told of every copy between its memory and the heap
public record FarDevice(Device computing, Copies copies) implements Device {
    public FarDevice(Device computing) {
        this(computing, new Copies());
    }

    @Override
    public String name() {
        return "far";
    }

    @Override
    public String description() {
        return "a device with memory of its own";
    }

    @Override
    public List<Tensor> run(Op op, List<Tensor> inputs) {
        try (Workspace workspace = workspace()) {
            return workspace.run(op, inputs).stream().map(workspace::fetch).toList();
        }
    }

    @Override
    public Workspace workspace() {
        return new FarWorkspace(this);
    }
}
