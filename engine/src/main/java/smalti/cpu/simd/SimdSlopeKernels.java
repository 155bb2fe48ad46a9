package smalti.cpu.simd;

import smalti.cpu.kernel.Share;
import smalti.cpu.kernel.SlopeKernels;
import smalti.cpu.kernel.Values;
import smalti.cpu.scalar.ScalarSlopeKernels;

/// Elementwise passes on the Vector API: lanes over channels where those lie together, over pixels of a run where they
/// lie in planes.
public final class SimdSlopeKernels implements SlopeKernels {
    private final SlopeKernels scalar = new ScalarSlopeKernels();

    @Override
    public void scaleDistances(Values x, double[] shift, double[] factor, Values out, Share share) {
        if (!x.interleaved()) {
            if (x.channels() < PlanarSlopes.PLANES) {
                scalar.scaleDistances(x, shift, factor, out, share);
            } else {
                PlanarSlopes.scaleDistances(x, shift, factor, out, share);
            }
            return;
        }
        int[] starts = share.map().runStarts();
        int[] labels = share.map().runLabels();
        int end = share.fromRun();
        for (int run = share.fromRun(); run < share.toRun(); run++) {
            if (!share.holds(run)) {
                continue;
            }
            end = run < end ? end : Stretches.end(share, run);
            int entry = (labels[run] - share.low()) * out.channels();
            int endStretch = starts[end] - share.firstPixel();
            int endPixel = starts[run + 1] - share.firstPixel();
            for (int pixel = starts[run] - share.firstPixel(); pixel < endPixel; pixel++) {
                InterleavedSlopes.scaleDistances(
                        x.array(),
                        at(x, pixel),
                        shift,
                        factor,
                        entry,
                        x.channels(),
                        out.array(),
                        at(out, pixel),
                        limit(out, pixel, endStretch));
            }
        }
    }

    @Override
    public void scaleExponentials(
            Values x, double[] shift, double[] factor, Values out, Share share) {
        if (!x.interleaved()) {
            PlanarSlopes.scaleExponentials(x, shift, factor, out, share);
            return;
        }
        int[] starts = share.map().runStarts();
        int[] labels = share.map().runLabels();
        int end = share.fromRun();
        for (int run = share.fromRun(); run < share.toRun(); run++) {
            if (!share.holds(run)) {
                continue;
            }
            end = run < end ? end : Stretches.end(share, run);
            int entry = (labels[run] - share.low()) * out.channels();
            int endStretch = starts[end] - share.firstPixel();
            int endPixel = starts[run + 1] - share.firstPixel();
            for (int pixel = starts[run] - share.firstPixel(); pixel < endPixel; pixel++) {
                InterleavedSlopes.scaleExponentials(
                        x.array(),
                        at(x, pixel),
                        shift,
                        factor,
                        entry,
                        x.channels(),
                        out.array(),
                        at(out, pixel),
                        limit(out, pixel, endStretch));
            }
        }
    }

    @Override
    public void multiplyDistances(Values x, Values y, double[] shift, Values out, Share share) {
        if (!x.interleaved()) {
            if (x.channels() < PlanarSlopes.PLANES) {
                scalar.multiplyDistances(x, y, shift, out, share);
            } else {
                PlanarSlopes.multiplyDistances(x, y, shift, out, share);
            }
            return;
        }
        int[] starts = share.map().runStarts();
        int[] labels = share.map().runLabels();
        int end = share.fromRun();
        for (int run = share.fromRun(); run < share.toRun(); run++) {
            if (!share.holds(run)) {
                continue;
            }
            end = run < end ? end : Stretches.end(share, run);
            int entry = (labels[run] - share.low()) * out.channels();
            int endStretch = starts[end] - share.firstPixel();
            int endPixel = starts[run + 1] - share.firstPixel();
            for (int pixel = starts[run] - share.firstPixel(); pixel < endPixel; pixel++) {
                InterleavedSlopes.multiplyDistances(
                        x.array(),
                        at(x, pixel),
                        y.array(),
                        at(y, pixel),
                        shift,
                        entry,
                        x.channels(),
                        out.array(),
                        at(out, pixel),
                        limit(out, pixel, endStretch));
            }
        }
    }

    @Override
    public void scaleWeights(
            float[] weights, int weightsFrom, double[] factor, Values out, Share share) {
        if (!out.interleaved()) {
            if (out.channels() < PlanarSlopes.PLANES) {
                scalar.scaleWeights(weights, weightsFrom, factor, out, share);
            } else {
                PlanarSlopes.scaleWeights(weights, weightsFrom, factor, out, share);
            }
            return;
        }
        int[] starts = share.map().runStarts();
        int[] labels = share.map().runLabels();
        int end = share.fromRun();
        for (int run = share.fromRun(); run < share.toRun(); run++) {
            if (!share.holds(run)) {
                continue;
            }
            end = run < end ? end : Stretches.end(share, run);
            int entry = (labels[run] - share.low()) * out.channels();
            int endStretch = starts[end] - share.firstPixel();
            int endPixel = starts[run + 1] - share.firstPixel();
            for (int pixel = starts[run] - share.firstPixel(); pixel < endPixel; pixel++) {
                InterleavedSlopes.scaleWeight(
                        weights[weightsFrom + pixel],
                        factor,
                        entry,
                        out.channels(),
                        out.array(),
                        at(out, pixel),
                        limit(out, pixel, endStretch));
            }
        }
    }

    private static int at(Values x, int pixel) {
        return x.origin() + pixel * x.pixelStep();
    }

    /// Where the values end that may be overwritten because they are written later: with the stretch if all channels
    /// are, else with the pixel.
    private static int limit(Values out, int pixel, int endStretch) {
        return out.channels() == out.pixelStep()
                ? at(out, endStretch)
                : at(out, pixel) + out.channels();
    }

    @Override
    public int room(int pixels) {
        return pixels * Species.DOUBLES.length();
    }

    /// In planes the product of a segment is one chain, whatever takes it.
    @Override
    public void multiplyOthers(
            Values x, double[] factor, Values out, Share share, double[] behind) {
        if (x.interleaved() && x.channels() >= Species.DOUBLES.length()) {
            InterleavedProducts.multiplyOthers(x, factor, out, share, behind);
        } else {
            scalar.multiplyOthers(x, factor, out, share, behind);
        }
    }
}
