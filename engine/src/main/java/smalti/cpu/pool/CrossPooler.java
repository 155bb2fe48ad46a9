package smalti.cpu.pool;

import smalti.cpu.work.Workers;
import smalti.op.Layout;
import smalti.op.SegmentOp;
import smalti.segment.CrossWeights;
import smalti.tensor.Tensor;

/// Means of features of another resolution than the labels: a sparse matrix times the cells, and its transpose.
final class CrossPooler {
    private final Workers workers;

    CrossPooler(Workers workers) {
        this.workers = workers;
    }

    void pool(SegmentOp.CrossPool op, Tensor features, Tensor output) {
        CrossWeights weights = op.weights();
        int channels = op.layout().channels(features.shape());
        int cells = weights.rows() * weights.columns();
        float[] from = features.floats();
        float[] into = output.floats();
        workers.run(
                weights.batch() * weights.segments(),
                segment -> {
                    int image = segment / weights.segments();
                    int begin = weights.segmentStarts()[segment];
                    int end = weights.segmentStarts()[segment + 1];
                    for (int c = 0; c < channels; c++) {
                        double sum = begin == end ? op.empty() : 0;
                        for (int at = begin; at < end; at++) {
                            int cell =
                                    cell(
                                            op.layout(),
                                            image,
                                            weights.cells()[at],
                                            c,
                                            cells,
                                            channels);
                            sum += (double) weights.weights()[at] * from[features.offset() + cell];
                        }
                        into[output.offset() + segment * channels + c] = (float) sum;
                    }
                });
    }

    void gradient(SegmentOp.CrossPoolGradient op, Tensor upstream, Tensor output) {
        CrossWeights weights = op.weights();
        int channels = upstream.shape().size(2);
        int cells = weights.rows() * weights.columns();
        float[] from = upstream.floats();
        float[] into = output.floats();
        workers.run(
                weights.batch() * cells,
                numbered -> {
                    int image = numbered / cells;
                    int end = weights.cellStarts()[numbered + 1];
                    for (int c = 0; c < channels; c++) {
                        double sum = 0;
                        for (int at = weights.cellStarts()[numbered]; at < end; at++) {
                            int row = image * weights.segments() + weights.cellSegments()[at];
                            sum +=
                                    (double) weights.cellWeights()[at]
                                            * from[upstream.offset() + row * channels + c];
                        }
                        int to = cell(op.layout(), image, numbered % cells, c, cells, channels);
                        into[output.offset() + to] = (float) sum;
                    }
                });
    }

    private static int cell(
            Layout layout, int image, int cell, int channel, int cells, int channels) {
        return layout == Layout.NHWC
                ? (image * cells + cell) * channels + channel
                : (image * channels + channel) * cells + cell;
    }
}
