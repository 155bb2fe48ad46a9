package smalti.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import smalti.error.ShapeException;
import smalti.op.Size;
import smalti.superpixel.Samples;

class AreaMeanTest {
    /// Three pixels to two: each is one whole and half of the one between them.
    @Test
    void pixelsCountByHowMuchOfThemIsCovered() {
        byte[] bytes = {30, 0, 0, 60, 0, 0, 90, 0, 0};
        Photo photo = new Photo(3, 1, new Samples.Bytes(bytes));
        assertThat(photo.reduced(new Size(1, 2)).floats())
                .containsExactly(new float[] {40, 0, 0, 80, 0, 0}, within(1e-4f));
        Photo upright = new Photo(1, 3, new Samples.Bytes(bytes));
        assertThat(upright.reduced(new Size(2, 1)).floats())
                .containsExactly(new float[] {40, 0, 0, 80, 0, 0}, within(1e-4f));
    }

    @Test
    void theSameSizeIsTheSame() {
        short[] shorts = new short[3 * 5 * 4];
        for (int i = 0; i < shorts.length; i++) {
            shorts[i] = (short) (i * 1000);
        }
        Photo photo = new Photo(5, 4, new Samples.Shorts(shorts));
        assertThat(photo.reduced(new Size(4, 5)).floats())
                .containsExactly(photo.pixels().floats(), within(1e-4f));
        assertThatThrownBy(() -> photo.reduced(new Size(5, 5)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("at most 4x5");
    }

    /// The mean of all stays what it is, whatever the sizes.
    @Test
    void nothingIsLost() {
        byte[] bytes = new byte[3 * 17 * 13];
        double sum = 0;
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 89 % 251);
            sum += bytes[i] & 0xFF;
        }
        Photo photo = new Photo(17, 13, new Samples.Bytes(bytes));
        for (Size size : new Size[] {new Size(1, 1), new Size(5, 7), new Size(12, 3)}) {
            double mean = 0;
            for (float value : photo.reduced(size).floats()) {
                mean += value / (3.0 * size.height() * size.width());
            }
            assertThat(mean).isCloseTo(sum / bytes.length, within(1e-4));
        }
    }
}
