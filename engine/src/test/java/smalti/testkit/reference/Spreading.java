package smalti.testkit.reference;

import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.op.TensorType;
import smalti.tensor.DType;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;

/// Operators between tables and maps, and within the segments of a map.
final class Spreading {
    private Spreading() {}

    static Expected unpool(SegmentOp.Unpool op, Tensor table) {
        var at = Geometry.ofTable(op.segments(), op.layout(), table);
        var output = new Gradients.Output(at, table.dtype());
        at.eachColumn((image, segment, channel, members) -> {
            for (int pixel : members) {
                output.put(
                        image, pixel, channel, table.get(at.inTable(image, segment, channel)), 0);
            }
        });
        return output.expected();
    }

    static Expected pick(SegmentOp.Pick op, Tensor map, Tensor positions) {
        var at = Geometry.ofMap(op.segments(), op.layout(), map);
        var type = new TensorType(map.dtype(), at.tableShape());
        double[] values = new double[type.shape().arrayLength("expected values")];
        for (int i = 0; i < values.length; i++) {
            int position = (int) positions.get(i);
            int image = i / (at.segments() * at.channels());
            values[i] = position < 0 ? 0 : map.get(at.inMap(image, position, i % at.channels()));
        }
        return new Expected(type, values, new double[values.length]);
    }

    static Expected softmax(SegmentOp.Softmax op, Tensor map) {
        var at = Geometry.ofMap(op.segments(), op.layout(), map);
        double[] x = Tensors.doubles(map);
        double[] unweighted = new double[x.length];
        var output = new Gradients.Output(at, map.dtype());
        double unit = Rounding.working(map.dtype());
        at.eachColumn((image, _, channel, members) -> {
            Column column =
                    Reductions.column(at, image, channel, members, x, unweighted, map.dtype());
            double largest =
                    members.length == 0 ? 0 : column.values()[column.select(Reduction.MAX)];
            double sum = 0;
            for (double value : column.values()) {
                sum += Math.exp(value - largest);
            }
            for (int i = 0; i < members.length; i++) {
                double distance = column.values()[i] - largest;
                double value = Math.exp(distance) / sum;
                double relative =
                        Rounding.summing(map.dtype(), members.length) + unit * (16 - 4 * distance);
                output.put(image, members[i], channel, value, relative * value + column.flushed());
            }
        });
        return output.expected();
    }

    /// `y·(g - sum g·y)`.
    static Expected softmaxGradient(SegmentOp.SoftmaxGradient op, Tensor upstream, Tensor softmax) {
        var at = Geometry.ofMap(op.segments(), op.layout(), upstream);
        double[] g = Tensors.doubles(upstream);
        double[] y = Tensors.doubles(softmax);
        var output = new Gradients.Output(at, upstream.dtype());
        double unit = Rounding.working(upstream.dtype());
        at.eachColumn((image, _, channel, members) -> {
            double sum = 0;
            double magnitude = 0;
            for (int pixel : members) {
                int from = at.inMap(image, pixel, channel);
                sum += g[from] * y[from];
                magnitude += Math.abs(g[from] * y[from]);
            }
            double error = Rounding.summing(upstream.dtype(), members.length) * magnitude;
            for (int pixel : members) {
                int from = at.inMap(image, pixel, channel);
                double slack =
                        Math.abs(y[from])
                                * (error + 4 * unit * (Math.abs(g[from]) + Math.abs(sum)));
                output.put(
                        image,
                        pixel,
                        channel,
                        y[from] * (g[from] - sum),
                        slack + flushed(upstream.dtype()));
            }
        });
        return output.expected();
    }

    private static double flushed(DType dtype) {
        return dtype == DType.F64 ? Double.MIN_NORMAL : Rounding.TINY;
    }
}
