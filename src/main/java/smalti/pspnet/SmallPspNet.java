package smalti.pspnet;

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
import smalti.op.Padding;
import smalti.op.PointOp;
import smalti.op.ResizeOp;
import smalti.op.Sampling;
import smalti.op.Size;
import smalti.op.Window;
import smalti.op.WindowOp;
import smalti.segmentation.PixelClassifier;

/// A pyramid network without an encoder of its own that works at full resolution: three residual blocks, means under windows
/// of several sizes, and a convolution. Maps `[B,H,W,3]` to scores `[B,H,W,classes]`.
///
/// After the compact form of PSPNet that circulates as a Keras example; the pyramid is that of Zhao et al., "Pyramid Scene
/// Parsing Network", 2017.
///
/// Deviations from that form: its pyramid is made of windows of the whole map, 2, 4 and 8 pixels, and so is ours, windows
/// that do not fit being cut at the edge; it ends with a sigmoid, which is left out here since training and choosing the
/// highest score need none; where it writes 126 channels it means 128.
public final class SmallPspNet implements PixelClassifier {
    private static final int[] WIDTHS = {64, 128, 256};
    private static final int[] WINDOWS = {2, 4, 8};
    private static final int BRANCH = 64;
    private static final double SLOPE = 0.2;

    private final Layer blocks;
    private final List<Layer> branches = new ArrayList<>();
    private final Layer end;

    /// @param pyramid whether there is one; without it the blocks are classified alone
    /// @param width what the channels are multiplied by
    public SmallPspNet(Scope scope, boolean pyramid, int classes, double width) {
        Scope own = scope.in("psp");
        List<Layer> stages = new ArrayList<>();
        int channels = 3;
        for (int i = 0; i < WIDTHS.length; i++) {
            int wide = scaled(WIDTHS[i], width);
            stages.add(new Block(own.in("block" + (i + 1)), channels, wide));
            channels = wide;
        }
        this.blocks = Layer.sequence(stages.toArray(Layer[]::new));
        int branch = scaled(BRANCH, width);
        for (int i = 0; pyramid && i <= WINDOWS.length; i++) {
            branches.add(Convolution.biased(own.in("branch" + i), channels, branch, Window.of(1)));
        }
        this.end =
                Convolution.plain(
                                own.in("scores"),
                                channels + branches.size() * branch,
                                classes,
                                Window.of(3).padding(1))
                        .then(new BatchNormalization(own.in("bn"), classes));
    }

    private static int scaled(int channels, double width) {
        return (int) Math.max(1, Math.round(channels * width));
    }

    @Override
    public Variable forward(Pass pass, Variable input) {
        Variable features = blocks.forward(pass, input);
        Size size = new Size(features.shape().size(1), features.shape().size(2));
        List<Variable> all = new ArrayList<>(List.of(features));
        for (int i = 0; i < branches.size(); i++) {
            Variable means =
                    i == 0
                            ? pass.run(new WindowOp.AdaptiveAveragePool(Size.square(1)), features)
                            : pass.run(under(WINDOWS[i - 1], size), features);
            Variable thin = branches.get(i).forward(pass, means);
            all.add(
                    pass.run(
                            new ResizeOp.Resize(size, Sampling.BILINEAR, Corners.HALF_PIXEL),
                            thin));
        }
        Variable joined =
                all.size() == 1
                        ? features
                        : pass.flow().apply(new MoveOp.Concat(-1), all).getFirst();
        return end.forward(pass, joined);
    }

    private static WindowOp under(int side, Size size) {
        int window = Math.min(side, Math.min(size.height(), size.width()));
        return new WindowOp.AveragePool(
                Window.of(window).stride(window).padding(Padding.of(0).covering()), false);
    }

    /// 1x1, dilated 3x3 and 1x1 convolutions, added to a 3x3 one of what the block was given.
    private static final class Block implements Layer {
        private final Layer body;
        private final Layer skip;

        Block(Scope scope, int inputs, int outputs) {
            this.body =
                    Layer.sequence(
                            normalized(scope, 1, inputs, outputs, Window.of(1)),
                            Block::rectified,
                            normalized(
                                    scope,
                                    2,
                                    outputs,
                                    outputs,
                                    Window.of(3).dilation(2).padding(2)),
                            Block::rectified,
                            normalized(scope, 3, outputs, outputs, Window.of(1)));
            this.skip = normalized(scope, 0, inputs, outputs, Window.of(3).padding(1));
        }

        private static Layer normalized(
                Scope scope, int number, int inputs, int outputs, Window window) {
            return Convolution.plain(scope.in("conv" + number), inputs, outputs, window)
                    .then(new BatchNormalization(scope.in("bn" + number), outputs));
        }

        private static Variable rectified(Pass pass, Variable input) {
            return pass.run(new PointOp.Activate(new Activation.LeakyRelu(SLOPE)), input);
        }

        @Override
        public Variable forward(Pass pass, Variable input) {
            return rectified(
                    pass,
                    pass.run(
                            new PointOp.Binary(Arithmetic.ADD),
                            body.forward(pass, input),
                            skip.forward(pass, input)));
        }
    }
}
