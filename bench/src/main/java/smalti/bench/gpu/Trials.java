package smalti.bench.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import smalti.bench.gpu.Goal.Measure;
import smalti.device.Device;
import smalti.device.Workspace;
import smalti.op.ConvolutionOp;
import smalti.op.Layout;
import smalti.op.MatrixOp;
import smalti.op.PictureOp;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.op.Size;
import smalti.op.Transposition;
import smalti.op.Window;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.superpixel.Picture;
import smalti.superpixel.Slic;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Everything that is measured.
final class Trials {
    private static final double HALF_TOLERANCE = 1e-2;
    private static final double FLOAT_TOLERANCE = 1e-5;

    /// TensorFloat-32 keeps ten bits.
    private static final double PRODUCT_TOLERANCE = 2e-3;

    /// Of the first loss, in the first three. Where every weight and every picture is off by what TensorFloat-32 cuts off, they
    /// are off by at most 0.0002; a wrong gradient is seen in the second, which is half the first.
    private static final double LOSS_TOLERANCE = 0.01;

    private final Device reference;
    private final int shrink;
    private final List<Trial> trials = new ArrayList<>();

    /// @param reference what results are compared with
    /// @param shrink by how much sides are divided; 1 for what is recorded
    private Trials(Device reference, int shrink) {
        this.reference = reference;
        this.shrink = shrink;
    }

    /// All of them, in the order in which they are printed.
    static List<Trial> of(Device reference, int shrink) {
        var trials = new Trials(reference, shrink);
        trials.addPooling("8x512x112x112", 8, 512, 112, 200);
        trials.addPooling("1x64x1024x1024", 1, 64, 1024, 2000);
        trials.addPlan();
        trials.addSuperpixels();
        trials.addProducts();
        trials.addConvolutions();
        trials.addTraining();
        return List.copyOf(trials.trials);
    }

    private void addPooling(String name, int batch, int channels, int side, int segments) {
        int small = Math.max(1, side / shrink);
        Tensor labels = squares(batch, small, Math.max(1, segments / (shrink * shrink)));
        SegmentMap map = SegmentMap.of(labels, Labelling.DENSE);
        for (Layout layout : Layout.values()) {
            for (DType dtype : List.of(DType.F32, DType.F16, DType.BF16)) {
                Shape shape = layout.shape(batch, small, small, channels);
                String words = (layout + "-" + dtype).toLowerCase(Locale.ROOT) + "-" + name;
                boolean plain = layout == Layout.NHWC && dtype == DType.F32;
                var mean = new SegmentOp.Reduce(map, List.of(Reduction.MEAN), layout, false, 0);
                var gradient = new SegmentOp.ReduceGradient(map, Reduction.MEAN, layout, false);
                long bytes = shape.elements() * dtype.bytes();
                double tolerance = dtype == DType.F32 ? FLOAT_TOLERANCE : HALF_TOLERANCE;
                trials.add(
                        new Trial(
                                "mean-" + words,
                                bytes,
                                new Goal(
                                        Measure.COPY_SHARE,
                                        plain ? 0.75 : 0.6,
                                        plain ? 0.92 : 0.85),
                                workspace ->
                                        Checked.of(
                                                workspace,
                                                reference,
                                                mean,
                                                List.of(random(shape, dtype)),
                                                tolerance)));
                Shape table = Shape.of(batch, map.segments(), channels);
                trials.add(
                        new Trial(
                                "mean-gradient-" + words,
                                bytes,
                                new Goal(Measure.COPY_SHARE, 0.75, 0.92),
                                workspace ->
                                        Checked.of(
                                                workspace,
                                                reference,
                                                gradient,
                                                List.of(random(table, dtype)),
                                                tolerance)));
            }
        }
    }

    /// Squares of about as many pixels, moved a little: runs as long as those of superpixels.
    private static Tensor squares(int batch, int side, int segments) {
        int across = Math.max(1, (int) Math.round(Math.sqrt(segments)));
        var random = new SplittableRandom(7);
        int[] labels = new int[batch * side * side];
        for (int image = 0; image < batch; image++) {
            int shift = random.nextInt(side);
            for (int y = 0; y < side; y++) {
                int wave = (y * 7 / 5 + shift) % 5 - 2;
                for (int x = 0; x < side; x++) {
                    int row = y * across / side;
                    int column = Math.clamp((long) (x + wave) * across / side, 0, across - 1);
                    labels[(image * side + y) * side + x] = row * across + column;
                }
            }
        }
        return Tensor.of(labels, batch, side, side);
    }

    private void addPlan() {
        int side = 1024 / shrink;
        Tensor labels = squares(1, side, Math.max(1, 2000 / (shrink * shrink)));
        trials.add(
                new Trial(
                        "plan-1x1024x1024-2000",
                        0,
                        new Goal(Measure.MICROS, 60, 30),
                        workspace -> planning(workspace, labels)));
    }

    /// Makes maps of labels that lie on the device, with what operators over them need.
    private Runnable planning(Workspace workspace, Tensor labels) {
        SegmentMap expected = SegmentMap.of(labels, Labelling.DENSE);
        Labelling labelling = Labelling.DENSE.withSegments(expected.segments());
        Tensor there = workspace.place(labels);
        SegmentMap map = workspace.segments(there, labelling);
        var mean = new SegmentOp.Reduce(map, List.of(Reduction.MEAN), Layout.NHWC, false, 0);
        Shape features = Layout.NHWC.shape(1, map.height(), map.width(), 4);
        Checked.of(
                workspace, reference, mean, List.of(random(features, DType.F32)), FLOAT_TOLERANCE);
        if (!map.equals(expected)) {
            throw new IllegalStateException("labels on the device make another map: not timed");
        }
        return () -> workspace.segments(there, labelling);
    }

    private void addSuperpixels() {
        int width = 1920 / shrink;
        int height = 1080 / shrink;
        Slic slic = Slic.segments(Math.max(1, 2000 / (shrink * shrink)));
        Picture picture = Photo.of(width, height);
        trials.add(
                new Trial(
                        "slic-1920x1080-2000",
                        0,
                        new Goal(Measure.MICROS, 4000, 1500),
                        workspace ->
                                Checked.of(
                                        workspace,
                                        reference,
                                        new PictureOp.Superpixel(slic, picture),
                                        List.of(),
                                        0)));
    }

    private void addProducts() {
        int side = 4096 / shrink;
        trials.add(
                new Trial(
                        "matmul-4096",
                        0,
                        new Goal(Measure.OVER_PEER, 0.5, 0.9),
                        workspace ->
                                Checked.of(
                                        workspace,
                                        reference,
                                        new MatrixOp.MatMul(Transposition.NONE),
                                        List.of(
                                                random(Shape.of(side, side), DType.F32),
                                                random(Shape.of(side, side), DType.F32)),
                                        PRODUCT_TOLERANCE)));
    }

    private void addConvolutions() {
        addConvolution("vgg-conv1_2-8x224x64", 8, 224, 64, 64, 3, 1);
        addConvolution("vgg-conv3_2-8x56x256", 8, 56, 256, 256, 3, 1);
        addConvolution("vgg-conv5_1-8x14x512", 8, 14, 512, 512, 3, 1);
        addConvolution("resnet-conv1-8x224x3", 8, 224, 3, 64, 7, 2);
        addConvolution("resnet-res3-1x1-8x28x512", 8, 28, 512, 128, 1, 1);
    }

    private void addConvolution(
            String name, int batch, int side, int channels, int filters, int taps, int stride) {
        int small = Math.max(taps, side / shrink);
        Window window = Window.of(taps).stride(stride).padding(taps / 2);
        Size output = window.outputs(Size.square(small));
        Shape input = Shape.of(batch, small, small, channels);
        Shape filter = Shape.of(taps, taps, channels, filters);
        Shape upstream = Shape.of(batch, output.height(), output.width(), filters);
        var goal = new Goal(Measure.OVER_PEER, 0.5, 0.9);
        trials.add(
                new Trial(
                        name,
                        0,
                        goal,
                        workspace ->
                                Checked.of(
                                        workspace,
                                        reference,
                                        new ConvolutionOp.Conv2d(window),
                                        List.of(
                                                random(input, DType.F32),
                                                random(filter, DType.F32)),
                                        PRODUCT_TOLERANCE)));
        trials.add(
                new Trial(
                        name + "-input-gradient",
                        0,
                        goal,
                        workspace ->
                                Checked.of(
                                        workspace,
                                        reference,
                                        new ConvolutionOp.ConvTranspose2d(
                                                window, 1, Size.square(small), false),
                                        List.of(
                                                random(upstream, DType.F32),
                                                random(filter, DType.F32)),
                                        PRODUCT_TOLERANCE)));
        trials.add(
                new Trial(
                        name + "-filter-gradient",
                        0,
                        goal,
                        workspace ->
                                Checked.of(
                                        workspace,
                                        reference,
                                        new ConvolutionOp.Conv2dFilterGradient(window, 1),
                                        List.of(
                                                random(upstream, DType.F32),
                                                random(input, DType.F32)),
                                        PRODUCT_TOLERANCE)));
    }

    private void addTraining() {
        // What is much smaller depends on the last bit: normalisations go by a few values.
        int batch = Math.max(8, 64 / shrink);
        int side = Math.max(64, 96 / shrink);
        trials.add(
                new Trial(
                        "resnet18-step-64x96x96",
                        0,
                        new Goal(Measure.OVER_PEER, 0.5, 1),
                        workspace ->
                                TrainingStep.checked(
                                        workspace,
                                        reference,
                                        random(Shape.of(batch, side, side, 3), DType.F32),
                                        LOSS_TOLERANCE)));
    }

    private static Tensor random(Shape shape, DType dtype) {
        var random = new SplittableRandom(shape.elements());
        float[] values = new float[shape.arrayLength("a benchmark")];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() * 2 - 1);
        }
        return Tensor.of(values, shape.sizes()).to(dtype);
    }
}
