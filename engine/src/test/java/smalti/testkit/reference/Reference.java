package smalti.testkit.reference;

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
import smalti.tensor.Tensor;

/// What every operator should give, computed in double by the plainest loops that do it. An operator that is not here
/// does not compile.
public final class Reference {
    private Reference() {}

    /// The outputs of an operator, with the tolerance of each value.
    ///
    /// @param inputs on the heap, and fit for the operator
    public static List<Expected> outputs(Op op, List<Tensor> inputs) {
        return switch (op) {
            case SegmentOp segment -> Segments.outputs(segment, inputs);
            case MatrixOp matrix -> Products.outputs(matrix, inputs);
            case ConvolutionOp convolution -> Convolutions.outputs(convolution, inputs);
            case PointOp point -> Points.outputs(point, inputs);
            case WindowOp window -> Windows.outputs(window, inputs);
            case MoveOp move -> Moves.outputs(move, inputs);
            case AxisOp axis -> Axes.outputs(axis, inputs);
            case ResizeOp resize -> Resizes.outputs(resize, inputs);
            case NormOp norm -> Norms.outputs(norm, inputs);
            case LossOp loss -> Losses.outputs(loss, inputs);
            case StepOp step -> Steps.outputs(step, inputs);
            case CustomOp custom -> Customs.outputs(custom, inputs);
            case PictureOp.Superpixel _ ->
                    throw new IllegalArgumentException(
                            "superpixels are integers: kernels are compared with each other");
        };
    }
}
