package smalti.conformance.fault;

import java.util.List;
import java.util.function.Predicate;
import smalti.op.Op;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;
import smalti.testkit.reference.ReferenceDevice;

/// How a faulty device computes.
@FunctionalInterface
interface Computation {
    ReferenceDevice HEALTHY = new ReferenceDevice();

    List<Tensor> run(Op op, List<Tensor> inputs);

    /// What labels make.
    default SegmentMap segments(Tensor labels, Labelling labelling) {
        return SegmentMap.of(labels, labelling);
    }

    /// What a healthy device computes.
    static List<Tensor> healthy(Op op, List<Tensor> inputs) {
        return HEALTHY.run(op, inputs);
    }

    /// Healthy but for the operators that `affected` names.
    static Computation only(Predicate<Op> affected, Computation faulty) {
        return (op, inputs) -> affected.test(op) ? faulty.run(op, inputs) : healthy(op, inputs);
    }

    /// Healthy, and then spoilt in the first output of the operators that `affected` names.
    static Computation spoilt(Predicate<Op> affected, Spoiler spoiler) {
        return only(
                affected,
                (op, inputs) -> {
                    List<Tensor> outputs = healthy(op, inputs);
                    spoiler.spoil(op, inputs, outputs.getFirst());
                    return outputs;
                });
    }

    /// Changes a healthy output in place.
    @FunctionalInterface
    interface Spoiler {
        void spoil(Op op, List<Tensor> inputs, Tensor output);
    }
}
