package smalti.testkit;

import static smalti.testkit.OpCase.Source.input;
import static smalti.testkit.OpCase.Source.output;
import static smalti.testkit.OpCase.Source.upstream;

import java.util.List;
import smalti.op.NormOp;
import smalti.op.Op;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.OpCase.Derivative;

/// The cases of operators that bring numbers to a common scale.
final class NormCases {
    private static final double EPSILON = 1e-3;

    private final CaseTable table;
    private final Maps maps;
    private final Shape map;
    private final Shape channels;

    NormCases(CaseTable table) {
        this.table = table;
        this.maps = new Maps(table.scene(), table.dtype());
        this.map = maps.shape();
        this.channels = Shape.of(map.size(3));
    }

    void add() {
        // There is no mean of no rows.
        if (map.elements() > 0) {
            addBatchNorm();
        }
        table.add(
                "normalize",
                new NormOp.Normalize(EPSILON),
                new Derivative.None(),
                () -> List.of(maps.map(), gamma(), beta(), maps.plain(channels, 15), spread()));
        addRows(
                "l2 normalize",
                new NormOp.L2Normalize(EPSILON),
                new NormOp.L2NormalizeGradient(EPSILON),
                input(0));
        addRows("softmax of rows", new NormOp.Softmax(), new NormOp.SoftmaxGradient(), output(0));
        addRows("log softmax", new NormOp.LogSoftmax(), new NormOp.LogSoftmaxGradient(), output(0));
    }

    private Tensor gamma() {
        return maps.plain(channels, 13);
    }

    private Tensor beta() {
        return maps.plain(channels, 14);
    }

    private Tensor spread() {
        return Maps.magnitudes(maps.plain(channels, 16));
    }

    private void addBatchNorm() {
        var op = new NormOp.BatchNorm(EPSILON);
        var gradient = new NormOp.BatchNormGradient(EPSILON);
        var taken = List.of(upstream(), input(0), input(1), output(1), output(2));
        List<String> names = List.of("batch norm", "batch norm in gamma", "batch norm in beta");
        for (int i = 0; i < names.size(); i++) {
            table.add(
                    names.get(i), op, new Derivative.In(i, gradient, i, taken), this::standardized);
        }
        table.add(
                "batch norm gradient",
                gradient,
                new Derivative.None(),
                () -> {
                    List<Tensor> outputs = maps.forward(op, standardized());
                    return List.of(
                            maps.upstream(map),
                            maps.map(),
                            gamma(),
                            outputs.get(1),
                            outputs.get(2));
                });
    }

    private List<Tensor> standardized() {
        return List.of(maps.map(), gamma(), beta());
    }

    /// @param kept what the gradient takes beside what comes from above
    private void addRows(String name, Op op, Op gradient, OpCase.Source kept) {
        table.add(
                name,
                op,
                Derivative.In.of(0, gradient, upstream(), kept),
                () -> List.of(maps.map()));
        table.add(
                name + " gradient",
                gradient,
                new Derivative.None(),
                () ->
                        List.of(
                                maps.upstream(map),
                                kept instanceof OpCase.Source.Input
                                        ? maps.map()
                                        : maps.forward(op, List.of(maps.map())).getFirst()));
    }
}
