package smalti.pspnet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import smalti.grad.Variable;
import smalti.nn.BatchNormalization;
import smalti.nn.Convolution;
import smalti.nn.Dropout;
import smalti.nn.Layer;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.op.Activation;
import smalti.op.PointOp;
import smalti.op.Window;
import smalti.segmentation.PixelClassifier;
import smalti.zoo.Backbone;
import smalti.zoo.Encoder;

/// PSPNet in its published form: an encoder whose last stages are dilated, [PyramidPooling], and a classifier; while learning,
/// a second classifier on the features half way. Maps `[B,H,W,3]` to scores `[B,h,w,classes]`.
///
/// Zhao et al., "Pyramid Scene Parsing Network", 2017.
///
/// Parameters of the encoder are named as the encoder alone names them, so that its weight files can be read; those of the
/// rest begin with [#NEW].
///
/// Deviations from the paper: encoders other than ResNet may stand in; the branches of the pyramid have as many channels as
/// the encoder over the number of bins, and the classifiers a quarter of the encoder's, but 64 at least, which are the
/// paper's 512 for its ResNets; branches of single bins can do without normalisation, see [Pyramid]. Encoders whose normalisations were folded into their filters learn without any.
public final class PspNet implements PixelClassifier {
    /// What the names of parameters behind the encoder begin with.
    public static final String NEW = "psp.";

    private static final int LEAST_CHANNELS = 64;
    private static final double DROPOUT = 0.1;

    private final Encoder encoder;
    private final Layer classifier;
    private final Optional<Layer> auxiliary;
    private final double auxiliaryWeight;

    /// @param pyramid see [PyramidPooling]
    /// @param auxiliaryWeight of the second classifier's loss; 0 for none
    public PspNet(
            Scope scope,
            Backbone backbone,
            int outputStride,
            Pyramid pyramid,
            int classes,
            double auxiliaryWeight) {
        int channels = backbone.channels();
        Scope own = scope.in("psp");
        this.encoder = backbone.build(scope, outputStride);
        int bins = pyramid.bins().size();
        int branch = bins == 0 ? 0 : Math.max(1, channels / bins);
        this.classifier =
                new PyramidPooling(own.in("pyramid"), channels, branch, pyramid)
                        .then(
                                head(
                                        own.in("main"),
                                        channels + bins * branch,
                                        Math.max(LEAST_CHANNELS, channels / 4),
                                        classes,
                                        0));
        this.auxiliary =
                auxiliaryWeight > 0
                        ? Optional.of(
                                head(
                                        own.in("auxiliary"),
                                        backbone.middleChannels(),
                                        Math.max(LEAST_CHANNELS, backbone.middleChannels() / 4),
                                        classes,
                                        1))
                        : Optional.empty();
        this.auxiliaryWeight = auxiliaryWeight;
    }

    private static Layer head(Scope scope, int inputs, int channels, int classes, int stream) {
        return Layer.sequence(
                Convolution.plain(scope.in("conv"), inputs, channels, Window.of(3).padding(1)),
                new BatchNormalization(scope.in("bn"), channels),
                (pass, input) -> pass.run(new PointOp.Activate(new Activation.Relu()), input),
                new Dropout(DROPOUT, stream),
                Convolution.biased(scope.in("scores"), channels, classes, Window.of(1)));
    }

    @Override
    public List<Head> heads(Pass pass, Variable input) {
        Encoder.Encoded encoded = encoder.encode(pass, input);
        List<Head> heads = new ArrayList<>();
        heads.add(new Head(classifier.forward(pass, encoded.features()), 1));
        auxiliary.ifPresent(second ->
                heads.add(new Head(second.forward(pass, encoded.middle()), auxiliaryWeight)));
        return heads;
    }

    @Override
    public Variable forward(Pass pass, Variable input) {
        return classifier.forward(pass, encoder.encode(pass, input).features());
    }
}
