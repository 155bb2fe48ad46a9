package smalti.testkit.reference;

import java.util.List;
import smalti.op.SegmentOp;
import smalti.tensor.Tensor;

/// Operators over segments.
final class Segments {
    private Segments() {}

    static List<Expected> outputs(SegmentOp op, List<Tensor> inputs) {
        Tensor first = inputs.getFirst();
        return switch (op) {
            case SegmentOp.Reduce reduce -> Reductions.reduce(reduce, inputs);
            case SegmentOp.ReduceGradient gradient ->
                    List.of(Gradients.inFeatures(gradient, inputs));
            case SegmentOp.WeightGradient gradient ->
                    List.of(Gradients.inWeights(gradient, inputs));
            case SegmentOp.Unpool unpool -> List.of(Spreading.unpool(unpool, first));
            case SegmentOp.Pick pick -> List.of(Spreading.pick(pick, first, inputs.get(1)));
            case SegmentOp.Softmax softmax -> List.of(Spreading.softmax(softmax, first));
            case SegmentOp.SoftmaxGradient gradient ->
                    List.of(Spreading.softmaxGradient(gradient, first, inputs.get(1)));
            case SegmentOp.Mode mode -> List.of(Reductions.mode(mode, first));
            case SegmentOp.CrossPool pool -> List.of(CrossResolution.pool(pool, first));
            case SegmentOp.CrossPoolGradient gradient ->
                    List.of(CrossResolution.gradient(gradient, first));
        };
    }
}
