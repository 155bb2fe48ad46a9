package smalti.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import smalti.error.ShapeException;
import smalti.tensor.DType;
import smalti.tensor.Shape;

/// The shape rule of [MoveOp].
final class MoveRule {
    private MoveRule() {}

    static List<TensorType> outputs(MoveOp op, List<TensorType> inputs) {
        return switch (op) {
            case MoveOp.Concat concat -> List.of(joined(concat, inputs));
            case MoveOp.Slice slice -> {
                TensorType input = only(op, inputs);
                int axis = axis(op, slice.axis(), input);
                if ((long) slice.from() + slice.size() > input.shape().size(axis)) {
                    throw new ShapeException(
                            op.name(),
                            "at least %d along axis %d"
                                    .formatted((long) slice.from() + slice.size(), axis),
                            input);
                }
                yield List.of(along(input, axis, slice.size()));
            }
            case MoveOp.Split split -> parts(split, only(op, inputs));
            case MoveOp.Pad pad -> {
                TensorType input = only(op, inputs);
                expectRank(op, pad.before().size(), input);
                yield List.of(
                        of(
                                input,
                                i ->
                                        (long) input.shape().size(i)
                                                + pad.before().get(i)
                                                + pad.after().get(i)));
            }
            case MoveOp.Crop crop -> {
                TensorType input = only(op, inputs);
                expectRank(op, crop.from().size(), input);
                for (int i = 0; i < crop.from().size(); i++) {
                    long end = (long) crop.from().get(i) + crop.sizes().get(i);
                    if (end > input.shape().size(i)) {
                        throw new ShapeException(
                                op.name(), "at least %d along axis %d".formatted(end, i), input);
                    }
                }
                yield List.of(of(input, i -> crop.sizes().get(i)));
            }
            case MoveOp.Flip flip -> {
                TensorType input = only(op, inputs);
                axis(op, flip.axis(), input);
                yield List.of(input);
            }
            case MoveOp.GatherRows _ -> List.of(gathered(op, inputs));
            case MoveOp.ScatterRows scatter -> List.of(scattered(scatter, inputs));
            case MoveOp.Permute permute -> {
                TensorType input = only(op, inputs);
                expectRank(op, permute.order().size(), input);
                yield List.of(of(input, i -> input.shape().size(permute.order().get(i))));
            }
        };
    }

    private static TensorType only(Op op, List<TensorType> inputs) {
        Expect.count(op, inputs, 1);
        return inputs.getFirst();
    }

    private static void expectNumbers(Op op, TensorType numbers) {
        if (numbers.dtype() != DType.I32) {
            throw new ShapeException(op.name(), "row numbers I32", numbers);
        }
    }

    private static TensorType gathered(Op op, List<TensorType> inputs) {
        Expect.count(op, inputs, 2);
        TensorType table = inputs.get(0);
        TensorType numbers = inputs.get(1);
        expectNumbers(op, numbers);
        if (table.shape().rank() == 0) {
            throw new ShapeException(op.name(), "a table [N,..]", table);
        }
        return new TensorType(
                table.dtype(), Shape.of(joined(numbers.shape().sizes(), table.shape().inner())));
    }

    private static TensorType scattered(MoveOp.ScatterRows op, List<TensorType> inputs) {
        Expect.count(op, inputs, 2);
        int[] rows = inputs.get(0).shape().sizes();
        TensorType numbers = inputs.get(1);
        expectNumbers(op, numbers);
        Expect.floating(op, inputs.get(0));
        int rank = numbers.shape().rank();
        boolean fits =
                rows.length >= rank && Shape.of(Arrays.copyOf(rows, rank)).equals(numbers.shape());
        if (!fits) {
            throw new ShapeException(
                    op.name(),
                    "rows of a shape that begins with " + numbers.shape(),
                    inputs.get(0));
        }
        Shape row = Shape.of(Arrays.copyOfRange(rows, rank, rows.length));
        return new TensorType(inputs.get(0).dtype(), Shape.of(joined(new int[] {op.rows()}, row)));
    }

    private static int[] joined(int[] front, Shape back) {
        int[] sizes = Arrays.copyOf(front, front.length + back.rank());
        System.arraycopy(back.sizes(), 0, sizes, front.length, back.rank());
        return sizes;
    }

    private static int axis(Op op, int axis, TensorType input) {
        int rank = input.shape().rank();
        int positive = axis < 0 ? axis + rank : axis;
        if (positive < 0 || positive >= rank) {
            throw new ShapeException(op.name(), "a tensor that has an axis " + axis, input);
        }
        return positive;
    }

    private static void expectRank(Op op, int rank, TensorType input) {
        if (input.shape().rank() != rank) {
            throw new ShapeException(op.name(), "a tensor of %d dimensions".formatted(rank), input);
        }
    }

    private static TensorType along(TensorType input, int axis, int size) {
        return of(input, i -> i == axis ? size : input.shape().size(i));
    }

    @FunctionalInterface
    private interface Sizes {
        long of(int dimension);
    }

    private static TensorType of(TensorType input, Sizes sizes) {
        int[] array =
                IntStream.range(0, input.shape().rank())
                        .map(i -> (int) Math.min(Integer.MAX_VALUE, sizes.of(i)))
                        .toArray();
        return new TensorType(input.dtype(), Shape.of(array));
    }

    private static TensorType joined(MoveOp.Concat op, List<TensorType> inputs) {
        if (inputs.isEmpty()) {
            throw new ShapeException(op.name(), "at least 1 input", 0);
        }
        TensorType first = inputs.getFirst();
        int axis = axis(op, op.axis(), first);
        long length = 0;
        for (TensorType each : inputs) {
            int own = each.shape().rank() == first.shape().rank() ? each.shape().size(axis) : 0;
            Expect.like(op, "an input", each, along(first, axis, own));
            length += own;
        }
        long all = length;
        return of(first, i -> i == axis ? all : first.shape().size(i));
    }

    private static List<TensorType> parts(MoveOp.Split op, TensorType input) {
        int axis = axis(op, op.axis(), input);
        long all = op.sizes().stream().mapToLong(Integer::longValue).sum();
        if (all != input.shape().size(axis)) {
            throw new ShapeException(
                    op.name(), "exactly %d along axis %d".formatted(all, axis), input);
        }
        List<TensorType> parts = new ArrayList<>();
        for (int size : op.sizes()) {
            parts.add(along(input, axis, size));
        }
        return parts;
    }
}
