package smalti.zoo;

import java.util.ArrayList;
import java.util.List;
import smalti.grad.Variable;
import smalti.nn.Convolution;
import smalti.nn.Layer;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.op.Padding;
import smalti.op.Window;

/// MobileNet V2 without its classifier: maps `[B,H,W,3]` to features.
///
/// Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", 2018.
public final class MobileNetV2 implements Layer {
    /// Channels of the last block.
    public static final int BLOCK_CHANNELS = 320;

    /// Channels behind the head.
    public static final int FEATURES = 1280;

    private static final int STEM = 32;

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

    private final Layer blocks;
    private final Layer head;

    /// The network as published: the last block's features are `[B,H/32,W/32,320]`, the head's `[B,H/32,W/32,1280]`.
    public MobileNetV2(Scope scope) {
        this.blocks = blocks(scope, 32, Padding.of(1));
        this.head =
                Convolution.biased(scope.in("head"), BLOCK_CHANNELS, FEATURES, Window.of(1))
                        .then(Steps.RELU6);
    }

    /// The stem and all blocks.
    ///
    /// @param outputStride how many pixels lie between features, 8, 16 or 32: once reached, windows are dilated instead of
    ///     taking steps, from the block behind the one that would have taken one
    /// @param padding of all 3x3 windows; it must suit dilated ones where there are any
    static Layer blocks(Scope scope, int outputStride, Padding padding) {
        List<Layer> layers = new ArrayList<>();
        layers.add(
                Convolution.biased(
                        scope.in("stem"), 3, STEM, Window.of(3).stride(2).padding(padding)));
        layers.add(Steps.RELU6);
        int channels = STEM;
        int stride = 2;
        int dilation = 1;
        int block = 0;
        for (int[] row : ROWS) {
            for (int repetition = 0; repetition < row[2]; repetition++) {
                int wished = repetition == 0 ? row[3] : 1;
                int step = stride * wished <= outputStride ? wished : 1;
                Window window = Window.of(3).stride(step).dilation(dilation).padding(padding);
                layers.add(
                        new InvertedResidual(
                                scope.in("block" + block++), channels, row[1], row[0], window));
                stride *= step;
                dilation *= wished / step;
                channels = row[1];
            }
        }
        return Layer.sequence(layers.toArray(Layer[]::new));
    }

    /// The features of the last block.
    public Variable features(Pass pass, Variable input) {
        return blocks.forward(pass, input);
    }

    @Override
    public Variable forward(Pass pass, Variable input) {
        return head.forward(pass, features(pass, input));
    }
}
