package smalti.conformance.fault;

import static smalti.conformance.fault.Computation.only;
import static smalti.conformance.fault.Computation.spoilt;

import java.util.List;
import smalti.op.Activation;
import smalti.op.Arithmetic;
import smalti.op.MoveOp;
import smalti.op.Op;
import smalti.op.PointOp;
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
                                (op, inputs) -> Computation.healthy(op, inputs.reversed()))));
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
}
