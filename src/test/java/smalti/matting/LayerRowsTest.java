package smalti.matting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.op.Size;
import smalti.photo.Photo;
import smalti.superpixel.Samples;
import smalti.tensor.Tensor;

class LayerRowsTest {
    private final Device device = Devices.named("cpu");
    private final SplittableRandom random = new SplittableRandom(2);

    private Tensor alphas(int height, int width, int layers) {
        float[] values = new float[height * width * layers];
        for (int i = 0; i < height * width; i++) {
            double[] drawn = random.doubles(layers).toArray();
            double sum = Arrays.stream(drawn).sum();
            for (int k = 0; k < layers; k++) {
                values[i * layers + k] = (float) (drawn[k] / sum);
            }
        }
        return Tensor.of(values, 1, height, width, layers);
    }

    private Photo photo(int height, int width) {
        byte[] bytes = new byte[3 * height * width];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt(256);
        }
        return new Photo(width, height, new Samples.Bytes(bytes));
    }

    private static Tensor divided(Tensor pixels) {
        float[] values = pixels.floats().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] /= 255;
        }
        return Tensor.of(values, pixels.shape().sizes());
    }

    private LayerRows rows(Photo photo, Tensor alphas) {
        Size size = new Size(alphas.shape().size(1), alphas.shape().size(2));
        return LayerRows.of(device, alphas, divided(photo.reduced(size)), photo);
    }

    /// In the layers' own size and in larger ones, all opacities of a pixel are 255 together.
    @Test
    void opacitiesAddUpExactly() {
        Photo photo = photo(11, 14);
        for (Tensor alphas : new Tensor[] {alphas(11, 14, 5), alphas(5, 6, 3), alphas(3, 4, 20)}) {
            LayerRows rows = rows(photo, alphas);
            byte[][] row = new byte[rows.layers()][14];
            for (int y = 0; y < 11; y++) {
                rows.opacities(y, row);
                for (int x = 0; x < 14; x++) {
                    int sum = 0;
                    for (byte[] layer : row) {
                        sum += layer[x] & 0xFF;
                    }
                    assertThat(sum).isEqualTo(LayerRows.FULL);
                }
            }
        }
    }

    /// 0.3, 0.3 and 0.4 are 76.5, 76.5 and 102 of 255: the half that is lost goes to the first.
    @Test
    void whatRoundingLosesGoesToWhoLostMost() {
        Tensor alphas = Tensor.of(new float[] {0.3f, 0.3f, 0.4f}, 1, 1, 1, 3);
        byte[][] row = new byte[3][1];
        rows(photo(1, 1), alphas).opacities(0, row);
        assertThat(row[0][0] + row[1][0]).isEqualTo(153);
        assertThat(row[2][0]).isEqualTo((byte) 102);
    }

    /// Left is black and right is white, in a photo four times as large whose edge lies between two pixels of the layers.
    @Test
    void edgesAreThoseOfThePhoto() {
        int width = 64;
        int edge = 34;
        byte[] bytes = new byte[3 * width * width];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i / 3 % width < edge ? 0 : 255);
        }
        Photo photo = new Photo(width, width, new Samples.Bytes(bytes));
        float[] values = new float[16 * 16 * 2];
        for (int i = 0; i < 256; i++) {
            float right = i % 16 < 8 ? 0 : i % 16 > 8 ? 1 : 0.5f;
            values[2 * i] = 1 - right;
            values[2 * i + 1] = right;
        }
        byte[][] row = new byte[2][width];
        rows(photo, Tensor.of(values, 1, 16, 16, 2)).opacities(30, row);
        for (int x = 0; x < width; x++) {
            assertThat(row[1][x] & 0xFF).isBetween(x < edge ? 0 : 250, x < edge ? 5 : 255);
        }
    }
}
