package smalti.cpu.pool;

import smalti.cpu.kernel.PaintKernels;
import smalti.cpu.kernel.Share;
import smalti.cpu.kernel.Table;
import smalti.cpu.work.Workers;
import smalti.op.Layout;
import smalti.op.Reduction;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.tensor.Tensor;

/// Spreads tables over pixels: unpooling, and the gradients of sum and mean, which are unpoolings of a scaled table.
final class Painter {
    /// Planes that are painted together.
    private static final int PLANES = 8;

    /// Rows that are painted together are a share of an image; more than one a thread evens out the load.
    private static final int SHARES_A_THREAD = 4;

    private final Workers workers;
    private final PaintKernels kernels;
    private final ScratchPool scratches;

    Painter(Workers workers, PaintKernels kernels, ScratchPool scratches) {
        this.workers = workers;
        this.kernels = kernels;
        this.scratches = scratches;
    }

    /// Paints a table `[B,K,C]` into a map of the same type.
    void unpool(SegmentMap map, Layout layout, Tensor table, Tensor output) {
        if (output.dtype() != DType.F32) {
            new AnyTypePainter(map, layout, table, output).paint(workers);
            return;
        }
        int rowStep = table.shape().size(2);
        paint(map, MapView.of(output, map, layout), table.floats(), table.offset(), rowStep);
    }

    /// The gradient of an unweighted sum or mean.
    void gradient(
            SegmentMap map, Reduction reduction, Layout layout, Tensor upstream, Tensor output) {
        if (reduction == Reduction.SUM) {
            unpool(map, layout, upstream, output);
            return;
        }
        if (output.dtype() != DType.F32) {
            unpool(map, layout, divided(map, upstream), output);
            return;
        }
        scratches.with(scratch -> {
            int channels = upstream.shape().size(2);
            float[] scaled = scratch.floats((int) upstream.elements(), 0);
            divide(map, upstream, channels, scaled);
            paint(map, MapView.of(output, map, layout), scaled, 0, channels);
        });
    }

    private static void divide(SegmentMap map, Tensor upstream, int channels, float[] scaled) {
        float[] from = upstream.floats();
        for (int segment = 0; segment < map.counts().length; segment++) {
            double pixels = map.counts()[segment];
            if (pixels > 0) {
                int row = segment * channels;
                for (int c = 0; c < channels; c++) {
                    scaled[row + c] = (float) (from[upstream.offset() + row + c] / pixels);
                }
            }
        }
    }

    /// A table of any floating type, each row divided by the pixels of its segment.
    private static Tensor divided(SegmentMap map, Tensor upstream) {
        Tensor wide = upstream.to(DType.F64);
        double[] values = ((smalti.tensor.Storage.Doubles) wide.storage()).array();
        int channels = upstream.shape().size(2);
        for (int at = 0; at < values.length; at++) {
            int pixels = map.counts()[at / channels];
            values[at] = pixels == 0 ? 0 : values[at] / pixels;
        }
        return wide.to(upstream.dtype());
    }

    private void paint(SegmentMap map, MapView out, float[] table, int offset, int rowStep) {
        if (map.pixels() == 0 || out.channels() == 0) {
            return;
        }
        if (out.interleaved()) {
            paintRows(map, out, table, offset, rowStep);
        } else {
            paintPlanes(map, out, table, offset, rowStep);
        }
    }

    private void paintRows(SegmentMap map, MapView out, float[] table, int offset, int rowStep) {
        int shares = Math.min(map.height(), Math.ceilDiv(sharesWanted(), map.batch()));
        workers.run(
                map.batch() * shares,
                part -> {
                    int image = part / shares;
                    int share = part % shares;
                    int from = (int) ((long) map.height() * share / shares);
                    int to = (int) ((long) map.height() * (share + 1) / shares);
                    kernels.paint(
                            new Table(table, offset + image * map.segments() * rowStep, rowStep),
                            out.values(image, 0, out.channels()),
                            Share.ofRows(map, image, from, to));
                });
    }

    private void paintPlanes(SegmentMap map, MapView out, float[] table, int offset, int rowStep) {
        int groups = Math.ceilDiv(out.channels(), PLANES);
        workers.run(
                map.batch() * groups,
                part -> {
                    int image = part / groups;
                    int from = part % groups * PLANES;
                    int to = Math.min(out.channels(), from + PLANES);
                    int row = offset + image * map.segments() * rowStep + from;
                    scratches.with(scratch -> {
                        float[] few = scratch.floats(map.segments() * (to - from), 0);
                        gather(map.segments(), table, row, rowStep, to - from, few);
                        kernels.paint(
                                new Table(few, 0, to - from),
                                out.values(image, from, to),
                                Share.ofRows(map, image, 0, map.height()));
                    });
                });
    }

    /// Brings the values of a few planes together: rows of a whole table are often a power of two apart, and then compete
    /// for the same few sets of the first cache.
    private static void gather(
            int segments, float[] table, int from, int rowStep, int planes, float[] few) {
        for (int k = 0; k < segments; k++) {
            for (int plane = 0; plane < planes; plane++) {
                few[k * planes + plane] = table[from + k * rowStep + plane];
            }
        }
    }

    private int sharesWanted() {
        return workers.threads() == 1 ? 1 : SHARES_A_THREAD * workers.threads();
    }
}
