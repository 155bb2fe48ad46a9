package smalti.cuda;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Function;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.driver.GpuFacts;
import smalti.cuda.driver.GuardedDriver;
import smalti.cuda.launch.Memory;
import smalti.cuda.launch.Queue;
import smalti.cuda.matrix.Gemm;
import smalti.cuda.matrix.KernelGemm;
import smalti.device.Device;
import smalti.device.Workspace;
import smalti.op.Op;
import smalti.op.ShapeRule;
import smalti.tensor.Tensor;

/// One GPU as a device. What is asked of it directly is copied there and back; who has more to compute opens a
/// [#workspace()], where tensors stay.
final class CudaDevice implements Device {
    private static final double GIBI = 1 << 30;

    private final String name;
    private final GpuDriver driver;
    private final Memory memory;
    private final CudaOperators operators;
    private final ArrayDeque<Queue> idle = new ArrayDeque<>();

    /// A device that multiplies matrices by kernels of our own.
    ///
    /// @param name that it is asked for by
    CudaDevice(String name, GpuDriver driver) {
        this(name, driver, KernelGemm::new);
    }

    /// @param name that it is asked for by
    /// @param gemm makes what multiplies matrices on the GPU
    CudaDevice(String name, GpuDriver driver, Function<GuardedDriver, Gemm> gemm) {
        this.name = name;
        var guard = new GuardedDriver(driver);
        this.driver = guard;
        this.memory = new Memory(guard);
        this.operators = new CudaOperators(guard, gemm.apply(guard));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        GpuFacts facts = driver.facts();
        return "%s, %.0f GiB, compute capability %d.%d, %s"
                .formatted(
                        facts.name(),
                        facts.memory() / GIBI,
                        facts.capability() / 10,
                        facts.capability() % 10,
                        facts.driver());
    }

    @Override
    public List<Tensor> run(Op op, List<Tensor> inputs) {
        ShapeRule.outputs(op, inputs);
        try (Workspace workspace = workspace()) {
            return workspace.run(op, inputs).stream().map(workspace::fetch).toList();
        }
    }

    @Override
    public void runInto(Op op, List<Tensor> inputs, List<Tensor> outputs) {
        CudaWorkspace.expect(op, ShapeRule.outputs(op, inputs), outputs);
        try (Workspace workspace = workspace()) {
            workspace.runInto(op, inputs, outputs);
        }
    }

    @Override
    public Workspace workspace() {
        return new CudaWorkspace(this, operators, takeQueue());
    }

    private Queue takeQueue() {
        synchronized (idle) {
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        }
        return new Queue(driver, memory);
    }

    /// Takes back a queue whose work is done or fails by itself.
    void giveBack(Queue queue) {
        synchronized (idle) {
            idle.push(queue);
        }
    }

    /// Bytes of the GPU's memory that tensors have now.
    long memoryUsed() {
        return memory.used();
    }
}
