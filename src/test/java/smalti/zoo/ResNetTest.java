package smalti.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import smalti.device.Devices;
import smalti.error.ParameterException;
import smalti.nn.Parameter;
import smalti.nn.Parameters;
import smalti.nn.Scope;
import smalti.plan.Plan;
import smalti.tensor.Shape;
import smalti.zoo.ResNet.Depth;

class ResNetTest {
    /// torchvision's numbers of learnt values, less those of its classifier.
    @ParameterizedTest
    @CsvSource({
        "RESNET_18, 11176512",
        "RESNET_34, 21284672",
        "RESNET_50, 23508032",
        "RESNET_101, 42500160"
    })
    void hasThePublishedNumberOfParameters(Depth depth, long expected) {
        var parameters = new Parameters();
        network(parameters, depth, 32);
        assertThat(
                        parameters.all().stream()
                                .filter(Parameter::learnt)
                                .mapToLong(each -> each.tensor().elements())
                                .sum())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"8, 9", "16, 5", "32, 3"})
    void dilationKeepsFeaturesFine(int outputStride, int side) {
        ResNet network = network(new Parameters(), Depth.RESNET_18, outputStride);
        Plan plan = Plan.of(network, Shape.of(1, 65, 65, 3), Devices.named("cpu"));
        assertThat(plan.output().shape()).isEqualTo(Shape.of(1, side, side, 512));
    }

    @Test
    void otherStridesAreRefused() {
        assertThatThrownBy(() -> network(new Parameters(), Depth.RESNET_18, 4))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("8, 16 or 32");
    }

    private static ResNet network(Parameters parameters, Depth depth, int outputStride) {
        return new ResNet(
                Scope.of(parameters, new SplittableRandom(1)), depth, outputStride, false);
    }
}
