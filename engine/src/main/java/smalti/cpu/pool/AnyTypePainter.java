package smalti.cpu.pool;

import smalti.cpu.work.Workers;
import smalti.op.Layout;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

/// Unpooling of tables of any type: elements are copied, whatever they are.
final class AnyTypePainter {
    private final SegmentMap map;
    private final Layout layout;
    private final int channels;
    private final Object from;
    private final int fromOffset;
    private final Object into;
    private final int intoOffset;
    private final Object zeros;

    AnyTypePainter(SegmentMap map, Layout layout, Tensor table, Tensor output) {
        this.map = map;
        this.layout = layout;
        this.channels = table.shape().size(2);
        this.from = HeapArrays.of(table);
        this.fromOffset = table.offset();
        this.into = HeapArrays.of(output);
        this.intoOffset = output.offset();
        this.zeros =
                HeapArrays.of(
                        Tensor.zeros(table.dtype(), smalti.tensor.Shape.of(Math.max(1, channels))));
    }

    void paint(Workers workers) {
        workers.run(
                map.batch() * map.height(),
                row -> {
                    for (int run = map.rowRuns()[row]; run < map.rowRuns()[row + 1]; run++) {
                        if (layout == Layout.NHWC) {
                            paintPixels(run, row / map.height());
                        } else {
                            paintPlanes(run, row / map.height());
                        }
                    }
                });
    }

    private void paintPixels(int run, int image) {
        int label = map.runLabels()[run];
        for (int pixel = map.runStarts()[run]; pixel < map.runStarts()[run + 1]; pixel++) {
            int to = intoOffset + pixel * channels;
            if (label < 0) {
                System.arraycopy(zeros, 0, into, to, channels);
            } else {
                System.arraycopy(from, row(image, label), into, to, channels);
            }
        }
    }

    private void paintPlanes(int run, int image) {
        int label = map.runLabels()[run];
        int pixels = map.height() * map.width();
        int first = map.runStarts()[run] - image * pixels;
        int length = map.runStarts()[run + 1] - map.runStarts()[run];
        for (int channel = 0; channel < channels; channel++) {
            int to = intoOffset + (image * channels + channel) * pixels + first;
            for (int i = 0; i < length; i++) {
                if (label < 0) {
                    System.arraycopy(zeros, 0, into, to + i, 1);
                } else {
                    System.arraycopy(from, row(image, label) + channel, into, to + i, 1);
                }
            }
        }
    }

    private int row(int image, int label) {
        return fromOffset + (image * map.segments() + label) * channels;
    }
}
