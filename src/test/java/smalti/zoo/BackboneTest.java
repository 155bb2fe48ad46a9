package smalti.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import smalti.device.Devices;
import smalti.error.ParameterException;
import smalti.grad.Eager;
import smalti.grad.Variable;
import smalti.nn.Parameters;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.nn.WeightFile;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.RealData;

class BackboneTest {
    @ParameterizedTest
    @CsvSource({
        "MOBILENET_V2, 32, 2, 4",
        "MOBILENET_V2, 16, 4, 4",
        "MOBILENET_V2, 8, 8, 8",
        "SQUEEZENET1_1, 16, 3, 7",
        "SQUEEZENET1_1, 8, 7, 7",
        "RESNET_18, 8, 8, 8",
        "RESNET_18, 32, 2, 4",
        "VGG16, 32, 2, 8"
    })
    void featuresLieAsFarApartAsTheyAreToAndHaveTheirChannels(
            Backbone backbone, int stride, int side, int middle) {
        Encoder.Encoded encoded = encoded(backbone, stride);
        assertThat(encoded.features().shape())
                .isEqualTo(Shape.of(1, side, side, backbone.channels()));
        assertThat(encoded.middle().shape())
                .isEqualTo(Shape.of(1, middle, middle, backbone.middleChannels()));
        assertThat(encoded.switches().isPresent()).isEqualTo(backbone == Backbone.VGG16);
        assertThat(encoded.pools()).hasSize(backbone == Backbone.VGG16 ? 5 : 0);
    }

    /// What goes up by the switches of all pools, the last one first, comes out as large as the picture.
    @Test
    void thePoolsOfVggAreTakenBackFromTheLastToTheFirst() {
        Encoder.Encoded encoded = encoded(Backbone.VGG16, 32);
        Pass pass = Pass.inference(new Eager(Devices.named("cpu")));
        int side = 2;
        for (Encoder.Encoded.Switches pool : encoded.pools()) {
            int channels = pool.before().size(3);
            Variable small =
                    pass.flow()
                            .constant(Tensor.zeros(DType.F32, Shape.of(1, side, side, channels)));
            side *= 2;
            assertThat(new Unpooling(Optional.of(pool)).forward(pass, small).shape())
                    .isEqualTo(pool.before())
                    .isEqualTo(Shape.of(1, side, side, channels));
        }
        assertThat(encoded.pools().stream().map(pool -> pool.before().size(3)))
                .containsExactly(512, 512, 256, 128, 64);
        assertThat(side).isEqualTo(64);
    }

    private static Encoder.Encoded encoded(Backbone backbone, int stride) {
        var parameters = new Parameters();
        Encoder encoder = backbone.build(Scope.of(parameters, new SplittableRandom(1)), stride);
        Pass pass = Pass.inference(new Eager(Devices.named("cpu")));
        return encoder.encode(
                pass, pass.flow().constant(Tensor.zeros(DType.F32, Shape.of(1, 64, 64, 3))));
    }

    @ParameterizedTest
    @EnumSource
    void whatAnEncoderCannotIsRefused(Backbone backbone) {
        assertThatThrownBy(() -> encoded(backbone, 7))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("output stride");
    }

    /// Encoders are built of what the files of whole networks hold.
    @Tag("data")
    @ParameterizedTest
    @EnumSource(names = {"MOBILENET_V2", "SQUEEZENET1_1"})
    void weightsOfWholeNetworksCanBeRead(Backbone backbone) throws IOException {
        var parameters = new Parameters();
        backbone.build(Scope.of(parameters, new SplittableRandom(1)), 16);
        Path file = RealData.at("weights/" + backbone.label() + ".safetensors");
        WeightFile.readPart(file, parameters);
        assertThat(parameters.all()).isNotEmpty();
    }
}
