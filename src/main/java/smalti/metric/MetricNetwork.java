package smalti.metric;

import java.util.ArrayList;
import java.util.List;
import smalti.grad.Variable;
import smalti.nn.BatchNormalization;
import smalti.nn.Convolution;
import smalti.nn.Layer;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.op.Activation;
import smalti.op.Arithmetic;
import smalti.op.Corners;
import smalti.op.MoveOp;
import smalti.op.PointOp;
import smalti.op.ResizeOp;
import smalti.op.Sampling;
import smalti.op.Size;
import smalti.op.Window;
import smalti.op.WindowOp;

/// Features of every pixel: maps `[B,H,W,3]`, from 0 to 1, to `[B,H,W,D]`.
///
/// Three stages of two residual blocks each, halved between them; what the stages hold before they are widened is brought back
/// to full size, joined, and convolved.
///
/// "Superpixel-Based Metric Learning for Soft Segmentation", CVIP 2019, after the network of Aksoy et al., "Semantic Soft
/// Segmentation", 2018.
///
/// Deviations from the paper: the layer that would widen the last stage, which nothing follows, is left out; all channels but
/// those of the features may be multiplied by a factor.
public final class MetricNetwork implements Layer {
    /// D.
    public static final int FEATURES = 128;

    private static final int[] WIDTHS = {64, 128, 256};

    private final Layer stem;
    private final List<Layer> stages = new ArrayList<>();
    private final List<Layer> wider = new ArrayList<>();
    private final Layer head;

    /// @param width what channels are multiplied by, 1 in the paper
    public MetricNetwork(Scope scope, double width) {
        int[] widths = new int[WIDTHS.length];
        int joined = 0;
        for (int i = 0; i < widths.length; i++) {
            widths[i] = (int) Math.max(1, Math.round(WIDTHS[i] * width));
            joined += widths[i];
        }
        this.stem = normalized(scope.in("stem"), 3, widths[0], 1).then(MetricNetwork::rectified);
        for (int i = 0; i < widths.length; i++) {
            Scope own = scope.in("stage" + (i + 1));
            stages.add(
                    residual(own.in("block1"), widths[i])
                            .then(residual(own.in("block2"), widths[i])));
            if (i + 1 < widths.length) {
                wider.add(
                        normalized(own.in("wider"), widths[i], widths[i + 1], 1)
                                .then(MetricNetwork::rectified)
                                .then((pass, input) ->
                                        pass.run(
                                                new WindowOp.MaxPool(
                                                        Window.of(3).stride(2).padding(1)),
                                                input)));
            }
        }
        this.head = normalized(scope.in("head"), joined, FEATURES, 3);
    }

    private static Layer normalized(Scope scope, int inputs, int outputs, int side) {
        return Convolution.plain(
                        scope.in("conv"), inputs, outputs, Window.of(side).padding(side / 2))
                .then(new BatchNormalization(scope.in("bn"), outputs));
    }

    private static Variable rectified(Pass pass, Variable input) {
        return pass.run(new PointOp.Activate(new Activation.Relu()), input);
    }

    private static Layer residual(Scope scope, int channels) {
        Layer body =
                Layer.sequence(
                        normalized(scope.in("a"), channels, channels, 3),
                        MetricNetwork::rectified,
                        normalized(scope.in("b"), channels, channels, 3),
                        MetricNetwork::rectified);
        return (pass, input) ->
                pass.run(new PointOp.Binary(Arithmetic.ADD), input, body.forward(pass, input));
    }

    @Override
    public Variable forward(Pass pass, Variable input) {
        Size size = new Size(input.shape().size(1), input.shape().size(2));
        List<Variable> all = new ArrayList<>();
        Variable value = stem.forward(pass, input);
        for (int i = 0; i < stages.size(); i++) {
            Variable inside = stages.get(i).forward(pass, value);
            all.add(
                    i == 0
                            ? inside
                            : pass.run(
                                    new ResizeOp.Resize(size, Sampling.BILINEAR, Corners.ALIGNED),
                                    inside));
            if (i < wider.size()) {
                value = wider.get(i).forward(pass, inside);
            }
        }
        return head.forward(pass, pass.flow().apply(new MoveOp.Concat(-1), all).getFirst());
    }
}
