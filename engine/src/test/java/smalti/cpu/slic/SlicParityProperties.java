package smalti.cpu.slic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import smalti.cpu.kernel.SlicKernels;
import smalti.cpu.scalar.ScalarSlicKernels;
import smalti.cpu.work.Workers;
import smalti.superpixel.Picture;
import smalti.superpixel.Slic;

/// Neither vectors nor threads change a bit.
class SlicParityProperties {
    private static final Workers THREE = new Workers(3);

    private final SlicKernels scalar = new ScalarSlicKernels();
    private final SlicRunner reference = new SlicRunner(scalar, new Workers(1));

    @Property(tries = 200)
    void kernelsAndThreadsGiveTheSameLabels(
            @ForAll @IntRange(min = 1, max = 150) int height,
            @ForAll @IntRange(min = 1, max = 150) int width,
            @ForAll @IntRange(min = 1, max = 5) int channels,
            @ForAll @IntRange(min = 1, max = 300) int segments,
            @ForAll boolean adaptive,
            @ForAll @IntRange(min = 0, max = 3) int sigma,
            @ForAll long seed) {
        Picture picture =
                Picture.ofBytes(
                        Pictures.blobs(seed, height, width, channels), height, width, channels);
        if (seed % 4 == 0) {
            picture = picture.within(Pictures.region(seed, height, width));
        }
        Slic slic = Slic.segments(segments).withAdaptive(adaptive).withSigma(sigma / 2.0);
        int[] expected = reference.labels(slic, picture);
        for (SlicKernels kernels : SlicTest.allKernels()) {
            for (Workers workers : List.of(new Workers(1), THREE)) {
                int[] labels = new SlicRunner(kernels, kernels, workers, 64).labels(slic, picture);
                assertThat(labels).isEqualTo(expected);
            }
        }
    }
}
