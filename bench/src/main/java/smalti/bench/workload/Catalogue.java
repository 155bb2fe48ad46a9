package smalti.bench.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import smalti.op.Layout;

/// Every workload there is, in the order of the tables.
public final class Catalogue {
    private static final List<PoolingInput> MAPS =
            List.of(
                    new PoolingInput(4, 512, 112, 112, 200),
                    new PoolingInput(1, 64, 1024, 1024, 2000));

    /// A map of the original superpixel pooling network, whose layer went over it once a superpixel.
    public static final PoolingInput ORIGINAL = new PoolingInput(1, 128, 224, 224, 484);

    private Catalogue() {}

    public static List<Workload> pooling() {
        List<Workload> all = new ArrayList<>();
        for (PoolingInput input : MAPS) {
            for (PoolingTask task : PoolingTask.values()) {
                for (Layout layout : Layout.values()) {
                    all.add(new PoolingWorkload(task, layout, input));
                }
            }
        }
        all.add(new SegmentMapWorkload(MAPS.getLast()));
        return all;
    }

    /// What the original superpixel pooling network pooled.
    public static List<Workload> original() {
        return List.of(new PoolingWorkload(PoolingTask.MEAN, Layout.NCHW, ORIGINAL));
    }

    public static List<Workload> superpixels() {
        return List.of(
                new SuperpixelWorkload(PictureInput.of(481, 321), 400),
                new SuperpixelWorkload(PictureInput.of(640, 480), 1000),
                new SuperpixelWorkload(PictureInput.of(1280, 720), 1000),
                new SuperpixelWorkload(PictureInput.of(1920, 1080), 2000));
    }

    /// Convolutions of VGG-16, ResNet, ENet, SqueezeNet and MobileNet V2, and their gradients.
    public static List<Workload> convolutions() {
        List<Workload> all = new ArrayList<>();
        for (ConvolutionInput input :
                List.of(
                        ConvolutionInput.of(224, 64, 64),
                        ConvolutionInput.of(112, 128, 128),
                        ConvolutionInput.of(56, 256, 256),
                        ConvolutionInput.of(28, 512, 512),
                        ConvolutionInput.of(56, 64, 64),
                        ConvolutionInput.of(28, 128, 128),
                        ConvolutionInput.of(14, 256, 256),
                        ConvolutionInput.of(7, 512, 512),
                        ConvolutionInput.of(56, 64, 128).stride(2),
                        ConvolutionInput.of(64, 32, 32),
                        ConvolutionInput.of(64, 32, 32).dilation(4),
                        ConvolutionInput.of(64, 32, 32).kernel(5, 1),
                        ConvolutionInput.of(55, 16, 64),
                        ConvolutionInput.of(55, 16, 64).kernel(1),
                        ConvolutionInput.of(56, 64, 256).kernel(1),
                        ConvolutionInput.of(224, 3, 64).kernel(7).stride(2),
                        ConvolutionInput.of(480, 3, 13).map(360, 480).stride(2),
                        ConvolutionInput.of(240, 4, 4).map(180, 240),
                        ConvolutionInput.of(240, 12, 12).map(180, 240),
                        ConvolutionInput.of(120, 16, 16).map(90, 120),
                        ConvolutionInput.of(112, 32, 32).depthwise(),
                        ConvolutionInput.of(112, 96, 96).stride(2).depthwise(),
                        ConvolutionInput.of(14, 384, 384).depthwise())) {
            all.add(new ConvolutionWorkload(ConvolutionTask.FORWARD, input));
        }
        all.add(
                new ConvolutionWorkload(
                        ConvolutionTask.TRANSPOSED, ConvolutionInput.of(112, 64, 64).stride(2)));
        for (ConvolutionInput input :
                List.of(
                        ConvolutionInput.of(56, 64, 64),
                        ConvolutionInput.of(56, 64, 256).kernel(1),
                        ConvolutionInput.of(112, 32, 32).depthwise())) {
            all.add(new ConvolutionWorkload(ConvolutionTask.DATA, input));
            all.add(new ConvolutionWorkload(ConvolutionTask.WEIGHTS, input));
        }
        return all;
    }

    /// Squares, and the tall and wide products of networks.
    public static List<Workload> products() {
        return Stream.of(
                        // A large one first: it gives the compiler time.
                        ProductInput.square(1024),
                        ProductInput.square(2048),
                        ProductInput.square(512),
                        ProductInput.square(256),
                        new ProductInput(3136, 64, 576),
                        new ProductInput(784, 128, 1152),
                        new ProductInput(196, 256, 2304),
                        new ProductInput(49, 512, 4608),
                        new ProductInput(12544, 64, 147),
                        new ProductInput(1, 4096, 4096))
                .<Workload>map(ProductWorkload::new)
                .toList();
    }

    /// Networks that answer.
    public static List<Workload> inferences() {
        return Stream.of(1, 8)
                .flatMap(batch ->
                        Stream.of(Model.SQUEEZENET1_1, Model.MOBILENET_V2, Model.ENET)
                                .<Workload>map(model ->
                                        new InferenceWorkload(new ModelInput(model, batch))))
                .toList();
    }

    /// Networks that learn.
    public static List<Workload> trainings() {
        return List.of(
                new TrainingWorkload(new ModelInput(Model.RESNET18, 8)),
                new TrainingWorkload(new ModelInput(Model.PSPNET, 4)),
                new TrainingWorkload(new ModelInput(Model.METRIC, 4)),
                new TrainingWorkload(new ModelInput(Model.METRIC_OF_PIXELS, 4)),
                new TrainingWorkload(new ModelInput(Model.PAIRS, 4)),
                new TrainingWorkload(new ModelInput(Model.PAIRS_OF_PIXELS, 4)),
                new TrainingWorkload(new ModelInput(Model.SPN, 8)));
    }

    /// @throws IllegalArgumentException if there is none of that name
    public static Workload named(String name) {
        return Stream.of(
                        pooling(),
                        original(),
                        superpixels(),
                        convolutions(),
                        products(),
                        inferences(),
                        trainings())
                .flatMap(List::stream)
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no workload " + name));
    }
}
