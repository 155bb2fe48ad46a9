package smalti.cpu;

import java.util.List;
import smalti.cpu.work.Workers;
import smalti.device.Device;
import smalti.error.UnsupportedOpException;
import smalti.op.Op;
import smalti.op.ShapeRule;
import smalti.tensor.Tensor;

/// The CPU as a device: vector kernels where the machine and its JVM can run them fast, scalar ones elsewhere.
public final class CpuDevice implements Device {
    private static final CpuDevice SHARED = new CpuDevice(Workers.shared());

    private final Workers workers;

    /// A device of its own with a team of threads of its own.
    public CpuDevice(Workers workers) {
        this.workers = workers;
    }

    /// The device that the whole process shares.
    public static CpuDevice shared() {
        return SHARED;
    }

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public String description() {
        return "CPU, " + workers.threads() + " threads";
    }

    @Override
    public List<Tensor> run(Op op, List<Tensor> inputs) {
        ShapeRule.outputs(op, inputs);
        throw new UnsupportedOpException(
                ShapeRule.name(op), description(), "drivers land in the next commits");
    }
}
