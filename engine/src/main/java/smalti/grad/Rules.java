package smalti.grad;

import java.util.function.IntPredicate;
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
import smalti.op.StepOp;
import smalti.op.WindowOp;

/// The rule of every operator. One without a rule does not compile.
final class Rules {
    private Rules() {}

    /// @param wanted the inputs whose gradients are wanted: what others alone need is not kept
    static Rule of(Op op, IntPredicate wanted) {
        return switch (op) {
            case SegmentOp segment -> SegmentRules.of(segment);
            case MatrixOp matrix -> MatrixRules.of(matrix);
            case ConvolutionOp convolution -> ConvolutionRules.of(convolution);
            case PointOp point -> PointRules.of(point);
            case WindowOp window -> WindowRules.of(window);
            case MoveOp move -> MoveRules.of(move);
            case AxisOp axis -> AxisRules.of(axis);
            case ResizeOp resize -> ResizeRules.of(resize);
            case NormOp norm -> NormRules.of(norm);
            case LossOp loss -> LossRules.of(loss, wanted);
            case CustomOp custom -> CustomRules.of(custom);
            case PictureOp.Superpixel _ -> Rule.NONE;
            case StepOp step -> noStep(step);
        };
    }

    private static Rule noStep(StepOp op) {
        return Rule.keeping()
                .by(_ -> {
                    throw new UnsupportedOpException(
                            "the derivative of " + op.name(),
                            "the tape",
                            "take steps when gradients are known");
                });
    }

    /// The rule of a gradient that is not differentiated again: asked to, it says what to do instead.
    static Rule noSecond(Op op) {
        return Rule.keeping()
                .by(_ -> {
                    throw new UnsupportedOpException(
                            "the derivative of " + op.name(),
                            "the tape",
                            "apply the operator itself, and ask for derivatives that are"
                                    + " recorded");
                });
    }
}
