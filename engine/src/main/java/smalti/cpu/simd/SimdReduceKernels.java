package smalti.cpu.simd;

import smalti.cpu.kernel.ReduceKernels;
import smalti.cpu.kernel.Share;
import smalti.cpu.kernel.Values;

/// Reductions on the Vector API: lanes over channels where those lie together, over pixels of a run where they lie in
/// planes.
public final class SimdReduceKernels implements ReduceKernels {
    private static final int LANES = Species.DOUBLES.length();

    @Override
    public int lanes(Values x) {
        return x.interleaved() ? 1 : LANES;
    }

    @Override
    public boolean addsInOrder(Values x) {
        return x.interleaved() && x.channels() <= InterleavedSums.BLOCK;
    }

    @Override
    public int room(Values x) {
        return x.interleaved() ? 0 : PlanarSums.ROOM;
    }

    @Override
    public void addSums(Values x, Share share, double[] sums) {
        if (!x.interleaved()) {
            PlanarSums.add(x, share, sums);
            return;
        }
        int[] starts = share.map().runStarts();
        int[] labels = share.map().runLabels();
        int origin = x.origin() - share.firstPixel() * x.pixelStep();
        int end = share.toRun();
        for (int run = share.fromRun(); run < end; run++) {
            int label = labels[run];
            if (label >= share.low() && label < share.high()) {
                InterleavedSums.addRun(
                        x.array(),
                        origin + starts[run] * x.pixelStep(),
                        starts[run + 1] - starts[run],
                        x.pixelStep(),
                        x.channels(),
                        sums,
                        (label - share.low()) * x.channels());
            }
        }
    }

    @Override
    public void addWeighted(
            Values x, float[] weights, int weightsFrom, Share share, double[] sums) {
        if (!x.interleaved()) {
            PlanarTerms.addWeighted(x, weights, weightsFrom, share, sums);
            return;
        }
        int[] starts = share.map().runStarts();
        int[] labels = share.map().runLabels();
        int end = share.toRun();
        for (int run = share.fromRun(); run < end; run++) {
            int label = labels[run];
            if (label < share.low() || label >= share.high()) {
                continue;
            }
            int to = (label - share.low()) * x.channels();
            int endPixel = starts[run + 1] - share.firstPixel();
            for (int pixel = starts[run] - share.firstPixel(); pixel < endPixel; pixel++) {
                int at = x.origin() + pixel * x.pixelStep();
                double weight = weights[weightsFrom + pixel];
                InterleavedTerms.addWeighted(x.array(), at, x.channels(), weight, sums, to);
            }
        }
    }

    @Override
    public void addProducts(Values x, Values y, Share share, double[] sums) {
        if (!x.interleaved()) {
            PlanarTerms.addProducts(x, y, share, sums);
            return;
        }
        int[] starts = share.map().runStarts();
        int[] labels = share.map().runLabels();
        int end = share.toRun();
        for (int run = share.fromRun(); run < end; run++) {
            int label = labels[run];
            if (label < share.low() || label >= share.high()) {
                continue;
            }
            int to = (label - share.low()) * x.channels();
            int endPixel = starts[run + 1] - share.firstPixel();
            for (int pixel = starts[run] - share.firstPixel(); pixel < endPixel; pixel++) {
                InterleavedTerms.addProducts(
                        x.array(),
                        x.origin() + pixel * x.pixelStep(),
                        y.array(),
                        y.origin() + pixel * y.pixelStep(),
                        x.channels(),
                        sums,
                        to);
            }
        }
    }

    @Override
    public void multiply(Values x, Share share, double[] products) {
        if (!x.interleaved()) {
            PlanarTerms.multiply(x, share, products);
            return;
        }
        int[] starts = share.map().runStarts();
        int[] labels = share.map().runLabels();
        int end = share.toRun();
        for (int run = share.fromRun(); run < end; run++) {
            int label = labels[run];
            if (label < share.low() || label >= share.high()) {
                continue;
            }
            int to = (label - share.low()) * x.channels();
            int endPixel = starts[run + 1] - share.firstPixel();
            for (int pixel = starts[run] - share.firstPixel(); pixel < endPixel; pixel++) {
                int at = x.origin() + pixel * x.pixelStep();
                InterleavedTerms.multiply(x.array(), at, x.channels(), products, to);
            }
        }
    }

    @Override
    public void selectLargest(Values x, float sign, Share share, float[] best, int[] positions) {
        if (!x.interleaved()) {
            PlanarSelection.select(x, sign, share, best, positions);
            return;
        }
        int[] starts = share.map().runStarts();
        int[] labels = share.map().runLabels();
        int end = share.toRun();
        for (int run = share.fromRun(); run < end; run++) {
            int label = labels[run];
            if (label >= share.low() && label < share.high()) {
                int pixel = starts[run] - share.firstPixel();
                InterleavedSelection.selectRun(
                        x.array(),
                        x.origin() + pixel * x.pixelStep(),
                        pixel,
                        starts[run + 1] - starts[run],
                        x.pixelStep(),
                        x.channels(),
                        sign,
                        best,
                        positions,
                        (label - share.low()) * x.channels());
            }
        }
    }

    @Override
    public void addMoments(Values x, Share share, double[] sums, double[] squares) {
        if (!x.interleaved()) {
            PlanarTerms.addMoments(x, share, sums, squares);
            return;
        }
        int table = share.image() * share.map().segments();
        int[] starts = share.map().runStarts();
        int[] labels = share.map().runLabels();
        int end = share.toRun();
        for (int run = share.fromRun(); run < end; run++) {
            int label = labels[run];
            if (label < share.low() || label >= share.high()) {
                continue;
            }
            int to = (label - share.low()) * x.channels();
            int first = x.origin() + share.map().firstPixel(table + label) * x.pixelStep();
            int endPixel = starts[run + 1] - share.firstPixel();
            for (int pixel = starts[run] - share.firstPixel(); pixel < endPixel; pixel++) {
                int at = x.origin() + pixel * x.pixelStep();
                InterleavedTerms.addMoments(x.array(), at, first, x.channels(), sums, squares, to);
            }
        }
    }

    @Override
    public void addExponentials(Values x, Share share, double[] largest, double[] sums) {
        if (!x.interleaved()) {
            PlanarExponentials.add(x, share, largest, sums);
            return;
        }
        int[] starts = share.map().runStarts();
        int[] labels = share.map().runLabels();
        int end = share.toRun();
        for (int run = share.fromRun(); run < end; run++) {
            int label = labels[run];
            if (label >= share.low() && label < share.high()) {
                int pixel = starts[run] - share.firstPixel();
                InterleavedExponentials.addRun(
                        x.array(),
                        x.origin() + pixel * x.pixelStep(),
                        starts[run + 1] - starts[run],
                        x.pixelStep(),
                        x.channels(),
                        largest,
                        sums,
                        (label - share.low()) * x.channels());
            }
        }
    }

    @Override
    public void foldProducts(Values x, double[] table, int entries) {
        if (!x.interleaved()) {
            Lanes.multiply(table, entries);
        }
    }

    @Override
    public void foldLargest(Values x, float[] best, int[] positions, int entries) {
        if (!x.interleaved()) {
            PlanarSelection.fold(best, positions, entries);
        }
    }

    @Override
    public void foldExponentials(Values x, double[] largest, double[] sums, int entries) {
        if (!x.interleaved()) {
            PlanarExponentials.fold(largest, sums, entries);
        }
    }
}
