package smalti.cpu.scalar;

import smalti.cpu.kernel.Share;
import smalti.cpu.kernel.Values;

/// Elementwise passes over the pixels of segments: gradients and softmax. Tables have one entry a segment of the share
/// and channel, `(segment - low)·channels + channel`. Maps that are passed together have the same layout.
public final class SegmentSlopes {
    private SegmentSlopes() {}

    /// `out = (x - shift)·factor`.
    public static void scaleDistances(
            Values x, double[] shift, double[] factor, Values out, Share share) {
        RunCursor run = new RunCursor(x, share);
        while (run.next()) {
            for (int channel = 0; channel < x.channels(); channel++) {
                double from = shift[run.entry + channel];
                double by = factor[run.entry + channel];
                int to = out.origin() - x.origin();
                for (int at = run.begin(channel); at < run.end(channel); at += x.pixelStep()) {
                    // A factor of 0 means no gradient, also at infinite distance.
                    out.array()[at + to] = by == 0 ? 0 : (float) ((x.array()[at] - from) * by);
                }
            }
        }
    }

    /// `out = exp(x - shift)·factor`.
    public static void scaleExponentials(
            Values x, double[] shift, double[] factor, Values out, Share share) {
        RunCursor run = new RunCursor(x, share);
        while (run.next()) {
            for (int channel = 0; channel < x.channels(); channel++) {
                double from = shift[run.entry + channel];
                double by = factor[run.entry + channel];
                int to = out.origin() - x.origin();
                for (int at = run.begin(channel); at < run.end(channel); at += x.pixelStep()) {
                    out.array()[at + to] = (float) (Math.exp(x.array()[at] - from) * by);
                }
            }
        }
    }

    /// Adds `x·y`.
    public static void addProducts(Values x, Values y, Share share, double[] sums) {
        RunCursor run = new RunCursor(x, share);
        while (run.next()) {
            for (int channel = 0; channel < x.channels(); channel++) {
                double sum = sums[run.entry + channel];
                int to = y.origin() - x.origin();
                for (int at = run.begin(channel); at < run.end(channel); at += x.pixelStep()) {
                    sum += (double) x.array()[at] * y.array()[at + to];
                }
                sums[run.entry + channel] = sum;
            }
        }
    }

    /// `out = y·(x - shift)`.
    public static void multiplyDistances(
            Values x, Values y, double[] shift, Values out, Share share) {
        RunCursor run = new RunCursor(x, share);
        while (run.next()) {
            for (int channel = 0; channel < x.channels(); channel++) {
                double from = shift[run.entry + channel];
                int toY = y.origin() - x.origin();
                int to = out.origin() - x.origin();
                for (int at = run.begin(channel); at < run.end(channel); at += x.pixelStep()) {
                    out.array()[at + to] = (float) (y.array()[at + toY] * (x.array()[at] - from));
                }
            }
        }
    }

    /// `out = weight·factor`, with a weight a pixel.
    public static void scaleWeights(
            float[] weights, int weightsFrom, double[] factor, Values out, Share share) {
        RunCursor run = new RunCursor(out, share);
        while (run.next()) {
            for (int channel = 0; channel < out.channels(); channel++) {
                double by = factor[run.entry + channel];
                int at = run.begin(channel);
                for (int pixel = run.pixel; pixel < run.endPixel; pixel++) {
                    out.array()[at] = (float) (weights[weightsFrom + pixel] * by);
                    at += out.pixelStep();
                }
            }
        }
    }

    /// `out = factor·` the product of all other values of the segment: before it times behind it, which neither divides
    /// by 0 nor needs the whole product to be representable.
    ///
    /// @param behind room for as many values as the largest segment has pixels
    public static void multiplyOthers(
            Values x, double[] factor, Values out, Share share, double[] behind) {
        int table = share.image() * share.map().segments();
        for (int segment = share.low(); segment < share.high(); segment++) {
            for (int channel = 0; channel < x.channels(); channel++) {
                double by = factor[(segment - share.low()) * x.channels() + channel];
                multiplyOthers(x, by, out, share, table + segment, channel, behind);
            }
        }
    }

    private static void multiplyOthers(
            Values x,
            double factor,
            Values out,
            Share share,
            int segment,
            int channel,
            double[] behind) {
        int[] starts = share.map().runStarts();
        int[] runs = share.map().segmentRuns();
        int first = share.map().segmentStarts()[segment];
        int last = share.map().segmentStarts()[segment + 1];
        int index = share.map().counts()[segment];
        int plane = x.origin() + channel * x.channelStep();
        double product = 1;
        for (int at = last - 1; at >= first; at--) {
            for (int pixel = starts[runs[at] + 1] - 1; pixel >= starts[runs[at]]; pixel--) {
                behind[--index] = product;
                product *= x.array()[plane + (pixel - share.firstPixel()) * x.pixelStep()];
            }
        }
        double before = 1;
        for (int at = first; at < last; at++) {
            for (int pixel = starts[runs[at]]; pixel < starts[runs[at] + 1]; pixel++) {
                int from = plane + (pixel - share.firstPixel()) * x.pixelStep();
                out.array()[from - x.origin() + out.origin()] =
                        (float) (before * behind[index++] * factor);
                before *= x.array()[from];
            }
        }
    }
}
