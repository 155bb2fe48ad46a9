package smalti.testkit;

import java.util.ArrayList;
import java.util.List;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.CrossWeights;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.reference.Expected;
import smalti.testkit.reference.Reference;

/// The inputs that operators over segments take, drawn for a scene.
final class SegmentInputs {
    private final Scene scene;
    private final DType dtype;

    SegmentInputs(Scene scene, DType dtype) {
        this.scene = scene;
        this.dtype = dtype;
    }

    /// Inputs in the order of the operator's contract. What stems from another operator, as the output that a gradient
    /// takes does, is the reference's, rounded.
    List<Tensor> of(SegmentOp op) {
        return switch (op) {
            case SegmentOp.Reduce reduce ->
                    reduce.weighted()
                            ? List.of(scene.features(dtype), scene.weights())
                            : List.of(scene.features(dtype));
            case SegmentOp.ReduceGradient gradient -> reduceGradient(gradient);
            case SegmentOp.WeightGradient gradient -> weightGradient(gradient);
            case SegmentOp.Unpool unpool -> List.of(scene.table(dtype, unpool.segments()));
            case SegmentOp.Pick pick ->
                    List.of(
                            scene.features(dtype),
                            forward(
                                            new SegmentOp.Reduce(
                                                    pick.segments(),
                                                    List.of(Reduction.MAX),
                                                    pick.layout(),
                                                    false,
                                                    0))
                                    .getLast());
            case SegmentOp.Softmax _ -> List.of(scene.features(dtype));
            case SegmentOp.SoftmaxGradient gradient ->
                    List.of(
                            scene.upstreamMap(dtype),
                            forward(new SegmentOp.Softmax(gradient.segments(), gradient.layout()))
                                    .getFirst());
            case SegmentOp.Mode _ -> List.of(scene.classes());
            case SegmentOp.CrossPool pool -> List.of(cells(pool.weights()));
            case SegmentOp.CrossPoolGradient gradient ->
                    List.of(
                            scene.table(
                                    dtype,
                                    Shape.of(
                                            scene.batch(),
                                            gradient.weights().segments(),
                                            scene.channels())));
        };
    }

    private List<Tensor> reduceGradient(SegmentOp.ReduceGradient op) {
        List<Tensor> inputs = new ArrayList<>(List.of(scene.table(dtype, op.segments())));
        if (op.weighted()) {
            inputs.add(scene.weights());
        } else if (!op.reduction().takesWeights()) {
            Tensor reduced =
                    forward(
                                    new SegmentOp.Reduce(
                                            op.segments(),
                                            List.of(op.reduction()),
                                            op.layout(),
                                            false,
                                            0))
                            .getLast();
            if (!op.reduction().selects()) {
                inputs.add(scene.features(dtype));
            }
            inputs.add(reduced);
        }
        return inputs;
    }

    private List<Tensor> weightGradient(SegmentOp.WeightGradient op) {
        List<Tensor> inputs =
                new ArrayList<>(
                        List.of(
                                scene.table(dtype, op.segments()),
                                scene.features(dtype),
                                scene.weights()));
        if (op.reduction() == Reduction.MEAN) {
            inputs.add(
                    forward(
                                    new SegmentOp.Reduce(
                                            op.segments(),
                                            List.of(Reduction.MEAN),
                                            op.layout(),
                                            true,
                                            0))
                            .getFirst());
        }
        return inputs;
    }

    private Tensor cells(CrossWeights weights) {
        Shape shape =
                scene.layout()
                        .shape(
                                weights.batch(),
                                weights.rows(),
                                weights.columns(),
                                scene.channels());
        return Tensors.random(scene.values(), dtype, shape, scene.offset(), scene.seed() + 6);
    }

    private List<Tensor> forward(SegmentOp op) {
        return Reference.outputs(op, of(op)).stream().map(Expected::rounded).toList();
    }
}
