package smalti.zoo;

import smalti.nn.BatchNormalization;
import smalti.nn.Convolution;
import smalti.nn.Layer;
import smalti.nn.Prelu;
import smalti.nn.Scope;
import smalti.nn.TransposedConvolution;
import smalti.op.Padding;
import smalti.op.Size;
import smalti.op.Window;

/// What the blocks of [Enet] are made of.
final class EnetBlocks {
    /// Channels between the ends of a block, as a share of those at its ends.
    private static final int REDUCTION = 4;

    private EnetBlocks() {}

    /// A convolution, normalised and rectified with one slope: layers 0, 1 and 2 of a scope.
    static Layer convolution(Scope scope, int inputs, int outputs, Window window) {
        return convolution(scope, 0, inputs, outputs, window);
    }

    private static Layer convolution(
            Scope scope, int first, int inputs, int outputs, Window window) {
        return Layer.sequence(
                Convolution.plain(scope.in("" + first), inputs, outputs, window),
                new BatchNormalization(scope.in("" + (first + 1)), outputs),
                new Prelu(scope.in("" + (first + 2)), 1));
    }

    /// A column of taps and then a row of them.
    private static Layer asymmetric(Scope scope, int channels, int taps) {
        int side = taps / 2;
        return convolution(
                        scope,
                        0,
                        channels,
                        channels,
                        Window.of(taps, 1).padding(Padding.of(side, 0)))
                .then(
                        convolution(
                                scope,
                                3,
                                channels,
                                channels,
                                Window.of(1, taps).padding(Padding.of(0, side))));
    }

    /// The extension of a block that keeps size and channels.
    static Layer regular(Scope scope, int channels, int dilation) {
        Window window = Window.of(3).dilation(dilation).padding(dilation);
        int thin = channels / REDUCTION;
        return extension(
                scope,
                channels,
                channels,
                Window.of(1),
                convolution(scope.in("ext_conv2"), thin, thin, window));
    }

    /// The same with the taps of a column and a row instead of a square.
    static Layer asymmetric(Scope scope, int channels) {
        return extension(
                scope,
                channels,
                channels,
                Window.of(1),
                asymmetric(scope.in("ext_conv2"), channels / REDUCTION, 5));
    }

    /// The extension of a block that halves the size.
    static Layer downsampling(Scope scope, int inputs, int outputs) {
        int thin = inputs / REDUCTION;
        return extension(
                scope,
                inputs,
                outputs,
                Window.of(2).stride(2),
                convolution(scope.in("ext_conv2"), thin, thin, Window.of(3).padding(1)));
    }

    /// The extension of a block that doubles the size.
    static Layer upsampling(Scope scope, int inputs, int outputs) {
        int thin = inputs / REDUCTION;
        Scope middle = scope.in("ext_conv2");
        return extension(
                scope,
                inputs,
                outputs,
                Window.of(1),
                Layer.sequence(
                        doubling(middle.in("0"), thin, thin),
                        new BatchNormalization(middle.in("1"), thin),
                        new Prelu(middle.in("2"), 1)));
    }

    /// A transposed convolution to twice the size.
    static Layer doubling(Scope scope, int inputs, int outputs) {
        return new TransposedConvolution(
                scope, inputs, outputs, Window.of(3).stride(2).padding(1), Size.square(1), false);
    }

    private static Layer extension(
            Scope scope, int inputs, int outputs, Window first, Layer middle) {
        int thin = inputs / REDUCTION;
        return Layer.sequence(
                convolution(scope.in("ext_conv1"), inputs, thin, first),
                middle,
                convolution(scope.in("ext_conv3"), thin, outputs, Window.of(1)));
    }
}
