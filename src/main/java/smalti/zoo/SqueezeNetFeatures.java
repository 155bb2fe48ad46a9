package smalti.zoo;

import smalti.error.ParameterException;
import smalti.grad.Variable;
import smalti.nn.Convolution;
import smalti.nn.Layer;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.op.Window;

/// What stands before the classifier of [SqueezeNet]: maps `[B,H,W,3]` to features `[B,H/s,W/s,512]`, s being the output
/// stride.
final class SqueezeNetFeatures implements Encoder {
    static final int CHANNELS = 512;

    /// Channels half way.
    static final int MIDDLE_CHANNELS = 256;

    /// As published.
    static final int COARSE = 16;

    private static final int FINE = 8;

    private final Layer beginning;
    private final Layer rest;

    /// @param outputStride 16, or 8: then the last maximum takes no steps, and windows behind it are dilated
    SqueezeNetFeatures(Scope scope, int outputStride) {
        if (outputStride != COARSE && outputStride != FINE) {
            throw new ParameterException(
                    "the output stride of SqueezeNet", "8 or 16", outputStride);
        }
        boolean fine = outputStride == FINE;
        this.beginning =
                Layer.sequence(
                        Convolution.biased(scope.in("conv1"), 3, 64, Window.of(3).stride(2)),
                        Steps.RELU,
                        Steps.maxPool(Steps.coveringThrees()),
                        new Fire(scope.in("fire2"), 64, 16, 64, 1),
                        new Fire(scope.in("fire3"), 128, 16, 64, 1),
                        Steps.maxPool(Steps.coveringThrees()),
                        new Fire(scope.in("fire4"), 128, 32, 128, 1),
                        new Fire(scope.in("fire5"), 256, 32, 128, 1));
        int dilation = fine ? 2 : 1;
        this.rest =
                Layer.sequence(
                        Steps.maxPool(fine ? Window.of(3).padding(1) : Steps.coveringThrees()),
                        new Fire(scope.in("fire6"), MIDDLE_CHANNELS, 48, 192, dilation),
                        new Fire(scope.in("fire7"), 384, 48, 192, dilation),
                        new Fire(scope.in("fire8"), 384, 64, 256, dilation),
                        new Fire(scope.in("fire9"), CHANNELS, 64, 256, dilation));
    }

    @Override
    public Encoded encode(Pass pass, Variable input) {
        Variable middle = beginning.forward(pass, input);
        return new Encoded(rest.forward(pass, middle), middle);
    }

    /// Few channels of 1x1 feed many of 1x1 and of 3x3, which stand side by side in the output.
    private static final class Fire implements Layer {
        private final Layer squeeze;
        private final Layer near;
        private final Layer around;

        Fire(Scope scope, int inputs, int squeezed, int expanded, int dilation) {
            this.squeeze =
                    Convolution.biased(scope.in("squeeze"), inputs, squeezed, Window.of(1))
                            .then(Steps.RELU);
            this.near =
                    Convolution.biased(scope.in("expand1x1"), squeezed, expanded, Window.of(1))
                            .then(Steps.RELU);
            this.around =
                    Convolution.biased(
                                    scope.in("expand3x3"),
                                    squeezed,
                                    expanded,
                                    Window.of(3).dilation(dilation).padding(dilation))
                            .then(Steps.RELU);
        }

        @Override
        public Variable forward(Pass pass, Variable input) {
            Variable squeezed = squeeze.forward(pass, input);
            return Steps.channels(
                    pass, near.forward(pass, squeezed), around.forward(pass, squeezed));
        }
    }
}
