package smalti.op;

import java.util.List;
import smalti.error.ShapeException;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// The shapes and types of an operator's outputs, and the check that its inputs fit. Every device asks it first, so bad
/// inputs are the same error everywhere and cost no memory.
public final class ShapeRule {
    private ShapeRule() {}

    /// What `op` makes of `inputs`.
    ///
    /// @throws ShapeException if they do not fit, or an output would be larger than an array can be
    public static List<TensorType> outputs(Op op, List<Tensor> inputs) {
        return outputTypes(op, inputs.stream().map(TensorType::of).toList());
    }

    /// What `op` would make of inputs of these types: a network's shapes before there is any data.
    ///
    /// @throws ShapeException if they do not fit, or an output would be larger than an array can be
    public static List<TensorType> outputTypes(Op op, List<TensorType> inputs) {
        List<TensorType> outputs =
                switch (op) {
                    case SegmentOp segment -> SegmentRule.outputs(segment, inputs);
                    case PictureOp picture -> PictureRule.outputs(picture, inputs);
                    case MatrixOp matrix -> MatrixRule.outputs(matrix, inputs);
                    case ConvolutionOp convolution -> ConvolutionRule.outputs(convolution, inputs);
                    case PointOp point -> PointRule.outputs(point, inputs);
                    case WindowOp window -> WindowRule.outputs(window, inputs);
                    case NormOp norm -> NormRule.outputs(norm, inputs);
                    case LossOp loss -> LossRule.outputs(loss, inputs);
                    case StepOp step -> StepRule.outputs(step, inputs);
                    case CustomOp custom -> custom.outputs(inputs);
                    case AxisOp axis -> AxisRule.outputs(axis, inputs);
                    case ResizeOp resize -> ResizeRule.outputs(resize, inputs);
                    case MoveOp move -> MoveRule.outputs(move, inputs);
                };
        for (TensorType output : outputs) {
            // An operator's name is put together anew each time, which costs more than all the
            // rest.
            if (output.shape().elements() > Shape.MAX_ELEMENTS) {
                output.shape().arrayLength(op.name());
            }
        }
        return outputs;
    }
}
