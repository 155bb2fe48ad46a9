package smalti.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import smalti.device.Devices;
import smalti.grad.Gradients;
import smalti.grad.Tape;
import smalti.grad.Variable;
import smalti.nn.Pass;
import smalti.tensor.Tensor;

class PairLossTest {
    /// Two rows at a distance: of four ordered pairs two are of a row with itself, which cost nothing.
    @ParameterizedTest
    @CsvSource({
        "true, 1, 0.620115",
        "true, 4, 3.325003",
        "true, 400, 49.306853",
        "false, 0, 0.405465",
        "false, 1, 0.168849",
        "false, 4, 0.009116"
    })
    void pairsCostWhatTheFormulaSays(boolean same, double squared, double expected) {
        float[] features = {0, 0, (float) Math.sqrt(squared), 0};
        int[] classes = {3, same ? 3 : 5};
        double loss = loss(new PairLoss.Superpixels(), Tensor.of(features, 2, 2), classes);
        assertThat(loss).isCloseTo(2 * expected / 4, within(2e-6));
    }

    @Test
    void rowsThatTakeNoPartCostNothingAndLearnNothing() {
        float[] features = {0, 0, 1, 0, 7, 7};
        Tensor all = Tensor.of(features, 3, 2);
        double loss = loss(new PairLoss.Superpixels(), all, new int[] {1, 1, -1});
        assertThat(loss).isCloseTo(0.620115 / 2, within(2e-6));
        Tensor gradient = gradient(new PairLoss.Superpixels(), all, new int[] {1, 1, -1});
        assertThat(gradient.get(4)).isZero();
        assertThat(gradient.get(5)).isZero();
        assertThat(loss(new PairLoss.Superpixels(), all, new int[] {-1, -1, -1})).isZero();
    }

    /// Written out, pair by pair.
    @Test
    void bothLossesAreTheMeanOverAllPairs() {
        var random = new SplittableRandom(5);
        int rows = 9;
        float[] features = new float[rows * 4];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) random.nextDouble(-1, 1);
        }
        int[] classes = {0, 1, 2, 0, 1, -1, 2, 2, 0};
        double superpixels = 0;
        double pixels = 0;
        int pairs = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < rows; j++) {
                if (classes[i] < 0 || classes[j] < 0) {
                    continue;
                }
                pairs++;
                double squared = 0;
                for (int k = 0; k < 4; k++) {
                    squared += Math.pow(features[i * 4 + k] - features[j * 4 + k], 2);
                }
                double near = 2 / (1 + Math.exp(squared / 64));
                if (classes[i] == classes[j]) {
                    superpixels += Math.log((1 + Math.exp(squared)) / 2);
                    pixels -= 3 * Math.log(near);
                } else {
                    superpixels += Math.log(1 + Math.exp(-squared) / 2);
                    pixels -= Math.log(1 - near + 1e-6);
                }
            }
        }
        Tensor all = Tensor.of(features, rows, 4);
        assertThat(loss(new PairLoss.Superpixels(), all, classes))
                .isCloseTo(superpixels / pairs, within(1e-5));
        assertThat(loss(new PairLoss.Pixels(), all, classes))
                .isCloseTo(pixels / pairs, within(1e-4));
    }

    @Test
    void gradientsAreTheSlopesOfTheLoss() {
        var random = new SplittableRandom(6);
        float[] features = new float[6 * 3];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) random.nextDouble(-2, 2);
        }
        int[] classes = {0, 1, 0, 2, -1, 1};
        for (PairLoss each : new PairLoss[] {new PairLoss.Superpixels(), new PairLoss.Pixels()}) {
            Tensor gradient = gradient(each, Tensor.of(features.clone(), 6, 3), classes);
            for (int i = 0; i < features.length; i++) {
                float step = 1e-2f;
                double up = loss(each, moved(features, i, step), classes);
                double down = loss(each, moved(features, i, -step), classes);
                assertThat(gradient.get(i)).isCloseTo((up - down) / (2 * step), within(2e-3));
            }
        }
    }

    private static Tensor moved(float[] features, int at, float by) {
        float[] moved = features.clone();
        moved[at] += by;
        return Tensor.of(moved, 6, 3);
    }

    private static double loss(PairLoss loss, Tensor features, int[] classes) {
        Tape tape = Tape.on(Devices.named("cpu"));
        return loss.of(Pass.training(tape, 1), tape.constant(features), classes).tensor().get(0);
    }

    private static Tensor gradient(PairLoss loss, Tensor features, int[] classes) {
        Tape tape = Tape.on(Devices.named("cpu"));
        Variable value = loss.of(Pass.training(tape, 1), tape.watch(features), classes);
        Gradients gradients = tape.gradients(value);
        return gradients.of(features);
    }
}
