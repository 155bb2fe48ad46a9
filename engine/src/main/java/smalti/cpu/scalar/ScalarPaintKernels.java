package smalti.cpu.scalar;

import java.util.Arrays;
import smalti.cpu.kernel.PaintKernels;
import smalti.cpu.kernel.Share;
import smalti.cpu.kernel.Table;
import smalti.cpu.kernel.Values;

/// The reference: run by run, channel by channel.
public final class ScalarPaintKernels implements PaintKernels {
    /// Below this many channels a loop is faster than a call to copy them.
    private static final int WORTH_A_COPY = 16;

    @Override
    public void paint(Table table, Values out, Share share) {
        int[] starts = share.map().runStarts();
        int[] labels = share.map().runLabels();
        int end = share.toRun();
        for (int run = share.fromRun(); run < end; run++) {
            int from = out.origin() + (starts[run] - share.firstPixel()) * out.pixelStep();
            int pixels = starts[run + 1] - starts[run];
            if (out.interleaved()) {
                paintPixels(table, labels[run], out, from, pixels);
            } else {
                paintPlanes(table, labels[run], out, from, pixels);
            }
        }
    }

    private static void paintPixels(Table table, int label, Values out, int from, int pixels) {
        float[] array = out.array();
        int channels = out.channels();
        int row = table.origin() + label * table.rowStep();
        for (int pixel = 0, at = from; pixel < pixels; pixel++, at += out.pixelStep()) {
            if (label < 0) {
                Arrays.fill(array, at, at + channels, 0);
            } else if (channels >= WORTH_A_COPY) {
                System.arraycopy(table.array(), row, array, at, channels);
            } else {
                for (int channel = 0; channel < channels; channel++) {
                    array[at + channel] = table.array()[row + channel];
                }
            }
        }
    }

    private static void paintPlanes(Table table, int label, Values out, int from, int pixels) {
        int row = table.origin() + label * table.rowStep();
        for (int channel = 0; channel < out.channels(); channel++) {
            int at = from + channel * out.channelStep();
            float value = label < 0 ? 0 : table.array()[row + channel];
            Arrays.fill(out.array(), at, at + pixels, value);
        }
    }
}
