package smalti.testkit;

import static smalti.testkit.OpCase.Source.input;
import static smalti.testkit.OpCase.Source.output;
import static smalti.testkit.OpCase.Source.upstream;

import java.util.List;
import java.util.Locale;
import smalti.op.Activation;
import smalti.op.Arithmetic;
import smalti.op.Function;
import smalti.op.Op;
import smalti.op.PointOp;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.OpCase.Derivative;

/// The cases of elementwise operators.
final class PointCases {
    private static final List<Activation> ACTIVATIONS =
            List.of(
                    new Activation.Relu(),
                    new Activation.LeakyRelu(0.1),
                    new Activation.Relu6(),
                    new Activation.Sigmoid(),
                    new Activation.Tanh(),
                    new Activation.Softplus(),
                    new Activation.Elu(0.75));

    private final CaseTable table;
    private final Maps maps;
    private final Shape map;

    PointCases(CaseTable table) {
        this.table = table;
        this.maps = new Maps(table.scene(), table.dtype());
        this.map = maps.shape();
    }

    void add() {
        ACTIVATIONS.forEach(this::addActivation);
        addPrelu("prelu", Shape.of(table.scene().channels()));
        addPrelu("prelu of one slope", Shape.of(1));
        addArithmetic();
        addBroadcasts();
        for (Function function : Function.values()) {
            addFunction(function);
        }
        var dropout = new PointOp.Dropout(0.3, 4711);
        table.add(
                "dropout",
                dropout,
                Derivative.In.of(0, dropout, upstream()),
                () -> List.of(maps.map()));
        var back = new PointOp.Scale(-1.75, 0);
        table.add(
                "scale",
                new PointOp.Scale(-1.75, 0.3),
                Derivative.In.of(0, back, upstream()),
                () -> List.of(maps.map()));
    }

    private void addActivation(Activation activation) {
        String name = activation.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        var op = new PointOp.Activate(activation);
        var gradient = new PointOp.ActivateGradient(activation);
        table.add(
                name,
                op,
                Derivative.In.of(0, gradient, upstream(), output(0)),
                () -> List.of(maps.map()));
        table.add(
                name + " gradient",
                gradient,
                // Linear in what comes from above.
                Derivative.In.of(0, gradient, upstream(), input(1)),
                () ->
                        List.of(
                                maps.upstream(map),
                                maps.forward(op, List.of(maps.map())).getFirst()));
    }

    private void addFunction(Function function) {
        String name = function.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        var op = new PointOp.Unary(function);
        // Where one operator computes it.
        Derivative derivative =
                switch (function) {
                    case NEGATE -> Derivative.In.of(0, op, upstream());
                    case EXPONENTIAL ->
                            Derivative.In.of(
                                    0,
                                    new PointOp.Binary(Arithmetic.MULTIPLY),
                                    upstream(),
                                    output(0));
                    case LOGARITHM ->
                            Derivative.In.of(
                                    0, new PointOp.Binary(Arithmetic.DIVIDE), upstream(), input(0));
                    case ABSOLUTE, SQUARE, SQUARE_ROOT, RECIPROCAL -> new Derivative.None();
                };
        boolean ofNegatives = function != Function.SQUARE_ROOT && function != Function.LOGARITHM;
        table.add(
                name,
                op,
                derivative,
                () -> List.of(ofNegatives ? maps.map() : Maps.magnitudes(maps.map())));
        if (!ofNegatives) {
            table.add(name + " of any", op, new Derivative.None(), () -> List.of(maps.map()));
        }
    }

    private void addPrelu(String name, Shape slopes) {
        var op = new PointOp.Prelu();
        var gradient = new PointOp.PreluGradient();
        var taken = List.of(upstream(), input(0), input(1));
        List<Derivative> both =
                List.of(
                        new Derivative.In(0, gradient, 0, taken),
                        new Derivative.In(1, gradient, 1, taken));
        table.add(name, op, both.get(0), () -> List.of(maps.map(), maps.plain(slopes, 14)));
        table.add(
                name + ", in its slopes",
                op,
                both.get(1),
                () -> List.of(maps.map(), maps.plain(slopes, 14)));
        table.add(
                name + " gradient",
                gradient,
                new Derivative.None(),
                () -> List.of(maps.upstream(map), maps.map(), maps.plain(slopes, 14)));
    }

    private void addArithmetic() {
        for (Arithmetic arithmetic : Arithmetic.values()) {
            String name = arithmetic.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            table.add(name, new PointOp.Binary(arithmetic), inLeft(arithmetic), this::operands);
        }
        table.add(
                "subtract, in its right operand",
                new PointOp.Binary(Arithmetic.SUBTRACT),
                Derivative.In.of(1, new PointOp.Scale(-1, 0), upstream()),
                this::operands);
        table.add(
                "multiply, in its right operand",
                new PointOp.Binary(Arithmetic.MULTIPLY),
                Derivative.In.of(1, new PointOp.Binary(Arithmetic.MULTIPLY), upstream(), input(0)),
                this::operands);
    }

    /// The gradient in the left operand, where one operator computes it.
    private static Derivative inLeft(Arithmetic arithmetic) {
        Op op = new PointOp.Binary(arithmetic);
        return switch (arithmetic) {
            case ADD, SUBTRACT -> Derivative.In.of(0, new PointOp.Scale(1, 0), upstream());
            case MULTIPLY, DIVIDE -> Derivative.In.of(0, op, upstream(), input(1));
            case MAXIMUM, MINIMUM, AT_LEAST -> new Derivative.None();
        };
    }

    private List<Tensor> operands() {
        return List.of(maps.map(), maps.plain(map, 13));
    }

    private void addBroadcasts() {
        Scene scene = table.scene();
        Shape channels = Shape.of(scene.channels());
        Shape columns = Shape.of(scene.batch(), 1, scene.width(), 1);
        Shape rows = Shape.of(scene.height(), 1, scene.channels());
        addBroadcast("add a channel", Arithmetic.ADD, map, channels);
        addBroadcast("subtract from a number", Arithmetic.SUBTRACT, Shape.of(), map);
        addBroadcast("multiply columns by rows", Arithmetic.MULTIPLY, columns, rows);
        addBroadcast("divide rows", Arithmetic.DIVIDE, rows, map);
        addBroadcast("maximum with columns", Arithmetic.MAXIMUM, map, columns);
    }

    private void addBroadcast(String name, Arithmetic arithmetic, Shape left, Shape right) {
        table.add(
                name,
                new PointOp.Binary(arithmetic),
                new Derivative.None(),
                () -> List.of(maps.values(left, 13), maps.plain(right, 14)));
    }
}
