package smalti.cpu;

import java.util.List;
import smalti.cpu.scalar.ScalarSlicKernels;
import smalti.cpu.slic.GridRunner;
import smalti.cpu.slic.SlicRunner;
import smalti.cpu.work.Workers;
import smalti.device.Device;
import smalti.error.UnsupportedOpException;
import smalti.op.Op;
import smalti.op.ShapeRule;
import smalti.op.TensorType;
import smalti.superpixel.Grid;
import smalti.superpixel.Picture;
import smalti.superpixel.Slic;
import smalti.superpixel.Superpixels;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// The CPU as a device: vector kernels where the machine and its JVM can run them fast, scalar ones elsewhere.
public final class CpuDevice implements Device {
    private static final CpuDevice SHARED = new CpuDevice(Workers.shared());

    private final Workers workers;
    private final SlicRunner slic;

    /// A device of its own with a team of threads of its own.
    public CpuDevice(Workers workers) {
        this.workers = workers;
        this.slic = new SlicRunner(new ScalarSlicKernels(), workers);
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
        List<TensorType> outputs = ShapeRule.outputs(op, inputs);
        if (op instanceof Op.Superpixel(Superpixels method, Picture picture)) {
            int[] labels =
                    switch (method) {
                        case Slic parameters -> slic.labels(parameters, picture);
                        case Grid grid -> GridRunner.labels(grid, picture);
                    };
            return List.of(Tensor.of(outputs.getFirst().shape(), new Storage.Ints(labels), 0));
        }
        throw new UnsupportedOpException(
                ShapeRule.name(op), description(), "drivers land in the next commits");
    }
}
