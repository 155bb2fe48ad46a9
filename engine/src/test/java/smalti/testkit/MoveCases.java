package smalti.testkit;

import static smalti.testkit.OpCase.Source.input;
import static smalti.testkit.OpCase.Source.upstream;

import java.util.List;
import smalti.op.MoveOp;
import smalti.op.Op;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.OpCase.Derivative;

/// The cases of operators that move elements.
final class MoveCases {
    private final CaseTable table;
    private final Maps maps;
    private final Shape map;

    MoveCases(CaseTable table) {
        this.table = table;
        this.maps = new Maps(table.scene(), table.dtype());
        this.map = maps.shape();
    }

    void add() {
        addConcat("channels", -1);
        addConcat("rows", 1);
        int half = map.size(2) / 2;
        int rest = map.size(2) - half;
        List<Integer> before = List.of(0, 0, half, 0);
        addMove(
                "slice",
                new MoveOp.Slice(2, half, rest),
                new MoveOp.Pad(before, List.of(0, 0, 0, 0)));
        addMove(
                "split",
                new MoveOp.Split(-2, List.of(half, 0, rest)),
                new MoveOp.Pad(List.of(0, 0, 0, 0), List.of(0, 0, rest, 0)));
        List<Integer> sizes = List.of(map.size(0), map.size(1), map.size(2), map.size(3));
        addMove(
                "pad",
                new MoveOp.Pad(List.of(0, 1, 2, 3), List.of(1, 0, 3, 1)),
                new MoveOp.Crop(List.of(0, 1, 2, 3), sizes));
        List<Integer> part = List.of(map.size(0), map.size(1) - map.size(1) / 3, rest, map.size(3));
        addMove(
                "crop",
                new MoveOp.Crop(List.of(0, map.size(1) / 3, 0, 0), part),
                new MoveOp.Pad(List.of(0, map.size(1) / 3, 0, 0), List.of(0, 0, half, 0)));
        addMove("flip of columns", new MoveOp.Flip(2), new MoveOp.Flip(2));
        addMove("flip of channels", new MoveOp.Flip(-1), new MoveOp.Flip(-1));
        addRows();
        addPermutation("planes", new MoveOp.Permute(List.of(0, 3, 1, 2)));
        addPermutation("columns first", new MoveOp.Permute(List.of(2, 0, 1, 3)));
    }

    private void addConcat(String name, int axis) {
        int length = map.size(axis);
        table.add(
                "concat of " + name,
                new MoveOp.Concat(axis),
                gradient(new MoveOp.Slice(axis, 0, length)),
                () -> List.of(maps.map(), maps.values(longer(axis), 13), maps.values(map, 14)));
    }

    /// A shape that differs along one axis.
    private Shape longer(int axis) {
        int[] sizes = map.sizes();
        sizes[axis < 0 ? axis + sizes.length : axis] += 2;
        return Shape.of(sizes);
    }

    private void addRows() {
        // Fewer rows than numbers, so that some are named several times.
        int rows = Math.max(1, map.size(2) / 2);
        Shape numbers = Shape.of(map.size(0), map.size(1), map.size(2));
        var scatter = new MoveOp.ScatterRows(rows);
        var gather = new MoveOp.GatherRows();
        table.add(
                "gather rows",
                gather,
                gradient(scatter, upstream(), input(1)),
                () ->
                        List.of(
                                maps.values(Shape.of(rows, map.size(3)), 13),
                                maps.numbers(numbers, rows)));
        if (table.dtype().isFloating()) {
            table.add(
                    "scatter rows",
                    scatter,
                    gradient(gather, upstream(), input(1)),
                    () -> List.of(maps.map(), maps.numbers(numbers, rows)));
        }
    }

    private void addPermutation(String name, MoveOp.Permute order) {
        addMove("permutation, " + name, order, order.inverse());
    }

    private void addMove(String name, Op op, Op gradient) {
        table.add(name, op, gradient(gradient), this::inputs);
    }

    private List<Tensor> inputs() {
        return List.of(maps.map());
    }

    private Derivative gradient(Op op) {
        return gradient(op, upstream());
    }

    private Derivative gradient(Op op, OpCase.Source... taken) {
        return table.dtype().isFloating() ? Derivative.In.of(0, op, taken) : new Derivative.None();
    }
}
