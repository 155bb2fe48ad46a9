package smalti.cpu.pool;

import java.util.List;
import smalti.cpu.scalar.WideSegments;
import smalti.cpu.work.Workers;
import smalti.error.UnsupportedOpException;
import smalti.op.Layout;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.SegmentMap;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// Reduces maps of doubles and of integers: sums, means, maxima and minima. Integers are summed as doubles, so their sums
/// are exact below 2^53.
final class DoubleReducer {
    private final Workers workers;

    DoubleReducer(Workers workers) {
        this.workers = workers;
    }

    void reduce(SegmentOp.Reduce op, List<Tensor> inputs, List<Tensor> outputs) {
        Tensor features = inputs.getFirst();
        boolean others =
                !op.reductions().stream().allMatch(each -> each.selects() || each.takesWeights());
        if (others || op.weighted()) {
            throw new UnsupportedOpException(
                    op.name() + " " + op.reductions() + (op.weighted() ? " weighted" : ""),
                    "the CPU for " + features.dtype(),
                    "convert the features to F32");
        }
        SegmentMap map = op.segments();
        int channels = op.layout().channels(features.shape());
        WideSegments.Source source = source(features);
        boolean nhwc = op.layout() == Layout.NHWC;
        int pixels = map.height() * map.width();
        var segments =
                new WideSegments(
                        map, source, nhwc ? channels : 1, nhwc ? 1 : pixels, pixels * channels);
        workers.run(
                map.counts().length,
                segment -> {
                    for (int channel = 0; channel < channels; channel++) {
                        write(
                                op,
                                segments,
                                segment,
                                channel,
                                segment * channels + channel,
                                outputs);
                    }
                });
    }

    private static WideSegments.Source source(Tensor features) {
        int offset = features.offset();
        return switch (features.storage()) {
            case Storage.Doubles(double[] array) -> at -> array[offset + at];
            case Storage.Ints(int[] array) -> at -> array[offset + at];
            case Storage.Floats _, Storage.Shorts _, Storage.OnDevice _ ->
                    throw new IllegalStateException("not a wide type: " + features);
        };
    }

    private static void write(
            SegmentOp.Reduce op,
            WideSegments segments,
            int segment,
            int channel,
            int at,
            List<Tensor> outputs) {
        int pixels = op.segments().counts()[segment];
        int output = 0;
        for (Reduction reduction : op.reductions()) {
            Tensor values = outputs.get(output++);
            if (reduction.selects()) {
                int position =
                        pixels == 0
                                ? -1
                                : segments.select(segment, channel, reduction == Reduction.MAX);
                int[] positions = outputs.get(output++).ints();
                positions[outputs.get(output - 1).offset() + at] = position;
                put(
                        values,
                        at,
                        pixels == 0 ? op.empty() : segments.value(segment, channel, position));
            } else if (pixels == 0) {
                put(values, at, op.empty());
            } else {
                double sum = segments.sum(segment, channel);
                put(values, at, reduction == Reduction.SUM ? sum : sum / pixels);
            }
        }
    }

    private static void put(Tensor tensor, int at, double value) {
        switch (tensor.storage()) {
            case Storage.Doubles(double[] array) -> array[tensor.offset() + at] = value;
            case Storage.Ints(int[] array) -> array[tensor.offset() + at] = (int) value;
            case Storage.Floats _, Storage.Shorts _, Storage.OnDevice _ ->
                    throw new IllegalStateException("not a wide type: " + tensor);
        }
    }
}
