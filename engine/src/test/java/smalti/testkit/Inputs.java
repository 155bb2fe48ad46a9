package smalti.testkit;

import java.util.List;
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
import smalti.op.StepOp;
import smalti.op.WindowOp;
import smalti.tensor.DType;
import smalti.tensor.Tensor;

/// The inputs that an operator takes, drawn for a scene. An operator that is not here does not compile.
final class Inputs {
    private Inputs() {}

    /// Inputs in the order of the operator's contract; the same each time.
    static List<Tensor> of(Op op, Scene scene, DType dtype) {
        return switch (op) {
            case SegmentOp segment -> new SegmentInputs(scene, dtype).of(segment);
            case MatrixOp matrix -> new MatrixInputs(scene, dtype).of(matrix);
            case ConvolutionOp convolution ->
                    new ConvolutionInputs(scene, dtype, convolution).draw();
            case PictureOp.Superpixel _ -> List.of();
            case PointOp _,
                    WindowOp _,
                    MoveOp _,
                    AxisOp _,
                    ResizeOp _,
                    NormOp _,
                    LossOp _,
                    StepOp _,
                    CustomOp _ ->
                    throw new IllegalArgumentException(op + " has cases that bring their inputs");
        };
    }
}
