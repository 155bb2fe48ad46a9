package smalti.cpu.pool;

import java.util.List;
import smalti.cpu.work.Workers;
import smalti.op.Layout;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

/// The gradient of a weighted sum or mean in the weights, a value a pixel: the features, less their mean where it is one,
/// times what comes from above.
final class WeightGradient {
    private final Workers workers;
    private final ScratchPool scratches;

    WeightGradient(Workers workers, ScratchPool scratches) {
        this.workers = workers;
        this.scratches = scratches;
    }

    void run(SegmentOp.WeightGradient op, List<Tensor> inputs, Tensor output) {
        SegmentMap map = op.segments();
        scratches.with(shared -> {
            boolean mean = op.reduction() == Reduction.MEAN;
            double[] sums = WeightSums.of(map, inputs.get(2), shared);
            workers.run(
                    map.batch() * map.height(),
                    row -> {
                        int from = map.rowRuns()[row];
                        int to = map.rowRuns()[row + 1];
                        for (int run = from; run < to; run++) {
                            int image = row / map.height();
                            int segment = image * map.segments() + map.runLabels()[run];
                            boolean none = map.runLabels()[run] < 0 || (mean && sums[segment] == 0);
                            double scale = none ? 0 : mean ? 1 / sums[segment] : 1;
                            writeRun(op, inputs, output, run, segment, scale);
                        }
                    });
        });
    }

    private static void writeRun(
            SegmentOp.WeightGradient op,
            List<Tensor> inputs,
            Tensor output,
            int run,
            int segment,
            double scale) {
        SegmentMap map = op.segments();
        Tensor upstream = inputs.getFirst();
        Tensor features = inputs.get(1);
        int channels = upstream.shape().size(2);
        int pixels = map.height() * map.width();
        int row = segment * channels;
        for (int pixel = map.runStarts()[run]; pixel < map.runStarts()[run + 1]; pixel++) {
            double sum = 0;
            for (int c = 0; scale != 0 && c < channels; c++) {
                int at =
                        op.layout() == Layout.NHWC
                                ? pixel * channels + c
                                : (pixel / pixels * channels + c) * pixels + pixel % pixels;
                double value = features.floats()[features.offset() + at];
                if (op.reduction() == Reduction.MEAN) {
                    Tensor mean = inputs.get(3);
                    value -= mean.floats()[mean.offset() + row + c];
                }
                sum += value * upstream.floats()[upstream.offset() + row + c];
            }
            output.floats()[output.offset() + pixel] = (float) (sum * scale);
        }
    }
}
