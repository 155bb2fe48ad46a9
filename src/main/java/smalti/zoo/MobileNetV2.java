package smalti.zoo;

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
    /// Channels behind the head.
    public static final int FEATURES = 1280;

    private static final int OUTPUT_STRIDE = 32;

    private final MobileNetV2Features blocks;
    private final Layer head;

    /// The network as published: the last block's features are `[B,H/32,W/32,320]`, the head's `[B,H/32,W/32,1280]`.
    public MobileNetV2(Scope scope) {
        this.blocks = new MobileNetV2Features(scope, OUTPUT_STRIDE, Padding::of);
        this.head =
                Convolution.biased(
                                scope.in("head"),
                                MobileNetV2Features.CHANNELS,
                                FEATURES,
                                Window.of(1))
                        .then(Steps.RELU6);
    }

    /// The features of the last block.
    public Variable features(Pass pass, Variable input) {
        return blocks.encode(pass, input).features();
    }

    @Override
    public Variable forward(Pass pass, Variable input) {
        return head.forward(pass, features(pass, input));
    }
}
