package smalti.testkit.reference;

import java.util.List;
import smalti.op.Op;
import smalti.tensor.Tensor;

/// What every operator should give, computed in double by the plainest loops that do it. An operator that is not here
/// does not compile.
public final class Reference {
    private Reference() {}

    /// The outputs of an operator, with the tolerance of each value.
    ///
    /// @param inputs on the heap, and fit for the operator
    public static List<Expected> outputs(Op op, List<Tensor> inputs) {
        Tensor first = inputs.getFirst();
        return switch (op) {
            case Op.SegmentReduce reduce -> Reductions.reduce(reduce, inputs);
            case Op.SegmentReduceGradient gradient ->
                    List.of(Gradients.inFeatures(gradient, inputs));
            case Op.SegmentWeightGradient gradient ->
                    List.of(Gradients.inWeights(gradient, inputs));
            case Op.SegmentUnpool unpool -> List.of(Spreading.unpool(unpool, first));
            case Op.SegmentPick pick -> List.of(Spreading.pick(pick, first, inputs.get(1)));
            case Op.SegmentSoftmax softmax -> List.of(Spreading.softmax(softmax, first));
            case Op.SegmentSoftmaxGradient gradient ->
                    List.of(Spreading.softmaxGradient(gradient, first, inputs.get(1)));
            case Op.SegmentMode mode -> List.of(Reductions.mode(mode, first));
            case Op.CrossPool pool -> List.of(CrossResolution.pool(pool, first));
            case Op.CrossPoolGradient gradient ->
                    List.of(CrossResolution.gradient(gradient, first));
            case Op.MatMul product -> List.of(Products.matMul(product, first, inputs.get(1)));
            case Op.Superpixel _ ->
                    throw new IllegalArgumentException(
                            "superpixels are integers: kernels are compared with each other");
        };
    }
}
