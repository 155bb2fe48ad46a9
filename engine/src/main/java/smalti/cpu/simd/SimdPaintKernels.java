package smalti.cpu.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.kernel.PaintKernels;
import smalti.cpu.kernel.Share;
import smalti.cpu.kernel.Table;
import smalti.cpu.kernel.Values;
import smalti.cpu.scalar.ScalarPaintKernels;

/// Painting on the Vector API. Where channels lie together a pixel is a copy, which the JVM does best; in planes a run is
/// painted by whole vectors that reach beyond it, since the runs behind are painted later.
public final class SimdPaintKernels implements PaintKernels {
    private static final VectorSpecies<Float> FLOATS = Species.FLOATS;
    private static final int LANES = FLOATS.length();
    private static final int PLANES = 4;

    private final ScalarPaintKernels scalar = new ScalarPaintKernels();

    @Override
    public void paint(Table table, Values out, Share share) {
        if (out.interleaved()) {
            scalar.paint(table, out, share);
            return;
        }
        int plane = 0;
        for (; plane + PLANES <= out.channels(); plane += PLANES) {
            paint4(table, plane, out, share);
        }
        for (; plane < out.channels(); plane++) {
            paint1(table, plane, out, share);
        }
    }

    private static void paint4(Table table, int plane, Values out, Share share) {
        int[] starts = share.map().runStarts();
        int[] labels = share.map().runLabels();
        float[] values = table.array();
        float[] array = out.array();
        int step = out.channelStep();
        int p0 = out.origin() + plane * step - share.firstPixel();
        int p1 = p0 + step;
        int p2 = p1 + step;
        int p3 = p2 + step;
        int end = share.toRun();
        int safe = safe(starts, share.fromRun(), end);
        for (int run = share.fromRun(); run < safe; run++) {
            int from = starts[run];
            int to = starts[run + 1];
            int row = table.origin() + labels[run] * table.rowStep() + plane;
            boolean ignored = labels[run] < 0;
            var v0 = FloatVector.broadcast(FLOATS, ignored ? 0 : values[row]);
            var v1 = FloatVector.broadcast(FLOATS, ignored ? 0 : values[row + 1]);
            var v2 = FloatVector.broadcast(FLOATS, ignored ? 0 : values[row + 2]);
            var v3 = FloatVector.broadcast(FLOATS, ignored ? 0 : values[row + 3]);
            int at = from;
            do {
                Species.store(v0, array, p0 + at);
                Species.store(v1, array, p1 + at);
                Species.store(v2, array, p2 + at);
                Species.store(v3, array, p3 + at);
                at += LANES;
            } while (at < to);
        }
        for (int each = plane; each < plane + PLANES; each++) {
            paintExactly(table, each, out, share, safe, end);
        }
    }

    private static void paint1(Table table, int plane, Values out, Share share) {
        int[] starts = share.map().runStarts();
        int[] labels = share.map().runLabels();
        int p0 = out.origin() + plane * out.channelStep() - share.firstPixel();
        int end = share.toRun();
        int safe = safe(starts, share.fromRun(), end);
        for (int run = share.fromRun(); run < safe; run++) {
            int row = table.origin() + labels[run] * table.rowStep() + plane;
            var value = FloatVector.broadcast(FLOATS, labels[run] < 0 ? 0 : table.array()[row]);
            int at = starts[run];
            do {
                Species.store(value, out.array(), p0 + at);
                at += LANES;
            } while (at < starts[run + 1]);
        }
        paintExactly(table, plane, out, share, safe, end);
    }

    /// The first run from which on a vector might reach beyond the image.
    private static int safe(int[] starts, int from, int end) {
        int run = end;
        while (run > from && starts[run] > starts[end] - LANES) {
            run--;
        }
        return run;
    }

    private static void paintExactly(
            Table table, int plane, Values out, Share share, int fromRun, int toRun) {
        int[] starts = share.map().runStarts();
        int[] labels = share.map().runLabels();
        int origin = out.origin() + plane * out.channelStep() - share.firstPixel();
        for (int run = fromRun; run < toRun; run++) {
            int row = table.origin() + labels[run] * table.rowStep() + plane;
            float value = labels[run] < 0 ? 0 : table.array()[row];
            for (int at = starts[run]; at < starts[run + 1]; at++) {
                out.array()[origin + at] = value;
            }
        }
    }
}
