package smalti.zoo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import smalti.error.ParameterException;
import smalti.nn.Scope;
import smalti.op.Padding;
import smalti.tensor.Tensor;
import smalti.zoo.ResNet.Depth;

/// The encoders that other networks can stand on, by name.
public enum Backbone {
    /// See [MobileNetV2].
    MOBILENET_V2(MobileNetV2Features.CHANNELS, MobileNetV2Features.MIDDLE_CHANNELS),
    /// See [SqueezeNet].
    SQUEEZENET1_1(SqueezeNetFeatures.CHANNELS, SqueezeNetFeatures.MIDDLE_CHANNELS),
    /// See [ResNet].
    RESNET_18(512, 256),
    /// See [ResNet].
    RESNET_50(2048, 1024),
    /// See [ResNet].
    RESNET_101(2048, 1024),
    /// See [Vgg16].
    VGG16(512, 512);

    private static final int VGG_BLOCKS = 5;
    private static final int VGG_STRIDE = 32;

    private final int channels;
    private final int middleChannels;

    Backbone(int channels, int middleChannels) {
        this.channels = channels;
        this.middleChannels = middleChannels;
    }

    /// The name that it is asked for by.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The channels of its features.
    public int channels() {
        return channels;
    }

    /// The channels of its features half way.
    public int middleChannels() {
        return middleChannels;
    }

    /// Builds it.
    ///
    /// @param outputStride how many pixels lie between features: 8, 16 or 32, or what the network can of these
    /// @throws ParameterException if it cannot have this output stride
    public Encoder build(Scope scope, int outputStride) {
        return switch (this) {
            case MOBILENET_V2 -> new MobileNetV2Features(scope, outputStride, Padding::of);
            case SQUEEZENET1_1 -> new SqueezeNetFeatures(scope, outputStride);
            case RESNET_18 -> new ResNet(scope, Depth.RESNET_18, outputStride, false);
            case RESNET_50 -> new ResNet(scope, Depth.RESNET_50, outputStride, true);
            case RESNET_101 -> new ResNet(scope, Depth.RESNET_101, outputStride, true);
            case VGG16 -> {
                if (outputStride != VGG_STRIDE) {
                    throw new ParameterException(
                            "the output stride of vgg16", String.valueOf(VGG_STRIDE), outputStride);
                }
                yield new Vgg16(scope, VGG_BLOCKS);
            }
        };
    }

    /// The file of its weights.
    ///
    /// @param given the file, or a folder with `NAME.safetensors`
    public Path weights(Path given) {
        return Files.isDirectory(given) ? given.resolve(label() + ".safetensors") : given;
    }

    /// Pictures as all of these networks were trained to see them.
    ///
    /// @param pixels `F32 [B,H,W,3]` from 0 to 255
    public static Tensor normalized(Tensor pixels) {
        return Normalizing.IMAGENET.apply(pixels);
    }

    /// The pictures that [#normalized] made these of, with values from 0 to 1.
    public static Tensor pictures(Tensor normalized) {
        return Normalizing.IMAGENET.undo(normalized);
    }
}
