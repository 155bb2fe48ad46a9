package smalti.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TablesAndCurvesTest {
    private static final int FULL = 0x1F4E8C;
    private static final int PAPER = 0xFFFFFF;

    @Test
    void aConfusionIsAsDarkAsItsShare() {
        Drawing sure =
                ConfusionPicture.draw(List.of("cow", "cat"), new double[][] {{1, 0}, {0, 1}});
        Drawing torn =
                ConfusionPicture.draw(
                        List.of("cow", "cat"), new double[][] {{0.5, 0.5}, {0.5, 0.5}});
        assertThat(count(sure, FULL)).isPositive();
        assertThat(count(torn, FULL)).isZero();
        assertThat(count(torn, Drawing.blend(PAPER, FULL, 0.5))).isPositive();
        assertThat(torn.width()).isEqualTo(sure.width());
    }

    @Test
    void aConfusionGrowsWithItsClasses() {
        Drawing two = ConfusionPicture.draw(List.of("a", "b"), new double[2][2]);
        Drawing three = ConfusionPicture.draw(List.of("a", "b", "c"), new double[3][3]);
        assertThat(three.width() - two.width()).isEqualTo(three.height() - two.height());
        assertThat(three.width()).isGreaterThan(two.width());
    }

    @Test
    void aCurveFalls() {
        double[] values = new double[1000];
        for (int i = 0; i < values.length; i++) {
            values[i] = 1000 - i;
        }
        Drawing curve = CurvePicture.draw("loss", values, 1);
        assertThat(height(curve, curve.width() / 4)).isLessThan(height(curve, curve.width() / 2));
        assertThat(height(curve, curve.width() / 2))
                .isLessThan(height(curve, curve.width() * 3 / 4));
    }

    @Test
    void aCurveOfLittleIsDrawnToo() {
        for (double[] values : List.of(new double[0], new double[] {3}, new double[] {2, 2, 2})) {
            Drawing curve = CurvePicture.draw("loss", values, 0);
            assertThat(count(curve, FULL) > 0).isEqualTo(values.length > 0);
        }
    }

    /// The uppermost row of a column in which the curve stands.
    private static int height(Drawing drawing, int x) {
        for (int y = 0; y < drawing.height(); y++) {
            if (drawing.at(x, y) == FULL) {
                return y;
            }
        }
        return drawing.height();
    }

    private static long count(Drawing drawing, int colour) {
        return Arrays.stream(drawing.pixels()).filter(each -> each == colour).count();
    }
}
