package smalti.pspnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import smalti.device.Devices;
import smalti.error.ParameterException;
import smalti.grad.Eager;
import smalti.grad.Tape;
import smalti.grad.Variable;
import smalti.nn.Parameter;
import smalti.nn.Parameters;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.zoo.Backbone;

class PyramidPoolingTest {
    private final Pass pass = Pass.inference(new Eager(Devices.named("cpu")));

    /// With filters of 1 a branch is the mean of each bin, spread so that the corner bins' values stand in the corners.
    @Test
    void meansOfBinsAreSpreadOverTheMap() {
        var parameters = new Parameters();
        var pyramid =
                new PyramidPooling(
                        Scope.of(parameters, new SplittableRandom(1)), 1, 1, Pyramid.of(1, 2));
        parameters.all().stream()
                .filter(each -> each.name().endsWith("conv.weight"))
                .forEach(each -> Arrays.fill(each.tensor().floats(), 1));
        float[] map = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
        Variable out = pyramid.forward(pass, pass.flow().constant(Tensor.of(map, 1, 4, 4, 1)));
        assertThat(out.shape()).isEqualTo(Shape.of(1, 4, 4, 3));
        double shrunk = Math.sqrt(1 + 1e-5);
        // The corner pixels 0, 3, 12, 15, and the bins 1 2 5 6, 3 4 7 8, 9 10 13 14, 11 12 15 16.
        int[] corners = {0, 3, 12, 15};
        double[] means = {3.5, 5.5, 11.5, 13.5};
        for (int i = 0; i < 4; i++) {
            assertThat(out.tensor().get(3 * corners[i])).isEqualTo(map[corners[i]]);
            assertThat(out.tensor().get(3 * corners[i] + 1)).isCloseTo(8.5 / shrunk, within(1e-4));
            assertThat(out.tensor().get(3 * corners[i] + 2))
                    .isCloseTo(means[i] / shrunk, within(1e-4));
        }
        // A third of the way from 3.5 to 5.5.
        assertThat(out.tensor().get(3 + 2)).isCloseTo((3.5 + 2.0 / 3) / shrunk, within(1e-4));
    }

    /// Of a single picture a normalised bin is nothing, whatever it was, while one with a bias is what it was.
    @Test
    void singleBinsMayDoWithoutNormalisation() {
        var parameters = new Parameters();
        var pyramid =
                new PyramidPooling(
                        Scope.of(parameters, new SplittableRandom(1)),
                        1,
                        1,
                        new Pyramid(List.of(1, 2), 2));
        assertThat(parameters.all().stream().map(Parameter::name))
                .contains("branch0.conv.bias", "branch1.bn.weight")
                .doesNotContain("branch0.bn.weight", "branch1.conv.bias");
        Arrays.fill(parameters.named("branch0.conv.weight").tensor().floats(), 1);
        Pass learning = Pass.training(Tape.on(Devices.named("cpu")), 1);
        Tensor map = Tensor.of(new float[] {1, 2, 3, 6}, 1, 2, 2, 1);
        Tensor out = pyramid.forward(learning, learning.flow().constant(map)).tensor();
        assertThat(out.get(1)).isEqualTo(3);
    }

    @Test
    void withoutBinsAMapStaysAsItIs() {
        var none =
                new PyramidPooling(
                        Scope.of(new Parameters(), new SplittableRandom(1)), 2, 1, Pyramid.none());
        Tensor map = Tensor.of(new float[] {1, 2, 3, 4}, 1, 1, 2, 2);
        assertThat(none.forward(pass, pass.flow().constant(map)).tensor().floats())
                .containsExactly(1, 2, 3, 4);
        assertThatThrownBy(() -> Pyramid.of(0)).isInstanceOf(ParameterException.class);
    }

    /// 2048 channels of ResNet-50 and four bins are the paper's 512, 4096 and 512.
    @Test
    void thePublishedFormHasThePapersChannels() {
        var parameters = new Parameters();
        new PspNet(
                Scope.of(parameters, new SplittableRandom(1)),
                Backbone.RESNET_50,
                8,
                Pyramid.of(1, 2, 3, 6),
                150,
                0.4);
        assertThat(shape(parameters, "psp.pyramid.branch3.conv.weight"))
                .isEqualTo(Shape.of(1, 1, 2048, 512));
        assertThat(shape(parameters, "psp.main.conv.weight")).isEqualTo(Shape.of(3, 3, 4096, 512));
        assertThat(shape(parameters, "psp.main.scores.weight")).isEqualTo(Shape.of(1, 1, 512, 150));
        assertThat(shape(parameters, "psp.auxiliary.conv.weight"))
                .isEqualTo(Shape.of(3, 3, 1024, 256));
    }

    /// 256 channels and four branches of 64 are the 512 that the last convolution sees, whatever the picture's size.
    @Test
    void theSmallFormHasItsChannelsAndWorksOnEverySize() {
        var parameters = new Parameters();
        var small = new SmallPspNet(Scope.of(parameters, new SplittableRandom(1)), true, 5, 1);
        assertThat(shape(parameters, "psp.scores.weight")).isEqualTo(Shape.of(3, 3, 512, 5));
        for (int side : new int[] {1, 3, 8, 13}) {
            Tensor picture = Tensor.of(new float[side * side * 3], 1, side, side, 3);
            assertThat(small.forward(pass, pass.flow().constant(picture)).shape())
                    .isEqualTo(Shape.of(1, side, side, 5));
        }
    }

    private static Shape shape(Parameters parameters, String name) {
        return parameters.named(name).tensor().shape();
    }
}
