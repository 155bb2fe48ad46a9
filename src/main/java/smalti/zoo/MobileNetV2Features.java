package smalti.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import smalti.error.ParameterException;
import smalti.grad.Variable;
import smalti.nn.Convolution;
import smalti.nn.Layer;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.op.Padding;
import smalti.op.Window;

/// The stem and the blocks of [MobileNetV2]: maps `[B,H,W,3]` to features `[B,H/s,W/s,320]`, s being the output stride.
final class MobileNetV2Features implements Encoder {
    /// Channels of the last block.
    static final int CHANNELS = 320;

    /// Channels half way.
    static final int MIDDLE_CHANNELS = 96;

    private static final int STEM = 32;
    private static final int STEM_LAYERS = 2;

    /// Each row of the paper's table 2: expansion, channels, repetitions, stride of the first.
    private static final int[][] ROWS = {
        {1, 16, 1, 1},
        {6, 24, 2, 2},
        {6, 32, 3, 2},
        {6, 64, 4, 2},
        {6, 96, 3, 1},
        {6, 160, 3, 2},
        {6, 320, 1, 1},
    };

    /// The last block of as many channels as [#MIDDLE_CHANNELS].
    private static final int MIDDLE_BLOCK = 12;

    private final Layer beginning;
    private final Layer rest;

    /// @param outputStride how many pixels lie between features, 8, 16 or 32: once reached, windows are dilated instead of
    ///     taking steps, from the block behind the one that would have taken one
    /// @param padding of 3x3 windows by their dilation
    MobileNetV2Features(Scope scope, int outputStride, IntFunction<Padding> padding) {
        if (outputStride != 8 && outputStride != 16 && outputStride != 32) {
            throw new ParameterException(
                    "the output stride of MobileNet V2", "8, 16 or 32", outputStride);
        }
        List<Layer> layers = layers(scope, outputStride, padding);
        int middle = STEM_LAYERS + MIDDLE_BLOCK + 1;
        this.beginning = sequence(layers.subList(0, middle));
        this.rest = sequence(layers.subList(middle, layers.size()));
    }

    private static List<Layer> layers(Scope scope, int outputStride, IntFunction<Padding> padding) {
        List<Layer> layers = new ArrayList<>();
        layers.add(
                Convolution.biased(
                        scope.in("stem"),
                        3,
                        STEM,
                        Window.of(3).stride(2).padding(padding.apply(1))));
        layers.add(Steps.RELU6);
        int channels = STEM;
        int stride = 2;
        int dilation = 1;
        int block = 0;
        for (int[] row : ROWS) {
            for (int repetition = 0; repetition < row[2]; repetition++) {
                int wished = repetition == 0 ? row[3] : 1;
                int step = stride * wished <= outputStride ? wished : 1;
                Window window =
                        Window.of(3)
                                .stride(step)
                                .dilation(dilation)
                                .padding(padding.apply(dilation));
                layers.add(
                        new InvertedResidual(
                                scope.in("block" + block++), channels, row[1], row[0], window));
                stride *= step;
                dilation *= wished / step;
                channels = row[1];
            }
        }
        return layers;
    }

    private static Layer sequence(List<Layer> layers) {
        return Layer.sequence(layers.toArray(Layer[]::new));
    }

    @Override
    public Encoded encode(Pass pass, Variable input) {
        Variable middle = beginning.forward(pass, input);
        return new Encoded(rest.forward(pass, middle), middle);
    }
}
