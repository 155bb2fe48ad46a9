package smalti.conformance.fault;

import static smalti.conformance.fault.Computation.only;
import static smalti.conformance.fault.Computation.spoilt;

import java.util.ArrayList;
import java.util.List;
import smalti.op.Activation;
import smalti.op.Arithmetic;
import smalti.op.AxisOp;
import smalti.op.Corners;
import smalti.op.CustomOp;
import smalti.op.LossOp;
import smalti.op.MatrixOp;
import smalti.op.MoveOp;
import smalti.op.NormOp;
import smalti.op.Op;
import smalti.op.PointOp;
import smalti.op.ResizeOp;
import smalti.op.WindowOp;
import smalti.tensor.Tensor;

/// Errors in operators on maps: elementwise ones, windows, movements.
public final class FaultyMaps {
    private static final String PARITY = "everyOperatorAgreesWithTheReference";

    private static final double LARGEST_EXPONENT = 88.7;

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
                        "the variance of a batch is that of a sample",
                        PARITY,
                        only(op -> op instanceof NormOp.BatchNorm, FaultyMaps::ofASample)),
                Fault.of(
                        "the gradient of a batch norm does not pass its mean",
                        "gradientsAreWhatCentralDifferencesSay",
                        only(
                                op -> op instanceof NormOp.BatchNormGradient,
                                FaultyMaps::withoutStatistics)),
                Fault.of(
                        "an exponential overflows in a softmax",
                        PARITY,
                        spoilt(op -> op instanceof NormOp.Softmax, FaultyMaps::overflows)),
                Fault.of(
                        "rows that are ignored count in the mean loss",
                        PARITY,
                        only(
                                op -> op instanceof LossOp.SoftmaxCrossEntropy,
                                FaultyMaps::countsIgnored)),
                Fault.of(
                        "the distances of the last columns are left out",
                        PARITY,
                        spoilt(
                                op -> op instanceof MatrixOp.SquaredDistances,
                                FaultyReductions::dropTail)),
                Fault.of(
                        "custom operators are not offered",
                        "everyOperatorIsOfferedForFloats",
                        only(op -> op instanceof CustomOp, FaultyManners::missing)),
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

    private static List<Tensor> ofASample(Op op, List<Tensor> inputs) {
        List<Tensor> outputs = Computation.healthy(op, inputs);
        Tensor variance = outputs.get(2);
        double rows = inputs.getFirst().elements() / (double) variance.elements();
        for (int at = 0; at < variance.elements(); at++) {
            FaultyReductions.set(variance, at, variance.get(at) * rows / (rows - 1));
        }
        return outputs;
    }

    /// Takes mean and variance for constants.
    private static List<Tensor> withoutStatistics(Op op, List<Tensor> inputs) {
        List<Tensor> outputs = new ArrayList<>(Computation.healthy(op, inputs));
        Tensor zeros = Tensor.zeros(inputs.get(2).dtype(), inputs.get(2).shape());
        var given = new NormOp.Normalize(((NormOp.BatchNormGradient) op).epsilon());
        outputs.set(
                0,
                Computation.healthy(
                                given,
                                List.of(inputs.get(0), inputs.get(2), zeros, zeros, inputs.get(4)))
                        .getFirst());
        return outputs;
    }

    private static void overflows(Op op, List<Tensor> inputs, Tensor output) {
        for (int at = 0; at < output.elements(); at++) {
            if (Math.abs(inputs.getFirst().get(at)) > LARGEST_EXPONENT) {
                FaultyReductions.set(output, at, Double.NaN);
            }
        }
    }

    private static List<Tensor> countsIgnored(Op op, List<Tensor> inputs) {
        List<Tensor> outputs = Computation.healthy(op, inputs);
        Tensor targets = inputs.get(1);
        double counted = 0;
        for (int row = 0; row < targets.elements(); row++) {
            counted += targets.get(row) < 0 ? 0 : 1;
        }
        double loss = outputs.getFirst().get(0);
        FaultyReductions.set(
                outputs.getFirst(), 0, loss * counted / Math.max(1, targets.elements()));
        return outputs;
    }
}
