package smalti.testkit;

import java.util.ArrayList;
import java.util.List;
import smalti.op.Op;
import smalti.op.Reduction;
import smalti.segment.CrossWeights;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.reference.Expected;
import smalti.testkit.reference.Reference;

/// The inputs that an operator takes, drawn for a scene. An operator that is not here does not compile.
final class Inputs {
    private final Scene scene;
    private final DType dtype;

    Inputs(Scene scene, DType dtype) {
        this.scene = scene;
        this.dtype = dtype;
    }

    /// Inputs in the order of the operator's contract. What stems from another operator, as the output that a gradient
    /// takes does, is the reference's, rounded.
    List<Tensor> of(Op op) {
        return switch (op) {
            case Op.SegmentReduce reduce ->
                    reduce.weighted()
                            ? List.of(scene.features(dtype), scene.weights())
                            : List.of(scene.features(dtype));
            case Op.SegmentReduceGradient gradient -> reduceGradient(gradient);
            case Op.SegmentWeightGradient gradient -> weightGradient(gradient);
            case Op.SegmentUnpool unpool -> List.of(scene.table(dtype, unpool.segments()));
            case Op.SegmentPick pick ->
                    List.of(
                            scene.features(dtype),
                            forward(
                                            new Op.SegmentReduce(
                                                    pick.segments(),
                                                    List.of(Reduction.MAX),
                                                    pick.layout(),
                                                    false,
                                                    0))
                                    .getLast());
            case Op.SegmentSoftmax _ -> List.of(scene.features(dtype));
            case Op.SegmentSoftmaxGradient gradient ->
                    List.of(
                            scene.upstreamMap(dtype),
                            forward(new Op.SegmentSoftmax(gradient.segments(), gradient.layout()))
                                    .getFirst());
            case Op.SegmentMode _ -> List.of(scene.classes());
            case Op.CrossPool pool -> List.of(cells(pool.weights()));
            case Op.CrossPoolGradient gradient ->
                    List.of(
                            scene.table(
                                    dtype,
                                    Shape.of(
                                            scene.batch(),
                                            gradient.weights().segments(),
                                            scene.channels())));
            case Op.MatMul product -> factors(product);
            case Op.Superpixel _ -> List.of();
        };
    }

    private List<Tensor> reduceGradient(Op.SegmentReduceGradient op) {
        List<Tensor> inputs = new ArrayList<>(List.of(scene.table(dtype, op.segments())));
        if (op.weighted()) {
            inputs.add(scene.weights());
        } else if (!op.reduction().takesWeights()) {
            Tensor reduced =
                    forward(
                                    new Op.SegmentReduce(
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

    private List<Tensor> weightGradient(Op.SegmentWeightGradient op) {
        List<Tensor> inputs =
                new ArrayList<>(
                        List.of(
                                scene.table(dtype, op.segments()),
                                scene.features(dtype),
                                scene.weights()));
        if (op.reduction() == Reduction.MEAN) {
            inputs.add(
                    forward(
                                    new Op.SegmentReduce(
                                            op.segments(),
                                            List.of(Reduction.MEAN),
                                            op.layout(),
                                            true,
                                            0))
                            .getFirst());
        }
        return inputs;
    }

    /// A batch of products `[H,W]` by `[W,C]`.
    private List<Tensor> factors(Op.MatMul op) {
        return List.of(
                factor(scene.height(), scene.width(), op.transposed().ofLeft(), 7),
                factor(scene.width(), scene.channels(), op.transposed().ofRight(), 8));
    }

    private Tensor factor(int rows, int columns, boolean transposed, int which) {
        Shape shape =
                transposed
                        ? Shape.of(scene.batch(), columns, rows)
                        : Shape.of(scene.batch(), rows, columns);
        return Tensors.random(scene.values(), dtype, shape, scene.offset(), scene.seed() + which);
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

    private List<Tensor> forward(Op op) {
        return Reference.outputs(op, of(op)).stream().map(Expected::rounded).toList();
    }
}
