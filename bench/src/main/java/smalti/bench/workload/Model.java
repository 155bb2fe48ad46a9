package smalti.bench.workload;

import java.util.OptionalInt;
import smalti.metric.MetricNetwork;
import smalti.nn.Adam;
import smalti.nn.Layer;
import smalti.nn.Scope;
import smalti.nn.Sgd;
import smalti.nn.UpdateRule;
import smalti.op.LossOp;
import smalti.pspnet.PspNet;
import smalti.pspnet.Pyramid;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.zoo.Backbone;
import smalti.zoo.Enet;
import smalti.zoo.MobileNetV2;
import smalti.zoo.ResNet;
import smalti.zoo.SqueezeNet;

/// A network of the zoo, or of a published system, and the pictures or maps that it is measured on.
public enum Model {
    /// Of ImageNet's 1000 classes.
    SQUEEZENET1_1(224, 224, 3) {
        @Override
        Layer build(Scope scope) {
            return new SqueezeNet(scope, 1000);
        }
    },
    /// Its features, without a classifier.
    MOBILENET_V2(224, 224, 3) {
        @Override
        Layer build(Scope scope) {
            return new MobileNetV2(scope);
        }
    },
    /// Of CamVid's classes and on its size.
    ENET(360, 480, 3) {
        @Override
        Layer build(Scope scope) {
            return new Enet(scope, 12);
        }
    },
    /// Of ten classes.
    RESNET18(96, 96, 3) {
        @Override
        Layer build(Scope scope) {
            return ResNet.classifier(scope, ResNet.Depth.RESNET_18, CLASSES);
        }
    },
    /// As the preset `camvid-small` trains it, on MobileNet V2, with the second classifier; but all branches are normalised.
    PSPNET(233, 313, 3) {
        @Override
        PspNet build(Scope scope) {
            return new PspNet(
                    scope,
                    Backbone.MOBILENET_V2,
                    16,
                    Pyramid.of(1, 2, 3, 6),
                    CAMVID_CLASSES,
                    SECOND_WEIGHT);
        }

        @Override
        Layer lesson(Scope scope, int batch) {
            return SystemLessons.pixels(
                    build(scope), Shape.of(batch, height(), width()), CAMVID_CLASSES);
        }
    },
    /// As the preset `msrc-small` trains it: features of superpixels that are compared in pairs.
    METRIC(160, 160, 3) {
        @Override
        Layer build(Scope scope) {
            return new MetricNetwork(scope, 0.25);
        }

        @Override
        Layer lesson(Scope scope, int batch) {
            return SystemLessons.pairs(build(scope), Shape.of(batch, height(), width()));
        }

        @Override
        public UpdateRule rule() {
            return Adam.standard();
        }
    },
    /// The same where pixels are compared.
    METRIC_OF_PIXELS(160, 160, 3) {
        @Override
        Layer build(Scope scope) {
            return METRIC.build(scope);
        }

        @Override
        Layer lesson(Scope scope, int batch) {
            return SystemLessons.pairsOfPixels(build(scope), Shape.of(batch, height(), width()));
        }

        @Override
        public UpdateRule rule() {
            return Adam.standard();
        }
    },
    /// The loss of [#METRIC] alone, on features.
    PAIRS(160, 160, MetricNetwork.FEATURES) {
        @Override
        Layer build(Scope scope) {
            return SystemLessons.factor(scope);
        }

        @Override
        Layer lesson(Scope scope, int batch) {
            return SystemLessons.pairs(build(scope), Shape.of(batch, height(), width()));
        }
    },
    /// The loss of [#METRIC_OF_PIXELS] alone, on features.
    PAIRS_OF_PIXELS(160, 160, MetricNetwork.FEATURES) {
        @Override
        Layer build(Scope scope) {
            return SystemLessons.factor(scope);
        }

        @Override
        Layer lesson(Scope scope, int batch) {
            return SystemLessons.pairsOfPixels(build(scope), Shape.of(batch, height(), width()));
        }
    },
    /// What of the superpixel pooling network is learnt, as the preset `msrc-small` trains it: on the features that a frozen
    /// MobileNet V2 has of squares of 350 pixels.
    SPN(22, 22, Backbone.MOBILENET_V2.channels()) {
        @Override
        Layer build(Scope scope) {
            throw new IllegalArgumentException("it answers from features and superpixels");
        }

        @Override
        Layer lesson(Scope scope, int batch) {
            return SystemLessons.presence(scope, batch, channels());
        }

        @Override
        public UpdateRule rule() {
            return Adam.decoupled(1e-4);
        }
    };

    /// Of networks that are trained.
    static final int CLASSES = 10;

    private static final int CAMVID_CLASSES = 11;
    private static final double SECOND_WEIGHT = 0.4;

    private final int height;
    private final int width;
    private final int channels;

    Model(int height, int width, int channels) {
        this.height = height;
        this.width = width;
        this.channels = channels;
    }

    /// The network as it answers.
    abstract Layer build(Scope scope);

    /// The network and behind it the loss that it learns by.
    Layer lesson(Scope scope, int batch) {
        Layer network = build(scope);
        int[] classes = new int[batch];
        for (int i = 0; i < batch; i++) {
            classes[i] = i % CLASSES;
        }
        Tensor targets = Tensor.of(classes, batch);
        return (pass, pictures) ->
                pass.run(
                        new LossOp.SoftmaxCrossEntropy(OptionalInt.empty(), false),
                        network.forward(pass, pictures),
                        pass.flow().constant(targets));
    }

    /// How weights are updated.
    public UpdateRule rule() {
        return new Sgd(0.9, 1e-4);
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    int channels() {
        return channels;
    }
}
