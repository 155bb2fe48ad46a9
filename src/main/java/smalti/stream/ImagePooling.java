package smalti.stream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import smalti.Pooled;
import smalti.Pooling;
import smalti.error.UnsupportedOpException;
import smalti.op.Layout;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.CrossWeights;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Pools one image after the other by the same plan. A reduction that the device lacks for the features' type is computed
/// in single precision.
final class ImagePooling {
    private final PoolPlan plan;
    private final Set<Reduction> inSinglePrecision = EnumSet.noneOf(Reduction.class);

    ImagePooling(PoolPlan plan) {
        this.plan = plan;
    }

    /// An array for one image, with a first dimension of 1.
    record Result(String array, Tensor values) {}

    /// Reads the upstream gradient in a type, if there is one.
    @FunctionalInterface
    interface Upstream {
        Optional<Tensor> read(DType type) throws IOException;
    }

    /// Pools features of the labels' resolution.
    List<Result> within(
            SegmentMap map, Tensor features, Optional<Tensor> weights, Upstream upstream)
            throws IOException {
        Pooling pooling =
                Pooling.over(map).layout(plan.layout()).empty(plan.empty()).on(plan.device());
        if (weights.isPresent()) {
            pooling = pooling.weights(weights.get());
        }
        Map<String, Tensor> results = new LinkedHashMap<>();
        results.put("counts", counts(map));
        Map<Reduction, Reduced> reduced = reduce(pooling, features);
        for (Product product : plan.products()) {
            Optional<Reduction> reduction = product.reduction();
            Reduced values = reduction.map(reduced::get).orElse(null);
            if (reduction.isPresent() && values != null) {
                addReduced(results, product, pooling, reduction.get(), values, upstream);
            } else {
                addOther(results, product, pooling, map, features, upstream);
            }
        }
        return listed(results);
    }

    /// The mean of features of another resolution than the labels.
    List<Result> across(SegmentMap map, Tensor features, Upstream upstream) throws IOException {
        CrossWeights weights =
                CrossWeights.tiling(
                        map,
                        plan.layout().height(features.shape()),
                        plan.layout().width(features.shape()));
        Tensor values = features.dtype().isFloating() ? features : features.to(DType.F32);
        Map<String, Tensor> results = new LinkedHashMap<>();
        results.put("counts", counts(map));
        Tensor mean;
        try {
            mean =
                    plan.device()
                            .run(
                                    new SegmentOp.CrossPool(weights, plan.layout(), plan.empty()),
                                    values);
        } catch (UnsupportedOpException lacking) {
            if (values.dtype() == DType.F32) {
                throw lacking;
            }
            mean =
                    plan.device()
                            .run(
                                    new SegmentOp.CrossPool(weights, plan.layout(), plan.empty()),
                                    values.to(DType.F32));
        }
        results.put("mean", mean);
        Optional<Tensor> gradient = upstream.read(mean.dtype());
        if (gradient.isPresent()) {
            results.put(
                    "grad_mean",
                    plan.device()
                            .run(
                                    new SegmentOp.CrossPoolGradient(weights, plan.layout()),
                                    gradient.get()));
        }
        return listed(results);
    }

    /// What was reduced, and what it gave.
    private record Reduced(Tensor features, Pooled pooled) {}

    private Map<Reduction, Reduced> reduce(Pooling pooling, Tensor features) {
        List<Reduction> natural = new ArrayList<>();
        List<Reduction> single = new ArrayList<>();
        for (Product product : plan.products()) {
            product.reduction()
                    .ifPresent(reduction ->
                            (inSinglePrecision.contains(reduction) ? single : natural)
                                    .add(reduction));
        }
        Map<Reduction, Reduced> results = new LinkedHashMap<>();
        try {
            add(results, pooling, features, natural);
        } catch (UnsupportedOpException lacking) {
            if (features.dtype() == DType.F32) {
                throw lacking;
            }
            for (Reduction reduction : natural) {
                try {
                    add(results, pooling, features, List.of(reduction));
                } catch (UnsupportedOpException thisOne) {
                    inSinglePrecision.add(reduction);
                    single.add(reduction);
                }
            }
        }
        if (!single.isEmpty()) {
            add(results, pooling, features.to(DType.F32), single);
        }
        return results;
    }

    private static void add(
            Map<Reduction, Reduced> results,
            Pooling pooling,
            Tensor features,
            List<Reduction> reductions) {
        if (reductions.isEmpty()) {
            return;
        }
        Reduced reduced =
                new Reduced(
                        features, pooling.reduce(features, reductions.toArray(Reduction[]::new)));
        reductions.forEach(reduction -> results.put(reduction, reduced));
    }

    private static void addReduced(
            Map<String, Tensor> results,
            Product product,
            Pooling pooling,
            Reduction reduction,
            Reduced reduced,
            Upstream upstream)
            throws IOException {
        Tensor table = reduced.pooled().values(reduction);
        results.put(product.array(), table);
        if (reduction.selects()) {
            results.put("arg" + product.array(), reduced.pooled().positions(reduction));
        }
        Optional<Tensor> gradient = upstream.read(table.dtype());
        if (gradient.isPresent()) {
            results.put(
                    "grad_" + product.array(),
                    pooling.gradient(
                            reduction, reduced.features(), reduced.pooled(), gradient.get()));
        }
    }

    private void addOther(
            Map<String, Tensor> results,
            Product product,
            Pooling pooling,
            SegmentMap map,
            Tensor features,
            Upstream upstream)
            throws IOException {
        switch (product) {
            case SOFTMAX -> addSoftmax(results, pooling, map, features, upstream);
            case MODE -> results.put("mode", mode(pooling, map, features));
            case COUNT ->
                    results.put("count", spread(map, plan.layout().channels(features.shape())));
            default -> throw new AssertionError(product + " is a reduction");
        }
    }

    private void addSoftmax(
            Map<String, Tensor> results,
            Pooling pooling,
            SegmentMap map,
            Tensor features,
            Upstream upstream)
            throws IOException {
        Tensor softmax;
        try {
            softmax = pooling.softmax(features);
        } catch (UnsupportedOpException lacking) {
            if (features.dtype() == DType.F32) {
                throw lacking;
            }
            softmax = pooling.softmax(features.to(DType.F32));
        }
        results.put("softmax", softmax);
        boolean alone =
                plan.products().stream().noneMatch(product -> product.reduction().isPresent());
        Optional<Tensor> gradient = alone ? upstream.read(softmax.dtype()) : Optional.empty();
        if (gradient.isPresent()) {
            results.put(
                    "grad_softmax",
                    plan.device()
                            .run(
                                    new SegmentOp.SoftmaxGradient(map, plan.layout()),
                                    gradient.get(),
                                    softmax));
        }
    }

    /// The mode of every channel, `I32 [1,K,C]`.
    private Tensor mode(Pooling pooling, SegmentMap map, Tensor features) {
        Tensor whole = features.dtype() == DType.I32 ? features : features.to(DType.I32);
        int channels = plan.layout().channels(whole.shape());
        int pixels = map.pixels();
        boolean interleaved = plan.layout() == Layout.NHWC;
        int[] values = whole.ints();
        int[] modes = new int[Shape.of(map.segments(), channels).arrayLength("mode")];
        int[] classes = new int[pixels];
        for (int channel = 0; channel < channels; channel++) {
            int first = whole.offset() + (interleaved ? channel : channel * pixels);
            int step = interleaved ? channels : 1;
            for (int pixel = 0; pixel < pixels; pixel++) {
                classes[pixel] = values[first + pixel * step];
            }
            Tensor mode =
                    pooling.mode(Tensor.of(classes, 1, map.height(), map.width()), plan.purity());
            for (int segment = 0; segment < map.segments(); segment++) {
                modes[segment * channels + channel] = mode.ints()[mode.offset() + segment];
            }
        }
        return Tensor.of(modes, 1, map.segments(), channels);
    }

    private static Tensor counts(SegmentMap map) {
        return Tensor.of(map.counts().clone(), 1, map.segments());
    }

    /// The counts once a channel.
    private static Tensor spread(SegmentMap map, int channels) {
        int[] counts = new int[Shape.of(map.segments(), channels).arrayLength("count")];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = map.counts()[i / channels];
        }
        return Tensor.of(counts, 1, map.segments(), channels);
    }

    private static List<Result> listed(Map<String, Tensor> results) {
        List<Result> list = new ArrayList<>();
        results.forEach((array, values) -> list.add(new Result(array, values)));
        return list;
    }
}
