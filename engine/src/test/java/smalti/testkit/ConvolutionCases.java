package smalti.testkit;

import smalti.error.ShapeException;
import smalti.op.Activation;
import smalti.op.ConvolutionOp;
import smalti.op.Epilogue;
import smalti.op.Layout;
import smalti.op.Padding;
import smalti.op.Size;
import smalti.op.Window;
import smalti.testkit.OpCase.Derivative;
import smalti.testkit.OpCase.Source;

/// The cases of convolutions, with every kind of window that fits a scene. Channels lie together in each of them, so
/// scenes whose channels lie apart have none.
final class ConvolutionCases {
    private final CaseTable table;
    private final Size map;

    ConvolutionCases(CaseTable table) {
        this.table = table;
        this.map = new Size(table.scene().height(), table.scene().width());
    }

    void add() {
        if (table.scene().layout() == Layout.NCHW) {
            return;
        }
        int channels = Math.max(1, table.scene().channels());
        add("3x3", Window.of(3).padding(1), 1);
        add("strided", Window.of(3, 2).stride(2).padding(Padding.SAME), 1);
        add("dilated", Window.of(3).dilation(2).padding(2), 1);
        add("5x1", Window.of(5, 1).padding(Padding.of(2, 0)), 1);
        add("pointwise", Window.of(1), 1);
        add("pointwise strided", Window.of(1).stride(2), 1);
        add("beyond the map", Window.of(2).padding(3), 1);
        add("covering", Window.of(2).stride(3).padding(Padding.of(1).covering()), 1);
        add("grouped", Window.of(2, 3).padding(1), 2);
        add("depthwise", Window.of(3).padding(1), channels);
        add("depthwise strided", Window.of(3).stride(2).padding(Padding.SAME), channels);
    }

    private void add(String kind, Window window, int groups) {
        if (!fits(window)) {
            return;
        }
        var forward = new ConvolutionOp.Conv2d(window, groups, false);
        var biased = new ConvolutionOp.Conv2d(window, groups, true);
        var transposed = new ConvolutionOp.ConvTranspose2d(window, groups, map, false);
        var biasedTransposed = new ConvolutionOp.ConvTranspose2d(window, groups, map, true);
        var gradient = new ConvolutionOp.Conv2dFilterGradient(window, groups);
        var upstream = Source.upstream();
        var first = Source.input(0);
        var second = Source.input(1);
        table.add(
                "convolution " + kind, forward, Derivative.In.of(0, transposed, upstream, second));
        table.add(
                "convolution " + kind + " with bias",
                biased,
                Derivative.In.of(1, gradient, upstream, first));
        addEpilogues(kind, window, groups);
        table.add(
                "transposed convolution " + kind,
                transposed,
                Derivative.In.of(0, forward, upstream, second));
        table.add(
                "transposed convolution " + kind + " with bias",
                biasedTransposed,
                Derivative.In.of(1, gradient, first, upstream));
        table.add(
                "filter gradient " + kind,
                gradient,
                Derivative.In.of(0, forward, second, upstream));
        table.add(
                "filter gradient " + kind + ", in its input",
                gradient,
                Derivative.In.of(1, transposed, first, upstream));
    }

    private void addEpilogues(String kind, Window window, int groups) {
        var relu = new Epilogue.Activated(new Activation.Relu());
        var relu6 = new Epilogue.Activated(new Activation.Relu6());
        var leaky = new Epilogue.Activated(new Activation.LeakyRelu(0.25));
        table.add(
                "convolution " + kind + ", relu",
                new ConvolutionOp.Conv2d(window, groups, false, relu));
        table.add(
                "convolution " + kind + " with bias, relu6",
                new ConvolutionOp.Conv2d(window, groups, true, relu6));
        table.add(
                "convolution " + kind + " with bias, leaky relu",
                new ConvolutionOp.Conv2d(window, groups, true, leaky));
        table.add(
                "convolution " + kind + " with bias, prelu",
                new ConvolutionOp.Conv2d(window, groups, true, new Epilogue.Prelu()));
    }

    private boolean fits(Window window) {
        try {
            window.outputs(map);
            return true;
        } catch (ShapeException tooLarge) {
            return false;
        }
    }
}
