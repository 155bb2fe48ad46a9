package smalti.matting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import smalti.Segmenting;
import smalti.algebra.SymmetricEigen;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.op.Size;
import smalti.photo.Photo;
import smalti.photo.PhotoReader;
import smalti.photo.UnitRange;
import smalti.segment.SegmentMap;
import smalti.superpixel.Picture;
import smalti.superpixel.Slic;
import smalti.tensor.Tensor;
import smalti.testkit.RealData;

class SmallestEigenvectorsTest {
    private static final Size SIZE = new Size(64, 96);

    private final Device device = Devices.named("cpu");

    /// On photos, by the definition: what the Laplacian makes of a vector is the vector times its value.
    @Tag("data")
    @ParameterizedTest
    @ValueSource(strings = {"100099", "104055"})
    void vectorsOfPhotosAreEigenvectors(String name) throws IOException {
        Photo photo = PhotoReader.usual().read(RealData.at("bsds/images/" + name + ".jpg"));
        SoftLaplacian laplacian = laplacian(UnitRange.of(photo.reduced(SIZE)));
        SymmetricEigen found = SmallestEigenvectors.of(device, laplacian, 1, _ -> {});
        assertThat(found.values()).hasSize(100).isSorted();
        for (int k = 0; k < 100; k++) {
            double[] vector = found.vectors()[k];
            double[] product = new double[vector.length];
            laplacian.multiply(device, vector, product);
            double value = found.values()[k];
            double off = 0;
            for (int i = 0; i < vector.length; i++) {
                off += Math.pow(product[i] - value * vector[i], 2);
            }
            assertThat(Math.sqrt(off)).as("vector " + k).isLessThan(1e-4);
            assertThat(dot(vector, product)).as("value " + k).isCloseTo(value, within(1e-6));
            for (int j = 0; j <= k; j++) {
                assertThat(dot(vector, found.vectors()[j])).isCloseTo(j == k ? 1 : 0, within(1e-9));
            }
        }
    }

    private SoftLaplacian laplacian(Tensor picture) {
        SegmentMap map = Segmenting.by(Slic.segments(80)).on(device).apply(Picture.of(picture));
        Regions regions = Regions.of(map);
        double[][] colours = new double[regions.count()][3];
        for (int channel = 0; channel < 3; channel++) {
            double[] values = new double[regions.pixels()];
            for (int i = 0; i < values.length; i++) {
                values[i] = picture.floats()[picture.offset() + 3 * i + channel];
            }
            double[] means = regions.means(values);
            for (int k = 0; k < means.length; k++) {
                colours[k][channel] = means[k];
            }
        }
        double[] affinities = RegionAffinities.laplacian(map, colours, colours);
        return new SoftLaplacian(MattingLaplacian.of(device, picture), regions, affinities);
    }

    private static double dot(double[] left, double[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }
}
