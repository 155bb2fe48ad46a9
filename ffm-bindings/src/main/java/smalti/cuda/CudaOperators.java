package smalti.cuda;

import java.util.ArrayList;
import java.util.List;
import smalti.cuda.axis.AxisOperators;
import smalti.cuda.convolution.ConvolutionOperators;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;
import smalti.cuda.matrix.Gemm;
import smalti.cuda.matrix.MatrixOperators;
import smalti.cuda.move.MoveOperators;
import smalti.cuda.norm.LossOperators;
import smalti.cuda.norm.NormOperators;
import smalti.cuda.point.Conversion;
import smalti.cuda.point.PointOperators;
import smalti.cuda.pool.SegmentOperators;
import smalti.cuda.slic.PictureOperators;
import smalti.cuda.step.StepOperators;
import smalti.cuda.window.WindowOperators;
import smalti.error.UnsupportedOpException;
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
import smalti.segment.PlacedLabels;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;

/// Every operator on one GPU: hands them to their families, and half-precision tensors of families that compute in single
/// precision to copies of that.
final class CudaOperators {
    private final Conversion conversion;
    private final StepOperators steps;
    private final PictureOperators pictures;
    private final LossOperators losses;
    private final NormOperators norms;
    private final AxisOperators axes;
    private final MoveOperators moves;
    private final PointOperators points;
    private final SegmentOperators segments;
    private final MatrixOperators matrices;
    private final ConvolutionOperators convolutions;
    private final WindowOperators windows;

    /// @param gemm what multiplies matrices
    CudaOperators(GpuDriver driver, Gemm gemm) {
        this.conversion = new Conversion(driver);
        this.steps = new StepOperators(driver);
        this.pictures = new PictureOperators(driver);
        this.losses = new LossOperators(driver);
        this.norms = new NormOperators(driver);
        this.axes = new AxisOperators(driver);
        this.moves = new MoveOperators(driver);
        this.points = new PointOperators(driver);
        this.segments = new SegmentOperators(driver);
        this.matrices = new MatrixOperators(driver, gemm);
        this.convolutions = new ConvolutionOperators(driver, gemm);
        this.windows = new WindowOperators(driver);
    }

    /// Starts an operator. Inputs and outputs have been checked; outputs are overwritten whole.
    ///
    /// @throws UnsupportedOpException if the operator is not offered for the inputs' types
    void run(Op op, List<DeviceTensor> inputs, List<DeviceTensor> outputs, Queue queue) {
        if (!takesHalves(op) && inputs.stream().anyMatch(CudaOperators::isHalf)) {
            runWide(op, inputs, outputs, queue);
            return;
        }
        switch (op) {
            case StepOp step -> steps.run(step, inputs, outputs, queue);
            case CustomOp own ->
                    throw new IllegalArgumentException(own.name() + " computes on the heap");
            case PictureOp picture -> pictures.run(picture, outputs, queue);
            case LossOp loss -> losses.run(loss, inputs, outputs, queue);
            case NormOp norm -> norms.run(norm, inputs, outputs, queue);
            case AxisOp axis -> axes.run(axis, inputs, outputs.getFirst(), queue);
            case MoveOp move -> moves.run(move, inputs, outputs, queue);
            case PointOp point -> points.run(point, inputs, outputs, queue);
            case MatrixOp matrix -> matrices.run(matrix, inputs, outputs, queue);
            case ConvolutionOp convolution -> convolutions.run(convolution, inputs, outputs, queue);
            case SegmentOp segment -> segments.run(segment, inputs, outputs, queue);
            case WindowOp window -> windows.run(window, inputs, outputs, queue);
            case ResizeOp resize ->
                    windows.run(resize, inputs.getFirst(), outputs.getFirst(), queue);
        }
    }

    /// Checks labels that lie on the GPU, and makes their map, see [SegmentOperators#map].
    SegmentMap segments(PlacedLabels labels, Queue queue) {
        return segments.map(labels, queue);
    }

    private static boolean takesHalves(Op op) {
        return MoveOperators.takesAnyType(op)
                || AxisOperators.takesAnyType(op)
                || op instanceof SegmentOp;
    }

    private static boolean isHalf(DeviceTensor tensor) {
        return tensor.dtype() == DType.F16 || tensor.dtype() == DType.BF16;
    }

    private void runWide(
            Op op, List<DeviceTensor> inputs, List<DeviceTensor> outputs, Queue queue) {
        List<Scratch> copies = new ArrayList<>();
        try {
            List<DeviceTensor> wide = new ArrayList<>();
            for (DeviceTensor input : inputs) {
                wide.add(isHalf(input) ? copy(input, queue, copies) : input);
            }
            List<DeviceTensor> results = new ArrayList<>();
            for (TensorType type :
                    ShapeRule.outputTypes(op, wide.stream().map(DeviceTensor::type).toList())) {
                results.add(make(type, queue, copies));
            }
            run(op, wide, results, queue);
            for (int i = 0; i < results.size(); i++) {
                DeviceTensor result = results.get(i);
                DeviceTensor output = outputs.get(i);
                if (isHalf(output)) {
                    conversion.run(result, output, queue);
                } else {
                    queue.copy(output.address(), result.address(), result.bytes());
                }
            }
        } finally {
            copies.forEach(Scratch::close);
        }
    }

    private DeviceTensor copy(DeviceTensor half, Queue queue, List<Scratch> copies) {
        DeviceTensor wide = make(new TensorType(DType.F32, half.shape()), queue, copies);
        conversion.run(half, wide, queue);
        return wide;
    }

    private static DeviceTensor make(TensorType type, Queue queue, List<Scratch> copies) {
        Scratch memory = queue.allocate(type.shape().elements() * type.dtype().bytes());
        copies.add(memory);
        return new DeviceTensor(memory.address(), type.dtype(), type.shape());
    }
}
