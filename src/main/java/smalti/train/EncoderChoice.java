package smalti.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import smalti.error.ParameterException;
import smalti.nn.Scope;
import smalti.zoo.Backbone;
import smalti.zoo.Encoder;

/// The encoder that a system's network stands on, as its settings name it.
///
/// @param outputStride pixels between its features
/// @param weights the file of its weights; empty if it starts from scratch
public record EncoderChoice(Backbone backbone, int outputStride, Optional<Path> weights) {
    private static final String BACKBONE = "backbone";
    private static final String WEIGHTS = "weights";
    private static final String OUTPUT_STRIDE = "output-stride";

    /// The settings of a system whose encoder learns nothing more.
    ///
    /// @param outputStride unless another is given
    public static List<Setting> frozen(int outputStride) {
        return List.of(
                new Setting(
                        BACKBONE,
                        Backbone.MOBILENET_V2.label(),
                        "frozen encoder: mobilenet_v2, squeezenet1_1, resnet_18, resnet_50, resnet_101 or vgg16"),
                new Setting(
                        WEIGHTS,
                        "",
                        "the encoder's weights, a file or a folder with BACKBONE.safetensors"),
                strides(outputStride));
    }

    /// The settings of a system whose encoder learns with it.
    ///
    /// @param outputStride unless another is given
    /// @param none what a backbone of the name `none` stands for
    public static List<Setting> learning(int outputStride, String none) {
        return List.of(
                new Setting(
                        BACKBONE,
                        Backbone.MOBILENET_V2.label(),
                        "encoder: mobilenet_v2, squeezenet1_1, resnet_18, resnet_50, resnet_101, or none for "
                                + none),
                new Setting(
                        WEIGHTS,
                        "",
                        "the encoder's weights, a file or a folder with BACKBONE.safetensors; without any it starts"
                                + " from scratch"),
                strides(outputStride));
    }

    /// These and a system's own.
    public static List<Setting> with(List<Setting> encoder, Setting... own) {
        return Stream.concat(encoder.stream(), Stream.of(own)).toList();
    }

    private static Setting strides(int outputStride) {
        return new Setting(
                OUTPUT_STRIDE,
                String.valueOf(outputStride),
                "pixels between the encoder's features");
    }

    /// @throws ParameterException if a setting is none that there is
    public static EncoderChoice of(Settings settings) {
        Backbone backbone = settings.choice(BACKBONE, List.of(Backbone.values()), Backbone::label);
        String weights = settings.text(WEIGHTS);
        return new EncoderChoice(
                backbone,
                settings.integer(OUTPUT_STRIDE, 1),
                weights.isBlank()
                        ? Optional.empty()
                        : Optional.of(backbone.weights(Path.of(weights))));
    }

    /// Builds it.
    ///
    /// @throws ParameterException if it cannot have this output stride
    public Encoder build(Scope scope) {
        return backbone.build(scope, outputStride);
    }

    /// The file of its weights.
    ///
    /// @throws ParameterException if none is given
    public Path file() {
        return weights.orElseThrow(() ->
                new ParameterException(
                        "--" + WEIGHTS, "the file of the encoder's weights", "missing"));
    }
}
