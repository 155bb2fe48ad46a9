package smalti.zoo;

import java.util.ArrayList;
import java.util.List;
import smalti.error.ParameterException;
import smalti.grad.Variable;
import smalti.nn.BatchNormalization;
import smalti.nn.Convolution;
import smalti.nn.Layer;
import smalti.nn.Linear;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.op.Window;
import smalti.tensor.Shape;

/// Residual networks without their classifier: maps `[B,H,W,3]` to features `[B,H/s,W/s,C]`, s being the output stride.
/// Parameters are named as torchvision names them.
///
/// He et al., "Deep Residual Learning for Image Recognition", 2016. With an output stride below 32 the last stages are
/// dilated instead of taking steps: Yu et al., "Dilated Residual Networks", 2017.
///
/// Deviations from the paper: the steps of bottleneck blocks are taken by their 3x3 convolution, as in torchvision; the
/// deep stem, three 3x3 convolutions for the 7x7 one, is that of PSPNet's authors.
public final class ResNet implements Layer, Encoder {
    private static final int[] WIDTHS = {64, 128, 256, 512};
    private static final int STEM_STRIDE = 4;

    /// What a network is made of.
    public enum Depth {
        RESNET_18(false, 2, 2, 2, 2),
        RESNET_34(false, 3, 4, 6, 3),
        RESNET_50(true, 3, 4, 6, 3),
        RESNET_101(true, 3, 4, 23, 3);

        private final boolean bottlenecks;
        private final List<Integer> blocks;

        Depth(boolean bottlenecks, Integer... blocks) {
            this.bottlenecks = bottlenecks;
            this.blocks = List.of(blocks);
        }

        private int expansion() {
            return bottlenecks ? 4 : 1;
        }
    }

    private final Layer stem;
    private final List<Layer> stages;
    private final int expansion;

    /// @param outputStride 8, 16 or 32
    /// @param deepStem whether three 3x3 convolutions stand for the first 7x7 one
    public ResNet(Scope scope, Depth depth, int outputStride, boolean deepStem) {
        if (outputStride != 8 && outputStride != 16 && outputStride != 32) {
            throw new ParameterException("the output stride", "8, 16 or 32", outputStride);
        }
        int channels = deepStem ? 128 : 64;
        this.expansion = depth.expansion();
        this.stem =
                (deepStem ? deepStem(scope) : stem(scope))
                        .then(Steps.maxPool(Window.of(3).stride(2).padding(1)));
        this.stages = new ArrayList<>();
        int stride = STEM_STRIDE;
        int dilation = 1;
        for (int stage = 0; stage < WIDTHS.length; stage++) {
            int wished = stage == 0 ? 1 : 2;
            int step = stride * wished <= outputStride ? wished : 1;
            int firstDilation = dilation;
            dilation *= wished / step;
            stride *= step;
            List<Layer> blocks = new ArrayList<>();
            for (int i = 0; i < depth.blocks.get(stage); i++) {
                Scope own = scope.in("layer%d.%d".formatted(stage + 1, i));
                // The first block of a stage has the windows of the stage before, but takes the
                // step.
                Window window = i == 0 ? dilated(firstDilation).stride(step) : dilated(dilation);
                blocks.add(
                        new ResidualBlock(own, channels, WIDTHS[stage], window, depth.bottlenecks));
                channels = WIDTHS[stage] * expansion;
            }
            stages.add(Layer.sequence(blocks.toArray(Layer[]::new)));
        }
    }

    /// A network that tells what pictures `[B,H,W,3]` show: the scores of classes `[B,classes]`, from the means of the features
    /// of the usual network of output stride 32.
    public static Layer classifier(Scope scope, Depth depth, int classes) {
        ResNet features = new ResNet(scope, depth, 32, false);
        int channels = features.channels(4);
        Layer flat =
                (pass, means) ->
                        pass.flow().reshape(means, Shape.of(means.shape().size(0), channels));
        return Layer.sequence(
                features,
                Steps.GLOBAL_AVERAGE,
                flat,
                new Linear(scope.in("fc"), channels, classes));
    }

    private static Window dilated(int dilation) {
        return Window.of(3).dilation(dilation).padding(dilation);
    }

    private static Layer stem(Scope scope) {
        return Layer.sequence(
                Convolution.plain(scope.in("conv1"), 3, 64, Window.of(7).stride(2).padding(3)),
                new BatchNormalization(scope.in("bn1"), 64),
                Steps.RELU);
    }

    private static Layer deepStem(Scope scope) {
        Window window = Window.of(3).padding(1);
        return Layer.sequence(
                Convolution.plain(scope.in("conv1"), 3, 64, window.stride(2)),
                new BatchNormalization(scope.in("bn1"), 64),
                Steps.RELU,
                Convolution.plain(scope.in("conv2"), 64, 64, window),
                new BatchNormalization(scope.in("bn2"), 64),
                Steps.RELU,
                Convolution.plain(scope.in("conv3"), 64, 128, window),
                new BatchNormalization(scope.in("bn3"), 128),
                Steps.RELU);
    }

    /// The channels behind a stage, 1 to 4.
    public int channels(int stage) {
        return WIDTHS[stage - 1] * expansion;
    }

    /// The features behind each of the four stages.
    public List<Variable> stages(Pass pass, Variable input) {
        List<Variable> features = new ArrayList<>();
        Variable value = stem.forward(pass, input);
        for (Layer stage : stages) {
            value = stage.forward(pass, value);
            features.add(value);
        }
        return features;
    }

    @Override
    public Encoded encode(Pass pass, Variable input) {
        List<Variable> features = stages(pass, input);
        return new Encoded(features.getLast(), features.get(2));
    }

    @Override
    public Variable forward(Pass pass, Variable input) {
        return stages(pass, input).getLast();
    }
}
