package smalti.decoupled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import smalti.error.ParameterException;
import smalti.tensor.Tensor;

class ScatterTest {
    private static Scatter scatter(int width, int... labels) {
        return Scatter.of(Tensor.of(labels, labels.length / width, width), 1);
    }

    /// By hand: a pixel has no distance from itself; two neighbours lie half a pixel from their middle, so that the mean
    /// square is 1/4, of two pixels; two that are two apart lie one from theirs.
    @Test
    void aFewPixelsByHand() {
        assertThat(scatter(3, 0, 1, 0)).isEqualTo(new Scatter(1, 0));
        assertThat(scatter(3, 1, 1, 0)).isEqualTo(new Scatter(2, 0.125));
        assertThat(scatter(3, 1, 2, 1)).isEqualTo(new Scatter(2, 0.5));
        // A square of four: each lies at half a pixel in both directions.
        assertThat(scatter(2, 1, 1, 1, 1)).isEqualTo(new Scatter(4, 0.125));
        // The same four as a column, 1.5 and 0.5 from the middle: (2.25 + 0.25) / 2 / 4.
        assertThat(scatter(1, 1, 1, 1, 1)).isEqualTo(new Scatter(4, 0.3125));
    }

    @Test
    void aDiscHasTheScatterOfDiscsWhateverItsSizeAndPlace() {
        for (int radius : new int[] {20, 45}) {
            int side = 100;
            int[] labels = new int[side * side];
            for (int i = 0; i < labels.length; i++) {
                double x = i % side - 52;
                double y = i / side - 47.0;
                labels[i] = x * x + y * y <= radius * radius ? 1 : 0;
            }
            assertThat(scatter(side, labels).value()).isCloseTo(1 / (2 * Math.PI), within(1e-3));
        }
    }

    @Test
    void aMaskInPiecesIsScatteredMore() {
        assertThat(scatter(6, 1, 1, 0, 0, 1, 1).value())
                .isGreaterThan(scatter(6, 0, 1, 1, 1, 1, 0).value());
    }

    @Test
    void aMaskWithoutPixelsIsRefused() {
        assertThatThrownBy(() -> scatter(2, 0, 2)).isInstanceOf(ParameterException.class);
    }
}
