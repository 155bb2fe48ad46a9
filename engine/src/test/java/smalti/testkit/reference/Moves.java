package smalti.testkit.reference;

import java.util.ArrayList;
import java.util.List;
import smalti.op.MoveOp;
import smalti.op.ShapeRule;
import smalti.op.TensorType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Movements of elements: where each element of an output comes from.
final class Moves {
    private Moves() {}

    static List<Expected> outputs(MoveOp op, List<Tensor> inputs) {
        List<TensorType> types = ShapeRule.outputs(op, inputs);
        Tensor input = inputs.getFirst();
        return switch (op) {
            case MoveOp.Concat(int axis) -> List.of(joined(axis, inputs, types.getFirst()));
            case MoveOp.Slice(int axis, int from, _) ->
                    List.of(moved(input, types.getFirst(), place -> shifted(place, axis, from)));
            case MoveOp.Split(int axis, _) -> {
                List<Expected> parts = new ArrayList<>();
                int from = 0;
                for (TensorType type : types) {
                    int start = from;
                    parts.add(moved(input, type, place -> shifted(place, axis, start)));
                    from += type.shape().size(axis);
                }
                yield parts;
            }
            case MoveOp.Pad(List<Integer> before, _) ->
                    List.of(
                            moved(
                                    input,
                                    types.getFirst(),
                                    place -> {
                                        for (int i = 0; i < place.length; i++) {
                                            place[i] -= before.get(i);
                                        }
                                        return place;
                                    }));
            case MoveOp.Crop(List<Integer> from, _) ->
                    List.of(
                            moved(
                                    input,
                                    types.getFirst(),
                                    place -> {
                                        for (int i = 0; i < place.length; i++) {
                                            place[i] += from.get(i);
                                        }
                                        return place;
                                    }));
            case MoveOp.Flip(int axis) ->
                    List.of(
                            moved(
                                    input,
                                    types.getFirst(),
                                    place -> {
                                        int flipped = axis < 0 ? axis + place.length : axis;
                                        int last = input.shape().size(flipped) - 1;
                                        place[flipped] = last - place[flipped];
                                        return place;
                                    }));
            case MoveOp.GatherRows _ -> List.of(gathered(input, inputs.get(1), types.getFirst()));
            case MoveOp.ScatterRows _ -> List.of(scattered(input, inputs.get(1), types.getFirst()));
            case MoveOp.Permute(List<Integer> order) ->
                    List.of(
                            moved(
                                    input,
                                    types.getFirst(),
                                    place -> {
                                        int[] source = new int[place.length];
                                        for (int i = 0; i < place.length; i++) {
                                            source[order.get(i)] = place[i];
                                        }
                                        return source;
                                    }));
        };
    }

    /// The place in the input that a place in the output comes from; outside of it there are zeros.
    @FunctionalInterface
    private interface Origin {
        int[] of(int[] place);
    }

    private static int[] shifted(int[] place, int axis, int by) {
        place[axis < 0 ? axis + place.length : axis] += by;
        return place;
    }

    private static int[] place(Shape shape, int at) {
        int[] place = new int[shape.rank()];
        int rest = at;
        for (int i = place.length - 1; i >= 0; i--) {
            place[i] = rest % shape.size(i);
            rest /= shape.size(i);
        }
        return place;
    }

    private static double value(Tensor input, int[] place) {
        int at = 0;
        for (int i = 0; i < place.length; i++) {
            if (place[i] < 0 || place[i] >= input.shape().size(i)) {
                return 0;
            }
            at = at * input.shape().size(i) + place[i];
        }
        return input.get(at);
    }

    private static Expected moved(Tensor input, TensorType type, Origin origin) {
        double[] values = new double[(int) type.shape().elements()];
        for (int at = 0; at < values.length; at++) {
            values[at] = value(input, origin.of(place(type.shape(), at)));
        }
        return new Expected(type, values, new double[values.length]);
    }

    private static Expected joined(int axis, List<Tensor> inputs, TensorType type) {
        double[] values = new double[(int) type.shape().elements()];
        int along = axis < 0 ? axis + type.shape().rank() : axis;
        for (int at = 0; at < values.length; at++) {
            int[] place = place(type.shape(), at);
            int input = 0;
            while (place[along] >= inputs.get(input).shape().size(along)) {
                place[along] -= inputs.get(input++).shape().size(along);
            }
            values[at] = value(inputs.get(input), place);
        }
        return new Expected(type, values, new double[values.length]);
    }

    private static Expected gathered(Tensor table, Tensor numbers, TensorType type) {
        double[] values = new double[(int) type.shape().elements()];
        int length = (int) table.shape().inner().elements();
        for (int at = 0; at < values.length; at++) {
            int row = (int) numbers.get(at / length);
            values[at] = table.get(row * length + at % length);
        }
        return new Expected(type, values, new double[values.length]);
    }

    private static Expected scattered(Tensor rows, Tensor numbers, TensorType type) {
        var sum = new Sum(type);
        int length = (int) type.shape().inner().elements();
        for (int at = 0; at < rows.elements(); at++) {
            sum.add((int) numbers.get(at / length) * length + at % length, rows.get(at));
        }
        return sum.within(0);
    }
}
