package smalti.testkit.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.op.SegmentRule;
import smalti.op.TensorType;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;

/// Reductions over segments.
final class Reductions {
    private Reductions() {}

    static List<Expected> reduce(SegmentOp.Reduce op, List<Tensor> inputs) {
        Tensor features = inputs.getFirst();
        var at = Geometry.ofMap(op.segments(), op.layout(), features);
        double[] x = Tensors.doubles(features);
        double[] weights = op.weighted() ? Tensors.doubles(inputs.get(1)) : ones(op.segments());
        List<Expected> outputs = new ArrayList<>();
        for (Reduction reduction : op.reductions()) {
            outputs.add(values(reduction, at, x, weights, features.dtype(), op.empty()));
            if (reduction.selects()) {
                outputs.add(positions(reduction, at, x, features.dtype()));
            }
        }
        return outputs;
    }

    private static Expected values(
            Reduction reduction,
            Geometry at,
            double[] x,
            double[] weights,
            DType dtype,
            double empty) {
        var type = new TensorType(SegmentRule.reduced(reduction, dtype), at.tableShape());
        double[] values = new double[type.shape().arrayLength("expected values")];
        double[] slack = new double[values.length];
        at.eachColumn((image, segment, channel, members) -> {
            int to = at.inTable(image, segment, channel);
            Column column = column(at, image, channel, members, x, weights, dtype);
            // A mean of pixels that all weigh nothing is a mean of no pixels.
            boolean none =
                    members.length == 0 || (reduction == Reduction.MEAN && column.weight() == 0);
            Column.Term term = none ? new Column.Term(empty, 0) : column.reduce(reduction);
            values[to] = term.value();
            slack[to] = term.slack();
        });
        return new Expected(type, values, slack);
    }

    private static Expected positions(Reduction reduction, Geometry at, double[] x, DType dtype) {
        var type = new TensorType(DType.I32, at.tableShape());
        double[] values = new double[type.shape().arrayLength("expected positions")];
        double[] unweighted = new double[x.length];
        at.eachColumn((image, segment, channel, members) -> {
            Column column = column(at, image, channel, members, x, unweighted, dtype);
            values[at.inTable(image, segment, channel)] =
                    members.length == 0 ? -1 : members[column.select(reduction)];
        });
        return new Expected(type, values, new double[values.length]);
    }

    static Column column(
            Geometry at,
            int image,
            int channel,
            int[] members,
            double[] x,
            double[] weights,
            DType dtype) {
        double[] values = new double[members.length];
        double[] ofEach = new double[members.length];
        for (int i = 0; i < members.length; i++) {
            values[i] = x[at.inMap(image, members[i], channel)];
            ofEach[i] = weights[at.inPixels(image, members[i])];
        }
        return new Column(values, ofEach, dtype);
    }

    static double[] ones(SegmentMap map) {
        double[] ones = new double[map.pixels()];
        Arrays.fill(ones, 1);
        return ones;
    }

    /// The most frequent class of each segment.
    static Expected mode(SegmentOp.Mode op, Tensor classes) {
        // The layout does not matter where there are no channels.
        var at = new Geometry(op.segments(), smalti.op.Layout.NHWC, 1);
        double[] values = new double[op.segments().batch() * op.segments().segments()];
        at.eachColumn((image, segment, _, members) ->
                values[at.row(image, segment)] =
                        mostFrequent(at, image, members, classes, op.purity()));
        var type =
                new TensorType(
                        DType.I32,
                        smalti.tensor.Shape.of(op.segments().batch(), op.segments().segments()));
        return new Expected(type, values, new double[values.length]);
    }

    private static int mostFrequent(
            Geometry at, int image, int[] members, Tensor classes, double purity) {
        var counts = new java.util.TreeMap<Integer, Integer>();
        int labelled = 0;
        for (int pixel : members) {
            int found = (int) classes.get(at.inPixels(image, pixel));
            if (found >= 0) {
                counts.merge(found, 1, Integer::sum);
                labelled++;
            }
        }
        int best = -1;
        int most = 0;
        for (var entry : counts.entrySet()) {
            if (entry.getValue() > most) {
                best = entry.getKey();
                most = entry.getValue();
            }
        }
        return most > purity * labelled ? best : -1;
    }
}
