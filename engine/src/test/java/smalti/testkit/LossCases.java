package smalti.testkit;

import static smalti.testkit.OpCase.Source.input;
import static smalti.testkit.OpCase.Source.output;
import static smalti.testkit.OpCase.Source.upstream;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import smalti.op.LossOp;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.OpCase.Derivative;
import smalti.testkit.OpCase.Source;

/// The cases of losses.
final class LossCases {
    private final CaseTable table;
    private final Maps maps;
    private final int rows;
    private final int classes;

    LossCases(CaseTable table) {
        this.table = table;
        this.maps = new Maps(table.scene(), table.dtype());
        this.classes = table.scene().channels();
        Shape map = maps.shape();
        this.rows = map.size(0) * map.size(1) * map.size(2);
    }

    void add() {
        // No target is right where there are no classes.
        if (classes > 0) {
            addCrossEntropy("cross entropy", OptionalInt.empty(), false);
            addCrossEntropy("cross entropy that ignores some", OptionalInt.of(-1), false);
            addCrossEntropy("weighted cross entropy", OptionalInt.of(-1), true);
        }
        var gradient = new LossOp.BinaryCrossEntropyGradient();
        table.add(
                "binary cross entropy",
                new LossOp.BinaryCrossEntropy(),
                Derivative.In.of(0, gradient, upstream(), input(0), input(1)),
                () -> List.of(maps.map(), answers()));
        table.add(
                "binary cross entropy gradient",
                gradient,
                new Derivative.None(),
                () -> List.of(maps.upstream(Shape.of()), maps.map(), answers()));
    }

    private void addCrossEntropy(String name, OptionalInt ignore, boolean weighted) {
        var op = new LossOp.SoftmaxCrossEntropy(ignore, weighted);
        var gradient = new LossOp.SoftmaxCrossEntropyGradient(ignore, weighted);
        List<Source> taken = new ArrayList<>(List.of(upstream(), output(1), input(1)));
        if (weighted) {
            taken.add(input(2));
        }
        table.add(
                name, op, new Derivative.In(0, gradient, 0, taken), () -> inputs(ignore, weighted));
        table.add(
                name + " gradient",
                gradient,
                new Derivative.None(),
                () -> {
                    List<Tensor> inputs = inputs(ignore, weighted);
                    List<Tensor> kept = new ArrayList<>();
                    kept.add(maps.upstream(Shape.of()));
                    kept.add(maps.forward(op, inputs).get(1));
                    kept.addAll(inputs.subList(1, inputs.size()));
                    return kept;
                });
    }

    private List<Tensor> inputs(OptionalInt ignore, boolean weighted) {
        Shape targets = Shape.of(rows);
        Scene scene = table.scene();
        List<Tensor> inputs = new ArrayList<>();
        inputs.add(maps.values(Shape.of(rows, classes), 13));
        inputs.add(
                ignore.isPresent()
                        ? Tensors.classes(classes, targets, scene.offset(), scene.seed() + 14)
                        : maps.numbers(targets, classes));
        if (weighted) {
            inputs.add(Maps.magnitudes(maps.plain(Shape.of(classes), 15)));
        }
        return inputs;
    }

    /// Numbers from 0 to 1, some of them exactly.
    private Tensor answers() {
        double[] values = Tensors.doubles(maps.plain(maps.shape(), 13));
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(0, Math.min(1, 0.5 + values[i]));
        }
        return Tensors.nearest(table.dtype(), maps.shape(), values);
    }
}
