package smalti.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.picture.Drawing;
import smalti.tensor.Tensor;

class FeaturePictureTest {
    private static final int SIDE = 64;

    private final Device device = Devices.named("cpu");

    /// Features of half the photo's size that change where the photo does: in the picture the change is at the photo's edge, to
    /// the pixel.
    @Test
    void partsOfAPhotoHaveColoursOfTheirOwn() {
        Drawing picture = FeaturePicture.of(device, features(4), photo());
        assertThat(picture.width()).isEqualTo(SIDE);
        assertThat(picture.height()).isEqualTo(SIDE);
        for (int y = 0; y < SIDE; y++) {
            assertThat(red(picture.at(SIDE / 2 - 1, y))).isLessThan(25);
            assertThat(red(picture.at(SIDE / 2, y))).isGreaterThan(230);
            assertThat(red(picture.at(2, y))).isLessThan(25);
            assertThat(red(picture.at(SIDE - 3, y))).isGreaterThan(230);
        }
    }

    /// What features are beyond 5 changes nothing: not how much lies between others either.
    @Test
    void largeFeaturesAreCutOff() {
        Tensor within = features(5);
        Tensor beyond = features(5e6f);
        for (int pixel = 0; pixel < SIDE * SIDE / 8; pixel++) {
            if (pixel % (SIDE / 2) < SIDE / 4) {
                within.floats()[4 * pixel + 2] = 2;
                beyond.floats()[4 * pixel + 2] = 2;
            }
        }
        Drawing expected = FeaturePicture.of(device, within, photo());
        Drawing picture = FeaturePicture.of(device, beyond, photo());
        for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
            int x = pixel % SIDE;
            int y = pixel / SIDE;
            assertThat(picture.at(x, y)).isEqualTo(expected.at(x, y));
        }
        assertThat(red(picture.at(4, 4))).isGreaterThan(red(picture.at(4, SIDE - 4)) + 50);
    }

    @Test
    void featuresThatSayNothingAreGrey() {
        Drawing picture = FeaturePicture.of(device, features(Float.NaN), photo());
        assertThat(picture.at(3, 5)).isEqualTo(0x808080);
        assertThat(picture.at(SIDE - 3, 5)).isEqualTo(0x808080);
    }

    private static int red(int rgb) {
        return rgb >> 16;
    }

    /// Of four features the third is 0 on the left side, and has this value on the right side.
    private static Tensor features(float value) {
        int half = SIDE / 2;
        float[] values = new float[half * half * 4];
        for (int pixel = 0; pixel < half * half; pixel++) {
            values[4 * pixel + 2] = pixel % half < half / 2 ? 0 : value;
        }
        return Tensor.of(values, 1, half, half, 4);
    }

    /// Dark on the left side, and light on the right side.
    private static Tensor photo() {
        float[] values = new float[SIDE * SIDE * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 3 % SIDE < SIDE / 2 ? 20 : 230;
        }
        return Tensor.of(values, 1, SIDE, SIDE, 3);
    }
}
