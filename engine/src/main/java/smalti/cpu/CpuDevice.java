package smalti.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import smalti.cpu.axis.AxisDriver;
import smalti.cpu.convolution.ConvolutionDriver;
import smalti.cpu.matrix.MatrixDriver;
import smalti.cpu.matrix.MatrixMultiplier;
import smalti.cpu.move.MoveDriver;
import smalti.cpu.norm.LossDriver;
import smalti.cpu.norm.NormDriver;
import smalti.cpu.point.PointDriver;
import smalti.cpu.pool.SegmentDriver;
import smalti.cpu.probe.SpeedProbe;
import smalti.cpu.slic.GridRunner;
import smalti.cpu.slic.SlicRunner;
import smalti.cpu.step.StepDriver;
import smalti.cpu.window.ResizeDriver;
import smalti.cpu.window.WindowDriver;
import smalti.cpu.work.BufferPool;
import smalti.cpu.work.Workers;
import smalti.device.Device;
import smalti.device.Prepared;
import smalti.device.Speed;
import smalti.error.ShapeException;
import smalti.op.AxisOp;
import smalti.op.ConvolutionOp;
import smalti.op.CustomOp;
import smalti.op.LossOp;
import smalti.op.MatrixOp;
import smalti.op.MoveOp;
import smalti.op.NormOp;
import smalti.op.Op;
import smalti.op.PictureOp;
import smalti.op.PointOp;
import smalti.op.ResizeOp;
import smalti.op.SegmentOp;
import smalti.op.ShapeRule;
import smalti.op.StepOp;
import smalti.op.TensorType;
import smalti.op.WindowOp;
import smalti.superpixel.Grid;
import smalti.superpixel.Slic;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// The CPU as a device: vector kernels where the machine and its JVM can run them fast, scalar ones elsewhere.
public final class CpuDevice implements Device {
    private static final CpuDevice SHARED = new CpuDevice(Workers.shared());

    private final Workers workers;
    private final Kernels kernels;
    private final SegmentDriver segments;
    private final SlicRunner slic;
    private final MatrixDriver matrices;
    private final ConvolutionDriver convolutions;
    private final PointDriver points;
    private final WindowDriver windows;
    private final MoveDriver moves;
    private final AxisDriver axes;
    private final ResizeDriver resizes;
    private final NormDriver norms;
    private final LossDriver losses;
    private final StepDriver steps;

    /// A device of its own with a team of threads of its own.
    public CpuDevice(Workers workers) {
        this(workers, Kernels.chosen());
    }

    /// A device with kernels of choice.
    public CpuDevice(Workers workers, Kernels kernels) {
        this.workers = workers;
        this.kernels = kernels;
        this.segments =
                new SegmentDriver(workers, kernels.reduce(), kernels.slopes(), kernels.paint());
        this.slic = SlicRunner.warmingUp(kernels.firstSlic(), kernels.slic(), workers);
        var multiplier = new MatrixMultiplier(kernels.firstGemm(), kernels.gemm(), workers);
        this.matrices = new MatrixDriver(multiplier, workers);
        this.convolutions =
                new ConvolutionDriver(
                        multiplier, kernels.firstConvolution(), kernels.convolution(), workers);
        var buffers = new BufferPool();
        this.points = new PointDriver(workers, kernels.points(), buffers);
        this.windows = new WindowDriver(workers, kernels.windows(), buffers);
        this.moves = new MoveDriver(workers);
        this.axes = new AxisDriver(workers, kernels.points(), buffers);
        this.norms = new NormDriver(workers, kernels.norms(), kernels.points());
        this.losses = new LossDriver(workers, kernels.norms(), kernels.points());
        this.steps = new StepDriver(workers);
        this.resizes = new ResizeDriver(workers, kernels.windows(), buffers);
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
        return "CPU, %d threads, %s kernels (%s)"
                .formatted(workers.threads(), kernels.name(), kernels.reason());
    }

    @Override
    public List<Tensor> run(Op op, List<Tensor> inputs) {
        List<TensorType> types = ShapeRule.outputs(op, inputs);
        if (op instanceof PictureOp.Superpixel superpixel) {
            // The method makes an array of its own, which need not be copied.
            Storage labels = new Storage.Ints(labels(superpixel));
            return List.of(Tensor.of(types.getFirst().shape(), labels, 0));
        }
        List<Tensor> outputs = new ArrayList<>();
        for (TensorType type : types) {
            outputs.add(Tensor.zeros(type.dtype(), type.shape()));
        }
        compute(op, inputs, outputs);
        return outputs;
    }

    @Override
    public void runInto(Op op, List<Tensor> inputs, List<Tensor> outputs) {
        check(op, "outputs ", ShapeRule.outputs(op, inputs), outputs);
        compute(op, inputs, outputs);
    }

    private static void check(Op op, String what, List<TensorType> expected, List<Tensor> given) {
        boolean right = given.size() == expected.size();
        for (int i = 0; i < given.size() && right; i++) {
            right = TensorType.of(given.get(i)).equals(expected.get(i));
        }
        if (!right) {
            List<TensorType> types = given.stream().map(TensorType::of).toList();
            throw new ShapeException(op.name(), what + expected, types);
        }
    }

    /// Filters of convolutions are packed once.
    @Override
    public Prepared prepare(Op op, List<TensorType> inputs, Map<Integer, Tensor> known) {
        List<TensorType> outputs = ShapeRule.outputTypes(op, inputs);
        return prepared(op, inputs, known, outputs.getFirst(), 0)
                .orElseGet(() -> Device.super.prepare(op, inputs, known));
    }

    /// Convolutions can, as long as all is [DType#F32].
    @Override
    public Optional<Prepared> prepareWithin(
            Op op,
            List<TensorType> inputs,
            Map<Integer, Tensor> known,
            TensorType whole,
            int first) {
        TensorType part = ShapeRule.outputTypes(op, inputs).getFirst();
        int last = part.shape().rank() - 1;
        int[] sizes = whole.shape().sizes();
        boolean fits = sizes.length == last + 1 && first >= 0 && last >= 0;
        if (fits) {
            fits = first + (long) part.shape().size(last) <= sizes[last];
            sizes[last] = part.shape().size(last);
        }
        if (!fits || !part.equals(new TensorType(whole.dtype(), Shape.of(sizes)))) {
            throw new ShapeException(op.name(), "room for " + part + " at " + first, whole);
        }
        return prepared(op, inputs, known, whole, first);
    }

    private Optional<Prepared> prepared(
            Op op,
            List<TensorType> inputs,
            Map<Integer, Tensor> known,
            TensorType output,
            int first) {
        boolean plain = inputs.stream().allMatch(each -> each.dtype() == DType.F32);
        Tensor filter = known.get(1);
        if (!plain || !(op instanceof ConvolutionOp.Conv2d convolution) || filter == null) {
            return Optional.empty();
        }
        List<Tensor> others = Stream.of(2, 3).map(known::get).filter(Objects::nonNull).toList();
        boolean complete = others.size() == inputs.size() - 2;
        var prepared =
                convolutions.prepare(
                        convolution,
                        filter,
                        complete ? Optional.of(others) : Optional.empty(),
                        first);
        return Optional.of((given, outputs) -> {
            check(op, "inputs ", inputs, given);
            check(op, "outputs ", List.of(output), outputs);
            convolutions.run(prepared, given, outputs.getFirst());
        });
    }

    /// As many parts at a time as there are threads, and what is left over one by one, each with all threads.
    @Override
    public void runParts(int parts, IntConsumer part) {
        int together = parts - parts % workers.threads();
        workers.run(together, part);
        for (int i = together; i < parts; i++) {
            part.accept(i);
        }
    }

    @Override
    public boolean cachesParts() {
        return true;
    }

    private void compute(Op op, List<Tensor> inputs, List<Tensor> outputs) {
        if (!MoveDriver.takesAnyType(op) && HalfPrecision.isAmong(inputs)) {
            HalfPrecision.compute(op, inputs, outputs, this::compute);
            return;
        }
        switch (op) {
            case SegmentOp segment -> segments.run(segment, inputs, outputs);
            case MatrixOp matrix -> matrices.run(matrix, inputs, outputs.getFirst());
            case ConvolutionOp convolution ->
                    convolutions.run(convolution, inputs, outputs.getFirst());
            case PointOp point -> points.run(point, inputs, outputs);
            case WindowOp window -> windows.run(window, inputs, outputs);
            case NormOp norm -> norms.run(norm, inputs, outputs);
            case LossOp loss -> losses.run(loss, inputs, outputs);
            case StepOp step -> steps.run(step, inputs, outputs);
            case CustomOp custom -> custom.compute(inputs, outputs);
            case AxisOp axis -> axes.run(axis, inputs, outputs.getFirst());
            case ResizeOp resize -> resizes.run(resize, inputs.getFirst(), outputs.getFirst());
            case MoveOp move -> moves.run(move, inputs, outputs);
            case PictureOp.Superpixel superpixel -> {
                int[] labels = labels(superpixel);
                Tensor output = outputs.getFirst();
                System.arraycopy(labels, 0, output.ints(), output.offset(), labels.length);
            }
        }
    }

    @Override
    public Optional<Speed> measure() {
        return Optional.of(new SpeedProbe(workers, kernels.probe()).measure(this));
    }

    private int[] labels(PictureOp.Superpixel op) {
        return switch (op.method()) {
            case Slic parameters -> slic.labels(parameters, op.picture());
            case Grid grid -> GridRunner.labels(grid, op.picture());
        };
    }
}
