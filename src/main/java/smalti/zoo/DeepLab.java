package smalti.zoo;

import smalti.grad.Variable;
import smalti.nn.Convolution;
import smalti.nn.Layer;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.op.Corners;
import smalti.op.Padding;
import smalti.op.ResizeOp;
import smalti.op.Sampling;
import smalti.op.Size;
import smalti.op.Window;

/// DeepLab v3 on MobileNet V2, with features every 8 pixels: maps `[B,H,W,3]` to class scores `[B,H/8,W/8,classes]`.
///
/// Chen et al., "Rethinking Atrous Convolution for Semantic Image Segmentation", 2017; the light form of Sandler et al.,
/// 2018, whose pyramid has two branches: the pixel itself and the mean of the picture.
public final class DeepLab implements Layer {
    private static final int OUTPUT_STRIDE = 8;
    private static final int BRANCH = 256;

    private final Encoder encoder;
    private final Layer picture;
    private final Layer pixel;
    private final Layer scores;

    public DeepLab(Scope scope, int classes) {
        int channels = MobileNetV2Features.CHANNELS;
        this.encoder = new MobileNetV2Features(scope, OUTPUT_STRIDE, _ -> Padding.SAME);
        this.picture =
                Steps.GLOBAL_AVERAGE
                        .then(
                                Convolution.biased(
                                        scope.in("image_pooling"), channels, BRANCH, Window.of(1)))
                        .then(Steps.RELU);
        this.pixel =
                Convolution.biased(scope.in("aspp0"), channels, BRANCH, Window.of(1))
                        .then(Steps.RELU);
        this.scores =
                Layer.sequence(
                        Convolution.biased(
                                scope.in("concat_projection"), 2 * BRANCH, BRANCH, Window.of(1)),
                        Steps.RELU,
                        Convolution.biased(scope.in("logits"), BRANCH, classes, Window.of(1)));
    }

    @Override
    public Variable forward(Pass pass, Variable input) {
        Variable features = encoder.encode(pass, input).features();
        Size size = new Size(features.shape().size(1), features.shape().size(2));
        Variable everywhere =
                pass.run(
                        new ResizeOp.Resize(size, Sampling.NEAREST, Corners.HALF_PIXEL),
                        picture.forward(pass, features));
        return scores.forward(
                pass, Steps.channels(pass, everywhere, pixel.forward(pass, features)));
    }
}
