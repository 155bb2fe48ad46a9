package smalti.cpu.scalar;

import smalti.cpu.kernel.Share;
import smalti.cpu.kernel.Values;

/// Walks over the runs of a share that belong to its segments.
final class RunCursor {
    private final Values x;
    private final Share share;
    private final int[] starts;
    private final int[] labels;
    private final int firstPixel;
    private final int endRun;
    private int run;

    /// The first pixel of the run, in the image.
    int pixel;

    /// The pixel behind the run.
    int endPixel;

    /// The first entry of the run's segment in tables.
    int entry;

    RunCursor(Values x, Share share) {
        this.x = x;
        this.share = share;
        this.starts = share.map().runStarts();
        this.labels = share.map().runLabels();
        this.firstPixel = share.firstPixel();
        this.endRun = share.toRun();
        this.run = share.fromRun() - 1;
    }

    /// Moves to the next run of a segment in the share; false behind the last.
    boolean next() {
        while (++run < endRun) {
            int label = labels[run];
            if (label >= share.low() && label < share.high()) {
                pixel = starts[run] - firstPixel;
                endPixel = starts[run + 1] - firstPixel;
                entry = (label - share.low()) * x.channels();
                return true;
            }
        }
        return false;
    }

    /// Where the run's values of a channel begin.
    int begin(int channel) {
        return x.origin() + pixel * x.pixelStep() + channel * x.channelStep();
    }

    /// Where they end.
    int end(int channel) {
        return x.origin() + endPixel * x.pixelStep() + channel * x.channelStep();
    }

    /// Where the first value of the run's segment is.
    int first(int channel) {
        int segment = share.image() * share.map().segments() + labels[run];
        return x.origin()
                + share.map().firstPixel(segment) * x.pixelStep()
                + channel * x.channelStep();
    }
}
