package smalti.matting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.tensor.Tensor;

class SoftSegmentationTest {
    private static final int HEIGHT = 32;
    private static final int WIDTH = 48;

    private final Device device = Devices.named("cpu");

    /// How much of the right colour a column has: a soft edge of 8 columns.
    private static float share(int x) {
        return Math.clamp((x - 19.5f) / 8, 0, 1);
    }

    /// Orange on the left and blue on the right.
    private static Tensor blend() {
        float[] left = {0.9f, 0.5f, 0.1f};
        float[] right = {0.1f, 0.3f, 0.8f};
        float[] values = new float[3 * HEIGHT * WIDTH];
        for (int i = 0; i < values.length; i++) {
            float share = share(i / 3 % WIDTH);
            values[i] = left[i % 3] * (1 - share) + right[i % 3] * share;
        }
        return Tensor.of(values, 1, HEIGHT, WIDTH, 3);
    }

    private Tensor parted(Tensor picture, int layers, long seed) {
        Tensor features = ColourFeatures.of(device, picture);
        return new SoftSegmentation(layers, 40, seed).of(device, picture, features, (_, _) -> {});
    }

    /// Two flat regions with a soft edge: the opacities are those of which the picture was mixed. At the ends of the slope, where
    /// the smoothed gradient is below its limit, layers are kept a little sparse.
    @Test
    void theBlendOfTwoColoursIsFoundAgain() {
        Tensor alphas = parted(blend(), 2, 1);
        assertThat(alphas.shape().sizes()).containsExactly(1, HEIGHT, WIDTH, 2);
        boolean leftIsFirst = alphas.floats()[0] > 0.5;
        double wrong = 0;
        for (int i = 0; i < HEIGHT * WIDTH; i++) {
            double right = alphas.floats()[2 * i + (leftIsFirst ? 1 : 0)];
            double expected = share(i % WIDTH);
            assertThat(right).as("column %d", i % WIDTH).isCloseTo(expected, within(0.05));
            wrong += Math.abs(right - expected) / (HEIGHT * WIDTH);
        }
        assertThat(wrong).isLessThan(0.01);
    }

    @Test
    void opacitiesAddUpAndLieBetween() {
        Tensor alphas = parted(blend(), 4, 1);
        int layers = alphas.shape().size(3);
        double[] areas = new double[layers];
        for (int i = 0; i < HEIGHT * WIDTH; i++) {
            double sum = 0;
            for (int k = 0; k < layers; k++) {
                float alpha = alphas.floats()[i * layers + k];
                assertThat(alpha).isBetween(0f, 1f);
                areas[k] += alpha;
                sum += alpha;
            }
            assertThat(sum).isCloseTo(1, within(1e-6));
        }
        assertThat(areas).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        assertThat(parted(blend(), 3, 5).floats()).isEqualTo(parted(blend(), 3, 5).floats());
    }

    /// The smallest that there is, in one colour: there is nothing to part, and nothing fails.
    @Test
    void aPictureWithoutAnythingInItIsOneLayer() {
        Tensor flat = Tensor.of(new float[27], 1, 3, 3, 3);
        Tensor alphas = parted(flat, 2, 1);
        for (int i = 0; i < 9; i++) {
            int layers = alphas.shape().size(3);
            double sum = 0;
            for (int k = 0; k < layers; k++) {
                sum += alphas.floats()[i * layers + k];
            }
            assertThat(sum).isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new SoftSegmentation(1, 40, 0))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("layers");
        assertThatThrownBy(() -> new SoftSegmentation(5, 4001, 0))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("superpixels");
        Tensor features = Tensor.of(new float[48], 1, 4, 4, 3);
        assertThatThrownBy(() ->
                        new SoftSegmentation(2, 4, 0).of(device, blend(), features, (_, _) -> {}))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[1,32,48,D]");
    }
}
