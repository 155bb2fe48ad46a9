package smalti.stream;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import smalti.error.FormatException;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.op.Layout;
import smalti.op.Reduction;
import smalti.segment.SegmentMap;
import smalti.store.ArraySink;
import smalti.store.ArraySource;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Pools a data set image by image: memory is needed for one image, whatever the number. What does not fit together is
/// refused before anything is written.
public final class PoolStream {
    private final PoolPlan plan;
    private final MapStream features;
    private final LabelStream labels;
    private final Optional<MapStream> weights;
    private final Optional<MapStream> upstream;
    private final int channels;

    /// @param features `[B,H,W,C]` or `[B,C,H,W]`, as the plan says; B may be left out
    /// @param labels `[B,H,W]` or `[H,W]`; of another resolution than the features only for the mean
    /// @param weights `[B,H,W]` or `[H,W]`, for sum and mean
    /// @throws ShapeException if shapes do not fit
    /// @throws ParameterException if products, weights and resolution do not go together
    public PoolStream(
            PoolPlan plan,
            ArraySource features,
            ArraySource labels,
            Optional<ArraySource> weights,
            Optional<ArraySource> upstream) {
        this.plan = plan;
        String expected =
                plan.layout() == Layout.NHWC ? "features [B,H,W,C]" : "features [B,C,H,W]";
        this.features = new MapStream(features, 4, expected + " or without B");
        this.labels = new LabelStream(labels, plan.ignore());
        this.weights = weights.map(source -> new MapStream(source, 3, "weights [B,H,W] or [H,W]"));
        this.upstream =
                upstream.map(
                        source -> new MapStream(source, isMap() ? 4 : 3, "an upstream gradient"));
        this.channels = plan.layout().channels(this.features.shape());
        check();
    }

    /// Whether the only product with a gradient is a map itself, so that the upstream gradient is one too.
    private boolean isMap() {
        return plan.products().stream().noneMatch(product -> product.reduction().isPresent());
    }

    private void check() {
        if (features.shape().size(0) != labels.batch()) {
            throw new ShapeException(
                    labels.batch() + " label maps",
                    "as many feature maps",
                    features.shape().size(0));
        }
        if (crosses() && !plan.products().equals(List.of(Product.MEAN))) {
            throw new ParameterException(
                    "the reduction of features %d x %d over labels %d x %d"
                            .formatted(
                                    plan.layout().height(features.shape()),
                                    plan.layout().width(features.shape()),
                                    labels.height(),
                                    labels.width()),
                    "mean, the only one across resolutions",
                    names());
        }
        if (weights.isPresent()) {
            checkWeights(weights.get());
        }
        boolean classes = plan.products().contains(Product.MODE);
        if (classes && !features.source().type().isWhole()) {
            throw new FormatException(
                    features.source().name(),
                    -1,
                    "holds %s, and mode takes whole numbers".formatted(features.source().type()));
        }
    }

    private void checkWeights(MapStream given) {
        boolean allowed =
                plan.products().stream()
                        .allMatch(product ->
                                product.reduction().map(Reduction::takesWeights).orElse(false));
        if (!allowed || crosses()) {
            throw new ParameterException(
                    "a weighted reduction",
                    "sum or mean, with labels of the features' resolution",
                    names());
        }
        given.expect("weights", Shape.of(labels.batch(), labels.height(), labels.width()));
    }

    private String names() {
        return String.join(",", plan.products().stream().map(Product::array).toList());
    }

    /// Whether labels have another resolution than the features.
    public boolean crosses() {
        return plan.layout().height(features.shape()) != labels.height()
                || plan.layout().width(features.shape()) != labels.width();
    }

    /// The number of images.
    public int images() {
        return labels.batch();
    }

    /// Pools everything.
    ///
    /// @param sink what gets `counts` and an array a product; it is left uncommitted
    /// @param done is told each image's number when it is written
    /// @return K
    /// @throws smalti.error.LabelException if a label is not below K
    public int run(ArraySink sink, IntConsumer done) throws IOException {
        // With a single image the labels need not be read twice.
        Optional<SegmentMap> only =
                images() == 1 && plan.segments().isEmpty()
                        ? Optional.of(labels.read(0, 0))
                        : Optional.empty();
        int segments =
                only.isPresent()
                        ? only.get().segments()
                        : plan.segments().isPresent()
                                ? plan.segments().getAsInt()
                                : labels.largest();
        if (upstream.isPresent() && !isMap()) {
            upstream.get().expect("an upstream gradient", Shape.of(images(), segments, channels));
        } else if (upstream.isPresent()) {
            upstream.get().expect("an upstream gradient of the softmax", features.shape());
        }
        ImagePooling pooling = new ImagePooling(plan);
        boolean declared = false;
        for (int image = 0; image < images(); image++) {
            SegmentMap map = only.isPresent() ? only.get() : labels.read(image, segments);
            List<ImagePooling.Result> results = pool(pooling, image, map);
            if (!declared) {
                declare(sink, results);
                declared = true;
            }
            for (ImagePooling.Result result : results) {
                sink.write(result.array(), result.values());
            }
            done.accept(image);
        }
        if (!declared) {
            declareEmpty(sink, segments);
        }
        return segments;
    }

    private List<ImagePooling.Result> pool(ImagePooling pooling, int image, SegmentMap map)
            throws IOException {
        Tensor values = features.read(image, featureType());
        Optional<Tensor> perPixel =
                weights.isPresent()
                        ? Optional.of(weights.get().read(image, DType.F32))
                        : Optional.empty();
        ImagePooling.Upstream gradient =
                upstream.isPresent()
                        ? type -> Optional.of(upstream.get().read(image, type))
                        : _ -> Optional.empty();
        return crosses()
                ? pooling.across(map, values, gradient)
                : pooling.within(map, values, perPixel, gradient);
    }

    /// The type that features are read as: their own, except that whole numbers have no gradient.
    private DType featureType() {
        DType natural = features.source().type().natural();
        return natural == DType.I32 && upstream.isPresent() ? DType.F64 : natural;
    }

    private void declare(ArraySink sink, List<ImagePooling.Result> first) throws IOException {
        for (ImagePooling.Result result : first) {
            int[] sizes = result.values().shape().sizes();
            sizes[0] = images();
            sink.declare(result.array(), result.values().dtype(), Shape.of(sizes));
        }
    }

    /// Arrays of a data set without images, which has no first result to tell their types.
    private void declareEmpty(ArraySink sink, int segments) throws IOException {
        sink.declare("counts", DType.I32, Shape.of(0, segments));
        for (Product product : plan.products()) {
            boolean whole = product == Product.MODE || product == Product.COUNT;
            Shape table =
                    product == Product.SOFTMAX ? features.shape() : Shape.of(0, segments, channels);
            sink.declare(product.array(), whole ? DType.I32 : DType.F32, table);
            if (product.reduction().filter(Reduction::selects).isPresent()) {
                sink.declare("arg" + product.array(), DType.I32, table);
            }
        }
    }
}
