package smalti.cpu.scalar;

import smalti.cpu.kernel.Share;
import smalti.cpu.kernel.SlopeKernels;
import smalti.cpu.kernel.Values;

/// The reference: value by value, both layouts by the same loops.
public final class ScalarSlopeKernels implements SlopeKernels {
    @Override
    public void scaleDistances(Values x, double[] shift, double[] factor, Values out, Share share) {
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

    @Override
    public void scaleExponentials(
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

    @Override
    public void multiplyDistances(Values x, Values y, double[] shift, Values out, Share share) {
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

    @Override
    public void scaleWeights(
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

    @Override
    public int room(int pixels) {
        return pixels;
    }

    @Override
    public void multiplyOthers(
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
