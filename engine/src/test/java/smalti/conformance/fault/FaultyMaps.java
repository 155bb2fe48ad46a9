package smalti.conformance.fault;

import static smalti.conformance.fault.Computation.only;
import static smalti.conformance.fault.Computation.spoilt;

import java.util.List;
import smalti.op.Activation;
import smalti.op.Arithmetic;
import smalti.op.AxisOp;
import smalti.op.Corners;
import smalti.op.MoveOp;
import smalti.op.Op;
import smalti.op.PointOp;
import smalti.op.ResizeOp;
import smalti.op.WindowOp;
import smalti.tensor.Tensor;

/// Errors in operators on maps: elementwise ones, windows, movements.
public final class FaultyMaps {
    private static final String PARITY = "everyOperatorAgreesWithTheReference";

    private FaultyMaps() {}

    public static List<Fault> all() {
        return List.of(
                Fault.of(
                        "a relu makes NaN to 0",
                        "nanAndInfinitiesPropagateAsInTheReference",
                        spoilt(
                                op -> op.equals(new PointOp.Activate(new Activation.Relu())),
                                FaultyMaps::nanToNought)),
                Fault.of(
                        "the slope of a tanh is halved",
                        "gradientsAreWhatCentralDifferencesSay",
                        spoilt(
                                op ->
                                        op.equals(
                                                new PointOp.ActivateGradient(
                                                        new Activation.Tanh())),
                                (_, _, output) -> FaultyManners.halve(output))),
                Fault.of(
                        "the tail of a sum of tensors is left out",
                        PARITY,
                        spoilt(
                                op -> op.equals(new PointOp.Binary(Arithmetic.ADD)),
                                FaultyReductions::dropTail)),
                Fault.of(
                        "the padding of a maximum counts as 0",
                        PARITY,
                        spoilt(op -> op instanceof WindowOp.MaxPool, FaultyMaps::atLeastNought)),
                Fault.of(
                        "values that are unpooled to one place are added",
                        PARITY,
                        only(
                                op -> op instanceof WindowOp.MaxUnpool,
                                (op, inputs) ->
                                        Computation.healthy(
                                                new WindowOp.WindowScatter(
                                                        ((WindowOp.MaxUnpool) op).size()),
                                                inputs))),
                Fault.of(
                        "means always count the padding",
                        PARITY,
                        only(op -> op instanceof WindowOp.AveragePool, FaultyMaps::countPadding)),
                Fault.of(
                        "tensors are joined backwards",
                        PARITY,
                        only(
                                op -> op instanceof MoveOp.Concat,
                                (op, inputs) -> Computation.healthy(op, inputs.reversed()))),
                Fault.of(
                        "rows that are named twice are added once",
                        PARITY,
                        only(op -> op instanceof MoveOp.ScatterRows, FaultyMaps::lastRowOnly)),
                Fault.of(
                        "a maximum gives its gradient to all that equal it",
                        PARITY,
                        only(op -> op instanceof AxisOp.MaxGradient, FaultyMaps::gradientToAll)),
                Fault.of(
                        "half pixels are taken for aligned corners",
                        PARITY,
                        only(op -> op instanceof ResizeOp.Resize, FaultyMaps::alignedCorners)),
                Fault.of(
                        "the gradient of a resize is not scaled",
                        "gradientsAreWhatCentralDifferencesSay",
                        spoilt(
                                op -> op instanceof ResizeOp.ResizeGradient,
                                (_, _, output) -> FaultyManners.halve(output))));
    }

    private static void nanToNought(Op op, List<Tensor> inputs, Tensor output) {
        for (int at = 0; at < output.elements(); at++) {
            if (Double.isNaN(output.get(at))) {
                FaultyReductions.set(output, at, 0);
            }
        }
    }

    private static void atLeastNought(Op op, List<Tensor> inputs, Tensor output) {
        for (int at = 0; at < output.elements(); at++) {
            FaultyReductions.set(output, at, Math.max(0, output.get(at)));
        }
    }

    private static List<Tensor> countPadding(Op op, List<Tensor> inputs) {
        var pool = (WindowOp.AveragePool) op;
        return Computation.healthy(new WindowOp.AveragePool(pool.window(), true), inputs);
    }

    private static List<Tensor> lastRowOnly(Op op, List<Tensor> inputs) {
        Tensor table = Computation.healthy(op, inputs).getFirst();
        Tensor rows = inputs.get(0);
        int length = (int) table.shape().inner().elements();
        for (int at = 0; at < rows.elements(); at++) {
            int number = (int) inputs.get(1).get(at / length);
            FaultyReductions.set(table, number * length + at % length, rows.get(at));
        }
        return List.of(table);
    }

    private static List<Tensor> gradientToAll(Op op, List<Tensor> inputs) {
        var gradient = (AxisOp.MaxGradient) op;
        Tensor input = inputs.get(1);
        var keep = new AxisOp.Sum(gradient.axes(), true);
        int[] kept = Computation.healthy(keep, List.of(input)).getFirst().shape().sizes();
        var repeat = new AxisOp.BroadcastTo(input.shape());
        Tensor upstream =
                Computation.healthy(repeat, List.of(inputs.get(0).reshape(kept))).getFirst();
        Tensor most = Computation.healthy(repeat, List.of(inputs.get(2).reshape(kept))).getFirst();
        for (int at = 0; at < upstream.elements(); at++) {
            if (input.get(at) != most.get(at)) {
                FaultyReductions.set(upstream, at, 0);
            }
        }
        return List.of(upstream);
    }

    private static List<Tensor> alignedCorners(Op op, List<Tensor> inputs) {
        var resize = (ResizeOp.Resize) op;
        return Computation.healthy(
                new ResizeOp.Resize(resize.size(), resize.sampling(), Corners.ALIGNED), inputs);
    }
}
