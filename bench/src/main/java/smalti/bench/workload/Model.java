package smalti.bench.workload;

import smalti.nn.Layer;
import smalti.nn.Scope;
import smalti.zoo.Enet;
import smalti.zoo.MobileNetV2;
import smalti.zoo.ResNet;
import smalti.zoo.SqueezeNet;

/// A network of the zoo and the pictures that it is measured on.
public enum Model {
    /// Of ImageNet's 1000 classes.
    SQUEEZENET1_1(224, 224) {
        @Override
        Layer build(Scope scope) {
            return new SqueezeNet(scope, 1000);
        }
    },
    /// Its features, without a classifier.
    MOBILENET_V2(224, 224) {
        @Override
        Layer build(Scope scope) {
            return new MobileNetV2(scope);
        }
    },
    /// Of CamVid's classes and on its size.
    ENET(360, 480) {
        @Override
        Layer build(Scope scope) {
            return new Enet(scope, 12);
        }
    },
    /// Of ten classes.
    RESNET18(96, 96) {
        @Override
        Layer build(Scope scope) {
            return ResNet.classifier(scope, ResNet.Depth.RESNET_18, CLASSES);
        }
    };

    /// Of networks that are trained.
    static final int CLASSES = 10;

    private final int height;
    private final int width;

    Model(int height, int width) {
        this.height = height;
        this.width = width;
    }

    abstract Layer build(Scope scope);

    int height() {
        return height;
    }

    int width() {
        return width;
    }
}
