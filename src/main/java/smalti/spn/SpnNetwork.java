package smalti.spn;

import java.util.Optional;
import smalti.error.ParameterException;
import smalti.grad.Variable;
import smalti.nn.BatchNormalization;
import smalti.nn.Convolution;
import smalti.nn.Initializer;
import smalti.nn.Layer;
import smalti.nn.Linear;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.nn.SuperpixelPooling;
import smalti.nn.TransposedConvolution;
import smalti.op.Activation;
import smalti.op.MatrixOp;
import smalti.op.PointOp;
import smalti.op.Size;
import smalti.op.Transposition;
import smalti.op.Window;
import smalti.op.WindowOp;
import smalti.segment.SegmentMap;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.zoo.Encoder;
import smalti.zoo.Unpooling;

/// What of the superpixel pooling network is learnt: it stands on the features of an encoder that is frozen.
///
/// A convolution brings features to `channels`. Of these the bottom branch scores classes by their mean over the picture. The
/// top branch brings them to twice the resolution, two deconvolutions before and two behind an unpooling with the switches of
/// the encoder's last maximum pool; pools them over superpixels; and scores classes by the mean of the superpixels' features.
///
/// Deviations from the paper: encoders without a maximum pool at their end unpool by taking the nearest value; deconvolutions
/// keep the size, how large they are is chosen, and they begin by passing their input on, none of which the paper tells; the
/// number of channels is chosen. What scores the mean of superpixels scores each of them, and the mean of these scores is
/// taken, which is the same since scores are linear.
public final class SpnNetwork {
    private final Layer entry;
    private final Layer coarse;
    private final Layer fine;
    private final Layer bottomScores;
    private final Layer topScores;
    private final int channels;

    /// @param inputs channels of the encoder's features
    /// @param channels of all maps here, 512 in the paper
    /// @param kernel side of the deconvolutions' windows, odd
    public SpnNetwork(Scope scope, int inputs, int channels, int kernel, int classes) {
        if (channels < 1 || classes < 1) {
            throw new ParameterException(
                    "channels and classes", "at least 1", channels + " and " + classes);
        }
        if (kernel < 1 || kernel % 2 == 0) {
            throw new ParameterException("the side of deconvolutions", "odd", kernel);
        }
        this.channels = channels;
        this.entry =
                Convolution.biased(scope.in("entry"), inputs, channels, Window.of(3).padding(1))
                        .then(SpnNetwork::rectified);
        this.coarse =
                deconvolution(scope.in("up1"), kernel).then(deconvolution(scope.in("up2"), kernel));
        this.fine =
                deconvolution(scope.in("up3"), kernel).then(deconvolution(scope.in("up4"), kernel));
        this.bottomScores = new Linear(scope.in("bottom"), channels, classes);
        this.topScores = new Linear(scope.in("top"), channels, classes);
    }

    private Layer deconvolution(Scope scope, int kernel) {
        return Layer.sequence(
                new TransposedConvolution(
                        scope.in("deconv").filters(Initializer.dirac()),
                        channels,
                        channels,
                        Window.of(kernel).padding(kernel / 2),
                        new Size(0, 0),
                        false),
                new BatchNormalization(scope.in("bn"), channels),
                SpnNetwork::rectified);
    }

    private static Variable rectified(Pass pass, Variable input) {
        return pass.run(new PointOp.Activate(new Activation.Relu()), input);
    }

    /// The scores of pictures.
    ///
    /// @param top of the branch with superpixels, `[B,classes]`
    /// @param bottom of the branch without, `[B,classes]`
    public record Scores(Variable top, Variable bottom) {}

    /// Scores pictures.
    ///
    /// @param features of the encoder, `[B,h,w,C]`
    /// @param switches of its last maximum pool, if it has one of as many channels as here
    /// @param superpixels of the pictures
    public Scores scores(
            Pass pass,
            Variable features,
            Optional<Encoder.Encoded.Switches> switches,
            SegmentMap superpixels) {
        Variable map = entry.forward(pass, features);
        Variable each = topScores.forward(pass, pooled(pass, map, switches, superpixels));
        return new Scores(mean(pass, each, superpixels), bottom(pass, map));
    }

    /// The scores of the branch without superpixels alone, `[B,classes]`.
    public Variable plainScores(Pass pass, Variable features) {
        return bottom(pass, entry.forward(pass, features));
    }

    private Variable bottom(Pass pass, Variable map) {
        Shape shape = map.shape();
        Variable mean = pass.run(new WindowOp.AdaptiveAveragePool(Size.square(1)), map);
        return bottomScores.forward(
                pass, pass.flow().reshape(mean, Shape.of(shape.size(0), shape.size(3))));
    }

    /// The scores of superpixels, `[B,K,classes]`: the class activation map of the branch with superpixels.
    public Variable superpixelScores(
            Pass pass,
            Variable features,
            Optional<Encoder.Encoded.Switches> switches,
            SegmentMap superpixels) {
        Variable map = entry.forward(pass, features);
        return topScores.forward(pass, pooled(pass, map, switches, superpixels));
    }

    /// The scores of the encoder's features, `[B,h,w,classes]`: the class activation map of the branch without superpixels.
    public Variable featureScores(Pass pass, Variable features) {
        Shape shape = features.shape();
        Variable map = entry.forward(pass, features);
        Variable rows =
                pass.flow()
                        .reshape(
                                map,
                                Shape.of(shape.size(0), shape.size(1) * shape.size(2), channels));
        Variable scores = bottomScores.forward(pass, rows);
        return pass.flow()
                .reshape(
                        scores,
                        Shape.of(
                                shape.size(0),
                                shape.size(1),
                                shape.size(2),
                                scores.shape().size(2)));
    }

    private Variable pooled(
            Pass pass,
            Variable map,
            Optional<Encoder.Encoded.Switches> switches,
            SegmentMap superpixels) {
        Variable small = coarse.forward(pass, map);
        Variable large = fine.forward(pass, new Unpooling(switches).forward(pass, small));
        return SuperpixelPooling.mean().pool(pass, large, superpixels);
    }

    /// The mean over the superpixels of each picture; those that only others of the batch have do not count.
    private static Variable mean(Pass pass, Variable table, SegmentMap superpixels) {
        int batch = superpixels.batch();
        int most = superpixels.segments();
        float[] shares = new float[batch * most];
        for (int image = 0; image < batch; image++) {
            int own = 0;
            for (int each = 0; each < most; each++) {
                own += superpixels.counts()[image * most + each] > 0 ? 1 : 0;
            }
            for (int each = 0; each < most; each++) {
                shares[image * most + each] =
                        superpixels.counts()[image * most + each] > 0 ? 1f / own : 0;
            }
        }
        Variable weights = pass.flow().constant(Tensor.of(shares, batch, 1, most));
        Variable means =
                pass.run(new MatrixOp.MatMul(Transposition.of(false, false)), weights, table);
        return pass.flow().reshape(means, Shape.of(batch, table.shape().size(2)));
    }
}
