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
    private final SqueezeNetFeatures features;
    private final Layer classifier;
    private final int classes;

    public SqueezeNet(Scope scope, int classes) {
        this.classes = classes;
        this.features = new SqueezeNetFeatures(scope, SqueezeNetFeatures.COARSE);
        this.classifier =
                Layer.sequence(
                        new Dropout(0.5, 0),
                        Convolution.biased(
                                scope.in("conv10"),
                                SqueezeNetFeatures.CHANNELS,
                                classes,
                                Window.of(1)),
                        Steps.RELU,
                        Steps.GLOBAL_AVERAGE);
    }

    /// The features of the last fire module: `[B,H/16,W/16,512]`.
    public Variable features(Pass pass, Variable input) {
        return features.encode(pass, input).features();
    }

    @Override
    public Variable forward(Pass pass, Variable input) {
        Variable scores = classifier.forward(pass, features(pass, input));
        return pass.flow().reshape(scores, Shape.of(input.shape().size(0), classes));
    }
}
