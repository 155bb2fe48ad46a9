package smalti.testkit;

import static smalti.testkit.OpCase.Source.input;
import static smalti.testkit.OpCase.Source.output;
import static smalti.testkit.OpCase.Source.upstream;

import java.util.List;
import smalti.op.AxisOp;
import smalti.op.Op;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.OpCase.Derivative;

/// The cases of operators along axes.
final class AxisCases {
    private final CaseTable table;
    private final Maps maps;
    private final Shape map;

    AxisCases(CaseTable table) {
        this.table = table;
        this.maps = new Maps(table.scene(), table.dtype());
        this.map = maps.shape();
    }

    void add() {
        addReductions("channels", List.of(-1));
        addReductions("pixels", List.of(1, 2));
        addReductions("batch and columns", List.of(0, -2));
        add("sum of all", new AxisOp.Sum(List.of(0, 1, 2, 3), false), new Derivative.None());
        addRepetition("a channel", Shape.of(map.size(3)));
        addRepetition("rows", Shape.of(map.size(1), 1, map.size(3)));
        addRepetition("a number", Shape.of());
    }

    private void add(String name, Op op, Derivative derivative) {
        table.add(name, op, derivative, () -> List.of(maps.map()));
    }

    private void addReductions(String name, List<Integer> axes) {
        add(
                "sum of " + name,
                new AxisOp.Sum(axes, true),
                Derivative.In.of(0, new AxisOp.BroadcastTo(map), upstream()));
        // There is no mean of nothing.
        if (map.elements() == 0) {
            return;
        }
        add("mean of " + name, new AxisOp.Mean(axes, false), new Derivative.None());
        var max = new AxisOp.Max(axes, false);
        var gradient = new AxisOp.MaxGradient(axes, false);
        add(
                "largest of " + name,
                max,
                Derivative.In.of(0, gradient, upstream(), input(0), output(0)));
        table.add(
                "largest of " + name + " gradient",
                gradient,
                new Derivative.None(),
                () -> {
                    Tensor most = maps.forward(max, List.of(maps.map())).getFirst();
                    return List.of(maps.upstream(most.shape()), maps.map(), most);
                });
    }

    private void addRepetition(String name, Shape small) {
        var repeat = new AxisOp.BroadcastTo(map);
        var sum = new AxisOp.SumTo(small);
        table.add(
                "repetition of " + name,
                repeat,
                Derivative.In.of(0, sum, upstream()),
                () -> List.of(maps.values(small, 13)));
        add("sum to " + name, sum, Derivative.In.of(0, repeat, upstream()));
    }
}
