package smalti.zoo;

import smalti.grad.Variable;
import smalti.nn.Convolution;
import smalti.nn.Dropout;
import smalti.nn.Layer;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.op.Window;
import smalti.tensor.Shape;

/// SqueezeNet 1.1: maps `[B,H,W,3]` to scores `[B,classes]`.
///
/// Iandola et al., "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and <0.5MB model size", 2016; version 1.1
/// as its authors released it.
public final class SqueezeNet implements Layer {
    /// Channels of [#features].
    public static final int FEATURES = 512;

    private final Layer features;
    private final Layer classifier;
    private final int classes;

    public SqueezeNet(Scope scope, int classes) {
        this.classes = classes;
        this.features =
                Layer.sequence(
                        Convolution.biased(scope.in("conv1"), 3, 64, Window.of(3).stride(2)),
                        Steps.RELU,
                        Steps.maxPool(Steps.coveringThrees()),
                        new Fire(scope.in("fire2"), 64, 16, 64),
                        new Fire(scope.in("fire3"), 128, 16, 64),
                        Steps.maxPool(Steps.coveringThrees()),
                        new Fire(scope.in("fire4"), 128, 32, 128),
                        new Fire(scope.in("fire5"), 256, 32, 128),
                        Steps.maxPool(Steps.coveringThrees()),
                        new Fire(scope.in("fire6"), 256, 48, 192),
                        new Fire(scope.in("fire7"), 384, 48, 192),
                        new Fire(scope.in("fire8"), 384, 64, 256),
                        new Fire(scope.in("fire9"), FEATURES, 64, 256));
        this.classifier =
                Layer.sequence(
                        new Dropout(0.5, 0),
                        Convolution.biased(scope.in("conv10"), FEATURES, classes, Window.of(1)),
                        Steps.RELU,
                        Steps.GLOBAL_AVERAGE);
    }

    /// The features of the last fire module: `[B,H/16,W/16,512]`.
    public Variable features(Pass pass, Variable input) {
        return features.forward(pass, input);
    }

    @Override
    public Variable forward(Pass pass, Variable input) {
        Variable scores = classifier.forward(pass, features(pass, input));
        return pass.flow().reshape(scores, Shape.of(input.shape().size(0), classes));
    }

    /// Few channels of 1x1 feed many of 1x1 and of 3x3, which stand side by side in the output.
    private static final class Fire implements Layer {
        private final Layer squeeze;
        private final Layer near;
        private final Layer around;

        Fire(Scope scope, int inputs, int squeezed, int expanded) {
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
                                    Window.of(3).padding(1))
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
