package smalti.grad;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import smalti.op.MoveOp;
import smalti.tensor.Shape;

/// The rules of [MoveOp]: gradients are moved back.
final class MoveRules {
    private MoveRules() {}

    static Rule of(MoveOp op) {
        return switch (op) {
            case MoveOp.Concat concat -> Rule.keeping().by(pull -> concat(concat.axis(), pull));
            case MoveOp.Slice slice -> Rule.adjoint(pull -> around(slice, pull));
            case MoveOp.Split split ->
                    Rule.keeping().by(pull -> pull.give(0, () -> split(split, pull)));
            case MoveOp.Pad pad ->
                    Rule.adjoint(pull ->
                            new MoveOp.Crop(pad.before(), sizes(pull.inputType(0).shape())));
            case MoveOp.Crop crop -> Rule.adjoint(pull -> around(crop.from(), crop.sizes(), pull));
            case MoveOp.Flip flip -> Rule.adjoint(flip);
            case MoveOp.Permute permute -> Rule.adjoint(permute.inverse());
            case MoveOp.GatherRows _ ->
                    Rule.adjoint(
                            pull -> new MoveOp.ScatterRows(pull.inputType(0).shape().size(0)), 1);
            case MoveOp.ScatterRows _ -> Rule.adjoint(new MoveOp.GatherRows(), 1);
        };
    }

    private static void concat(int axis, Pullback pull) {
        int from = 0;
        for (int i = 0; i < pull.inputs(); i++) {
            int start = from;
            int size = pull.inputType(i).shape().size(axis);
            pull.give(i, () -> pull.run(new MoveOp.Slice(axis, start, size), pull.upstream()));
            from += size;
        }
    }

    private static MoveOp around(MoveOp.Slice op, Pullback pull) {
        Shape shape = pull.inputType(0).shape();
        int axis = op.axis() < 0 ? shape.rank() + op.axis() : op.axis();
        List<Integer> from = new ArrayList<>(Collections.nCopies(shape.rank(), 0));
        List<Integer> sizes = new ArrayList<>(sizes(shape));
        from.set(axis, op.from());
        sizes.set(axis, op.size());
        return around(from, sizes, pull);
    }

    private static Variable split(MoveOp.Split op, Pullback pull) {
        List<Variable> parts =
                IntStream.range(0, op.sizes().size()).mapToObj(pull::upstream).toList();
        return pull.flow().apply(new MoveOp.Concat(op.axis()), parts).getFirst();
    }

    /// Puts a part back into its place, 0 around it.
    private static MoveOp around(List<Integer> from, List<Integer> sizes, Pullback pull) {
        Shape shape = pull.inputType(0).shape();
        List<Integer> after =
                IntStream.range(0, shape.rank())
                        .mapToObj(i -> shape.size(i) - from.get(i) - sizes.get(i))
                        .toList();
        return new MoveOp.Pad(from, after);
    }

    private static List<Integer> sizes(Shape shape) {
        return IntStream.of(shape.sizes()).boxed().toList();
    }
}
