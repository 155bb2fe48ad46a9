package smalti.plan;

import java.util.List;
import java.util.Optional;
import smalti.device.Device;
import smalti.error.ShapeException;
import smalti.nn.Layer;
import smalti.nn.Pass;
import smalti.op.ConvolutionOp;
import smalti.op.MatrixOp;
import smalti.op.MoveOp;
import smalti.op.NormOp;
import smalti.op.Op;
import smalti.op.PointOp;
import smalti.op.ResizeOp;
import smalti.op.WindowOp;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Finds out whether a network treats the members of a batch each by itself: then they can be computed one after the
/// other, while what lies between two operators is still in the cache, or at the same time.
final class Separation {
    private final Trace whole;
    private final Trace one;
    private final int batch;

    private Separation(Trace whole, Trace one) {
        this.whole = whole;
        this.one = one;
        this.batch = whole.input().shape().size(0);
    }

    /// The network for a batch of one.
    ///
    /// @param whole the network as traced for the whole batch
    /// @return empty if the batch is no larger, or members are not treated apart
    static Optional<Trace> of(Layer network, Trace whole, Device device) {
        Shape shape = whole.input().shape();
        if (shape.rank() == 0 || shape.size(0) < 2) {
            return Optional.empty();
        }
        try {
            Trace one = Trace.of(network, withFirst(shape, 1), device, Pass::inference);
            return new Separation(whole, one).isRight() ? Optional.of(one) : Optional.empty();
        } catch (ShapeException _) {
            // The network is made for one size of batch.
            return Optional.empty();
        }
    }

    private boolean isRight() {
        List<Step> steps = whole.steps();
        if (steps.size() != one.steps().size()
                || !whole.views().keySet().equals(one.views().keySet())
                || !isMember(whole.outputs().getFirst(), one.outputs().getFirst())
                || steps.stream().noneMatch(this::makesOutput)) {
            return false;
        }
        for (int i = 0; i < steps.size(); i++) {
            if (!corresponds(steps.get(i), one.steps().get(i))) {
                return false;
            }
        }
        return whole.views().values().stream().allMatch(slot -> !isConstant(slot))
                && whole.views().keySet().stream().allMatch(this::keepsMembers);
    }

    private boolean makesOutput(Step step) {
        return step.outputs().contains(whole.root(whole.outputs().getFirst()));
    }

    private boolean keepsMembers(Integer view) {
        Slot viewed = whole.views().get(view);
        Slot alone = one.views().get(view);
        return viewed != null && alone != null && isMember(viewed, alone);
    }

    private boolean corresponds(Step step, Step alone) {
        if (!step.op().equals(alone.op()) || !treatsMembersApart(step)) {
            return false;
        }
        for (int i = 0; i < step.inputs().size(); i++) {
            Slot input = step.inputs().get(i);
            if (isConstant(input)
                    ? !isSame(input, alone.inputs().get(i))
                    : !isMember(input, alone.inputs().get(i))) {
                return false;
            }
        }
        for (int i = 0; i < step.outputs().size(); i++) {
            if (!isMember(step.outputs().get(i), alone.outputs().get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean treatsMembersApart(Step step) {
        int rank = step.inputs().getFirst().shape().rank();
        return switch (step.op()) {
            case ConvolutionOp _, WindowOp _, ResizeOp _ -> !isConstant(step.inputs().getFirst());
            case PointOp.Dropout _ -> false;
            case PointOp _ -> step.inputs().stream().allMatch(slot -> fits(slot, step));
            case NormOp.Normalize _, NormOp.L2Normalize _, NormOp.Softmax _, NormOp.LogSoftmax _ ->
                    rank > 1;
            case MatrixOp.MatMul _ ->
                    !isConstant(step.inputs().getFirst()) && isConstant(step.inputs().get(1));
            case MoveOp.Concat concat -> Math.floorMod(concat.axis(), rank) > 0;
            case MoveOp.Slice slice -> Math.floorMod(slice.axis(), rank) > 0;
            case MoveOp.Split split -> Math.floorMod(split.axis(), rank) > 0;
            case Op _ -> false;
        };
    }

    /// Whether the first dimension of an input is that of the output, if it is not broadcast.
    private boolean fits(Slot input, Step step) {
        return isConstant(input)
                || input.shape().rank() == step.outputs().getFirst().shape().rank();
    }

    private boolean isConstant(Slot slot) {
        return whole.constants().containsKey(slot.id());
    }

    /// Whether a slot for the batch has one member more for each of the batch than the slot for one.
    private boolean isMember(Slot slot, Slot alone) {
        return slot.id() == alone.id()
                && slot.shape().rank() > 0
                && slot.shape().size(0) == batch
                && alone.shape().equals(withFirst(slot.shape(), 1));
    }

    /// Whether a constant is the same for the batch and for one, or repeated for each of the batch.
    private boolean isSame(Slot slot, Slot alone) {
        Tensor many = whole.constants().get(slot.id());
        Tensor single = one.constants().get(alone.id());
        if (many == null || single == null || many.dtype() != single.dtype()) {
            return false;
        }
        if (many == single) {
            return true;
        }
        boolean repeated = isMember(slot, alone);
        if (!repeated && !many.shape().equals(single.shape())) {
            return false;
        }
        for (int i = 0; i < many.elements(); i++) {
            if (Double.compare(many.get(i), single.get(i % (int) single.elements())) != 0) {
                return false;
            }
        }
        return true;
    }

    private static Shape withFirst(Shape shape, int size) {
        int[] sizes = shape.sizes();
        sizes[0] = size;
        return Shape.of(sizes);
    }
}
