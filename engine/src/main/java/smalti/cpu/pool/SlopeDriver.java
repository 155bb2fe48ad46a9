package smalti.cpu.pool;

import java.util.Arrays;
import java.util.List;
import smalti.cpu.kernel.ReduceKernels;
import smalti.cpu.kernel.Share;
import smalti.cpu.kernel.SlopeKernels;
import smalti.cpu.kernel.Values;
import smalti.cpu.work.Workers;
import smalti.op.Layout;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

/// Softmax, and the gradients that differ from pixel to pixel of a segment. Each part owns the pixels of its segments: it
/// reduces what it needs of them, then writes them.
final class SlopeDriver {
    private final Workers workers;
    private final ReduceKernels kernels;
    private final SlopeKernels slopes;
    private final ScratchPool scratches;

    SlopeDriver(
            Workers workers, ReduceKernels kernels, SlopeKernels slopes, ScratchPool scratches) {
        this.workers = workers;
        this.kernels = kernels;
        this.slopes = slopes;
        this.scratches = scratches;
    }

    /// What is computed of one part.
    private interface Step {
        void run(Part part, Share share, Scratch scratch);
    }

    private void eachPart(SegmentMap map, MapView out, Step step) {
        List<Part> parts = FloatReducer.parts(map, out, workers);
        clearIgnored(map, out);
        workers.run(
                parts.size(),
                index ->
                        scratches.with(scratch -> {
                            Part part = parts.get(index);
                            step.run(part, part.share(map), scratch);
                        }));
    }

    /// Ignored pixels belong to no part.
    private void clearIgnored(SegmentMap map, MapView out) {
        for (int run = 0; run < map.runs(); run++) {
            if (map.runLabels()[run] < 0) {
                int image = map.runStarts()[run] / out.pixels();
                Values values = out.values(image, 0, out.channels());
                int first = map.runStarts()[run] - image * out.pixels();
                int length = map.runStarts()[run + 1] - map.runStarts()[run];
                int runs = values.interleaved() ? 1 : out.channels();
                int size = values.interleaved() ? length * out.channels() : length;
                for (int channel = 0; channel < runs; channel++) {
                    int at =
                            values.origin()
                                    + channel * values.channelStep()
                                    + first * values.pixelStep();
                    Arrays.fill(out.array(), at, at + size, 0);
                }
            }
        }
    }

    private static Values of(MapView view, Part part) {
        return view.values(part.image(), part.fromChannel(), part.toChannel());
    }

    void gradient(SegmentOp.ReduceGradient op, List<Tensor> inputs, Tensor output) {
        SegmentMap map = op.segments();
        Tensor upstream = inputs.getFirst();
        MapView x = MapView.of(inputs.get(1), map, op.layout());
        MapView out = MapView.of(output, map, op.layout());
        int mostPixels = op.reduction() == Reduction.PRODUCT ? largest(map.counts()) : 0;
        eachPart(
                map,
                out,
                (part, share, scratch) -> {
                    double[] factor = scratch.doubles(part.entries(), 0);
                    new PartTable(map, part).read(upstream, factor);
                    switch (op.reduction()) {
                        case VARIANCE, STDDEV -> {
                            double[] mean = mean(of(x, part), part, share, scratch);
                            scaleByPixels(op.reduction(), inputs.get(2), map, part, factor);
                            slopes.scaleDistances(of(x, part), mean, factor, of(out, part), share);
                        }
                        case LOGSUMEXP -> {
                            double[] reduced = scratch.doubles(part.entries(), 0);
                            new PartTable(map, part).read(inputs.get(2), reduced);
                            slopes.scaleExponentials(
                                    of(x, part), reduced, factor, of(out, part), share);
                        }
                        case PRODUCT -> {
                            double[] behind = scratch.doubles(slopes.room(mostPixels), 0);
                            slopes.multiplyOthers(
                                    of(x, part), factor, of(out, part), share, behind);
                        }
                        case SUM, MEAN, MAX, MIN ->
                                throw new IllegalStateException(
                                        op.reduction() + " has the same gradient at every pixel");
                    }
                });
    }

    private double[] mean(Values x, Part part, Share share, Scratch scratch) {
        var sums = Accumulation.Sums.of(kernels, x, part.entries(), scratch);
        ReadAhead.of(share.map(), part, x).feed(sums::add);
        double[] mean = sums.table();
        int first = part.image() * share.map().segments() + part.low();
        for (int entry = 0; entry < part.entries(); entry++) {
            mean[entry] /= share.map().counts()[first + entry / part.channels()];
        }
        return mean;
    }

    /// The gradient of the variance is `2(x - mean)/n`, that of its root `(x - mean)/(n·root)`, and 0 where the root is.
    private static void scaleByPixels(
            Reduction reduction, Tensor reduced, SegmentMap map, Part part, double[] factor) {
        int table = part.image() * map.segments();
        for (int entry = 0; entry < part.entries(); entry++) {
            int segment = table + part.low() + entry / part.channels();
            int pixels = Math.max(1, map.counts()[segment]);
            if (reduction == Reduction.VARIANCE) {
                factor[entry] *= 2.0 / pixels;
            } else {
                double root = new PartTable(map, part).at(reduced, entry);
                factor[entry] = root == 0 ? 0 : factor[entry] / (pixels * root);
            }
        }
    }

    private static int largest(int[] counts) {
        return Arrays.stream(counts).max().orElse(0);
    }

    /// The gradient of a weighted sum or mean in the features.
    void weightedGradient(SegmentOp.ReduceGradient op, List<Tensor> inputs, Tensor output) {
        SegmentMap map = op.segments();
        Tensor weights = inputs.get(1);
        MapView out = MapView.of(output, map, op.layout());
        scratches.with(shared -> {
            double[] sums = WeightSums.of(map, weights, shared);
            eachPart(
                    map,
                    out,
                    (part, share, scratch) -> {
                        double[] factor = scratch.doubles(part.entries(), 0);
                        new PartTable(map, part).read(inputs.getFirst(), factor);
                        if (op.reduction() == Reduction.MEAN) {
                            divide(factor, map, part, sums);
                        }
                        int from = weights.offset() + share.firstPixel();
                        slopes.scaleWeights(weights.floats(), from, factor, of(out, part), share);
                    });
        });
    }

    private static void divide(double[] factor, SegmentMap map, Part part, double[] weightSums) {
        int first = part.image() * map.segments() + part.low();
        for (int entry = 0; entry < part.entries(); entry++) {
            double weight = weightSums[first + entry / part.channels()];
            factor[entry] = weight == 0 ? 0 : factor[entry] / weight;
        }
    }

    void softmax(SegmentMap map, Layout layout, Tensor input, Tensor output) {
        MapView x = MapView.of(input, map, layout);
        MapView out = MapView.of(output, map, layout);
        eachPart(
                map,
                out,
                (part, share, scratch) -> {
                    Values values = of(x, part);
                    var sums =
                            Accumulation.Exponentials.of(kernels, values, part.entries(), scratch);
                    ReadAhead.of(map, part, values).feed(sums::add);
                    sums.finish();
                    double[] shift = scratch.doubles(part.entries(), 0);
                    double[] factor = scratch.doubles(part.entries(), 0);
                    for (int entry = 0; entry < part.entries(); entry++) {
                        shift[entry] = sums.largest()[entry];
                        factor[entry] = sums.largestShare(entry);
                    }
                    slopes.scaleExponentials(values, shift, factor, of(out, part), share);
                });
    }

    void softmaxGradient(
            SegmentMap map, Layout layout, Tensor upstream, Tensor softmax, Tensor output) {
        MapView g = MapView.of(upstream, map, layout);
        MapView y = MapView.of(softmax, map, layout);
        MapView out = MapView.of(output, map, layout);
        eachPart(
                map,
                out,
                (part, share, scratch) -> {
                    Values upstreams = of(g, part);
                    Values shares = of(y, part);
                    var sums =
                            Accumulation.ProductSums.of(
                                    kernels, upstreams, shares, part.entries(), scratch);
                    sums.add(share);
                    slopes.multiplyDistances(upstreams, shares, sums.table(), of(out, part), share);
                });
    }
}
