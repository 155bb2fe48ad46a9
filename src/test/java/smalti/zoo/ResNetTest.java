package smalti.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import smalti.device.Devices;
import smalti.error.ParameterException;
import smalti.grad.Eager;
import smalti.grad.Variable;
import smalti.nn.Parameter;
import smalti.nn.Parameters;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.plan.Plan;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
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

    /// Where every filter passes the mean of its inputs by its centre tap alone, every block doubles what it is given, and
    /// only steps and the maximum pool choose pixels: of values that grow to the right and downwards the pool takes the
    /// one at `2` behind a multiple of the output stride. So each feature is known by hand.
    @ParameterizedTest
    @CsvSource({
        "RESNET_18, 8, 32, false",
        "RESNET_18, 8, 8, false",
        "RESNET_34, 16, 16, false",
        "RESNET_50, 16, 32, true",
        "RESNET_101, 33, 8, true"
    })
    void computesWhatIsKnownByHand(Depth depth, int blocks, int outputStride, boolean deepStem) {
        var parameters = new Parameters();
        var network =
                new ResNet(
                        Scope.of(parameters, new SplittableRandom(1)),
                        depth,
                        outputStride,
                        deepStem);
        parameters.all().forEach(ResNetTest::passTheMean);
        int side = 65;
        float[] pixels = new float[side * side * 3];
        for (int i = 0; i < pixels.length; i++) {
            // The mean of the three channels is the number of the pixel.
            pixels[i] = i / 3 + (i % 3 - 1) * 0.5f;
        }
        var flow = new Eager(Devices.named("cpu"));
        Variable input = flow.constant(Tensor.of(pixels, 1, side, side, 3));
        Tensor features = network.forward(Pass.inference(flow), input).tensor();
        int places = (side - 1) / outputStride + 1;
        assertThat(features.shape().size(1)).isEqualTo(places);
        int channels = features.shape().size(3);
        for (int y = 0; y < places; y++) {
            for (int x = 0; x < places; x++) {
                int row = Math.min(y * outputStride + 2, side - 1);
                int column = Math.min(x * outputStride + 2, side - 1);
                double expected = Math.scalb(row * side + column, blocks);
                for (int channel : new int[] {0, channels / 2, channels - 1}) {
                    assertThat(features.get((y * places + x) * channels + channel))
                            .isCloseTo(expected, withinPercentage(0.01));
                }
            }
        }
    }

    private static void passTheMean(Parameter parameter) {
        Tensor tensor = parameter.tensor();
        if (parameter.name().endsWith("running_var")) {
            // With the epsilon, 1.
            Arrays.fill(tensor.floats(), 1 - 1e-5f);
        } else if (tensor.shape().rank() == 4) {
            int centre =
                    tensor.shape().size(0) / 2 * tensor.shape().size(1)
                            + tensor.shape().size(1) / 2;
            int inputs = tensor.shape().size(2);
            int taps = inputs * tensor.shape().size(3);
            Arrays.fill(tensor.floats(), 0);
            Arrays.fill(tensor.floats(), centre * taps, (centre + 1) * taps, 1f / inputs);
        }
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
