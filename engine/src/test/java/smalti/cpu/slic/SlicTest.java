package smalti.cpu.slic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import smalti.cpu.Kernels;
import smalti.cpu.kernel.SlicKernels;
import smalti.cpu.scalar.ScalarSlicKernels;
import smalti.cpu.work.Workers;
import smalti.error.ShapeException;
import smalti.segment.SegmentMap;
import smalti.superpixel.Picture;
import smalti.superpixel.Samples;
import smalti.superpixel.Slic;
import smalti.tensor.Tensor;

class SlicTest {
    /// How long C2 may take over its work, on a machine that has other work too.
    private static final Duration WARM_UP = Duration.ofSeconds(60);

    private final SlicRunner runner = new SlicRunner(new ScalarSlicKernels(), new Workers(1));

    /// The kernels that this machine and JVM can run.
    static List<SlicKernels> allKernels() {
        List<SlicKernels> all = new ArrayList<>(List.of(new ScalarSlicKernels()));
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            all.add(Kernels.simd("under test").slic());
        }
        return all;
    }

    @Test
    void fourColoursMakeFourBlocks() {
        expectBlocks(Pictures.rgb(Pictures.quadrants(1), 21, 20), 0);
    }

    @Test
    void fourGreysMakeFourBlocks() {
        byte[] rgb = Pictures.quadrants(2);
        byte[] grey = new byte[420];
        for (int i = 0; i < grey.length; i++) {
            int value = (rgb[3 * i] & 0xFF) + 2 * (rgb[3 * i + 1] & 0xFF);
            grey[i] = (byte) (value / 3);
        }
        expectBlocks(Picture.ofBytes(grey, 21, 20, 1), 0);
    }

    @Test
    void fourColoursOfManyChannelsMakeFourBlocks() {
        byte[] rgb = Pictures.quadrants(3);
        byte[] wide = new byte[420 * 9];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = rgb[i / 9 * 3 + i % 3];
        }
        expectBlocks(Picture.ofBytes(wide, 21, 20, 9), 0);
    }

    @Test
    void fourColoursMakeFourBlocksInsideOfARegion() {
        boolean[] inside = new boolean[420];
        for (int i = 0; i < inside.length; i++) {
            inside[i] = i / 20 >= 2 && i / 20 < 19 && i % 20 >= 2 && i % 20 < 18;
        }
        expectBlocks(Pictures.rgb(Pictures.quadrants(4), 21, 20).within(inside), 2);
    }

    private void expectBlocks(Picture picture, int margin) {
        int[] labels = runner.labels(Slic.segments(4).withSigma(0), picture);
        for (int y = margin; y < 21 - margin; y++) {
            for (int x = margin; x < 20 - margin; x++) {
                assertThat(labels[y * 20 + x])
                        .as("label at [%d,%d]", y, x)
                        .isEqualTo((y < 10 ? 0 : 2) + x / 10);
            }
        }
    }

    @Test
    void moreSegmentsThanPixelsGiveEachItsOwn() {
        Picture picture = Pictures.rgb(Pictures.noise(3, 5, 7, 3), 5, 7);
        assertThat(runner.labels(Slic.segments(1000), picture))
                .containsExactly(IntStream.range(0, 35).toArray());
    }

    @Test
    void oneSegmentIsThePicture() {
        Picture picture = Pictures.rgb(Pictures.noise(3, 40, 50, 3), 40, 50);
        assertThat(runner.labels(Slic.segments(1), picture)).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7, 100, 999})
    void stripsAreDividedAlongTheirLength(int segments) {
        byte[] samples = Pictures.blobs(5, 1, 1000, 3);
        int[] across = runner.labels(Slic.segments(segments), Pictures.rgb(samples, 1, 1000));
        SlicProperties.expectSegments(across, 1, 1000, segments);
        int[] down = runner.labels(Slic.segments(segments), Pictures.rgb(samples, 1000, 1));
        SlicProperties.expectSegments(down, 1000, 1, segments);
    }

    static Stream<byte[]> plainPictures() {
        byte[] board = new byte[80 * 90];
        for (int i = 0; i < board.length; i++) {
            board[i] = (byte) ((i / 90 + i % 90) % 2 * 255);
        }
        return Stream.of(new byte[80 * 90], board, Pictures.noise(9, 80, 90, 1));
    }

    @ParameterizedTest
    @MethodSource("plainPictures")
    void constantCheckeredAndNoisyPicturesGiveWhatIsAsked(byte[] grey) {
        for (int segments : new int[] {1, 2, 50, 1000, 5000, 7199}) {
            int[] labels = runner.labels(Slic.segments(segments), Picture.ofBytes(grey, 80, 90, 1));
            SlicProperties.expectSegments(labels, 80, 90, segments);
        }
    }

    @Test
    void aConstantPictureIsDividedEvenly() {
        SegmentMap map =
                SegmentMap.of(
                        runner.labels(
                                Slic.segments(100),
                                Picture.ofBytes(new byte[100 * 100], 100, 100, 1)),
                        100,
                        100);
        assertThat(Arrays.stream(map.counts())).allMatch(count -> count >= 50 && count <= 150);
    }

    @ParameterizedTest
    @ValueSource(ints = {65_533, 65_534, 65_535, 65_536, 80_000})
    void labelsBeyondSixteenBitsAreTold(int segments) {
        byte[] samples = Pictures.noise(7, 400, 500, 3);
        int[] labels = runner.labels(Slic.segments(segments), Pictures.rgb(samples, 400, 500));
        SlicProperties.expectSegments(labels, 400, 500, segments);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void bytesShortsAndFloatsAreTheSamePicture(int channels) {
        byte[] bytes = Pictures.blobs(11, 60, 70, channels);
        short[] shorts = new short[bytes.length];
        float[] floats = new float[bytes.length];
        float[] products = new float[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            shorts[i] = (short) ((bytes[i] & 0xFF) * 257);
            floats[i] = (bytes[i] & 0xFF) / 255f;
            products[i] = (bytes[i] & 0xFF) * (1 / 255f);
        }
        int[] expected = runner.labels(Slic.segments(40), Picture.ofBytes(bytes, 60, 70, channels));
        for (Samples samples :
                List.of(
                        new Samples.Shorts(shorts),
                        new Samples.Floats(floats),
                        new Samples.Floats(products))) {
            assertThat(runner.labels(Slic.segments(40), Picture.of(samples, 60, 70, channels)))
                    .isEqualTo(expected);
        }
    }

    @Test
    void anOffsetInLightnessChangesNothing() {
        byte[] dark = Pictures.blobs(13, 60, 70, 1);
        byte[] light = new byte[dark.length];
        for (int i = 0; i < dark.length; i++) {
            dark[i] = (byte) ((dark[i] & 0xFF) / 2);
            light[i] = (byte) (dark[i] + 51);
        }
        assertThat(runner.labels(Slic.segments(40), Picture.ofBytes(light, 60, 70, 1)))
                .isEqualTo(runner.labels(Slic.segments(40), Picture.ofBytes(dark, 60, 70, 1)));
    }

    @Test
    void pixelsThatAreNoNumbersAreLeftOut() {
        float[] samples = new float[30 * 40 * 3];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i % 7 / 7f;
        }
        samples[3 * 41 + 1] = Float.NaN;
        samples[3 * 500] = Float.POSITIVE_INFINITY;
        int[] labels =
                runner.labels(
                        Slic.segments(12), Picture.of(new Samples.Floats(samples), 30, 40, 3));
        for (int i = 0; i < labels.length; i++) {
            assertThat(labels[i] < 0).isEqualTo(i == 41);
        }
        SlicProperties.expectSegments(labels, 30, 40, 12);
    }

    @Test
    void aPictureOfNoNumbersHasNoSegments() {
        float[] samples = new float[6 * 7];
        Arrays.fill(samples, Float.NaN);
        assertThat(
                        runner.labels(
                                Slic.segments(4), Picture.of(new Samples.Floats(samples), 6, 7, 1)))
                .containsOnly(-1);
    }

    @Test
    void anEmptyPictureHasNoLabels() {
        assertThat(runner.labels(Slic.segments(4), Picture.ofBytes(new byte[0], 0, 9, 3)))
                .isEmpty();
    }

    @Test
    void labelsCountFromTheStartLabel() {
        boolean[] inside = Pictures.region(17, 40, 50);
        Picture picture = Pictures.rgb(Pictures.blobs(17, 40, 50, 3), 40, 50).within(inside);
        int[] fromZero = runner.labels(Slic.segments(20), picture);
        int[] fromOne = runner.labels(Slic.segments(20).withStartLabel(1), picture);
        assertThat(fromOne).isEqualTo(Arrays.stream(fromZero).map(label -> label + 1).toArray());
    }

    @Test
    void picturesOfABatchAreDividedEachByItself() {
        byte[] first = Pictures.blobs(19, 40, 50, 3);
        byte[] second = Pictures.blobs(23, 40, 50, 3);
        float[] both = new float[2 * first.length];
        for (int i = 0; i < first.length; i++) {
            both[i] = (first[i] & 0xFF) / 255f;
            both[first.length + i] = (second[i] & 0xFF) / 255f;
        }
        int[] labels = runner.labels(Slic.segments(30), Picture.of(Tensor.of(both, 2, 40, 50, 3)));
        assertThat(Arrays.copyOf(labels, 2000))
                .isEqualTo(runner.labels(Slic.segments(30), Pictures.rgb(first, 40, 50)));
        assertThat(Arrays.copyOfRange(labels, 2000, 4000))
                .isEqualTo(runner.labels(Slic.segments(30), Pictures.rgb(second, 40, 50)));
    }

    @Test
    void toleranceEndsTheIterationsOnceEveryRowHadItsTurn() {
        Picture picture = Pictures.rgb(Pictures.blobs(29, 90, 90, 3), 90, 90);
        assertThat(runner.labels(Slic.segments(30).withTolerance(1000), picture))
                .isEqualTo(runner.labels(Slic.segments(30).withIterations(3), picture));
    }

    @Test
    void aSizeIsTurnedIntoANumber() {
        Picture picture = Pictures.rgb(Pictures.blobs(31, 100, 100, 3), 100, 100);
        int[] labels = runner.labels(Slic.size(20), picture);
        SlicProperties.expectSegments(labels, 100, 100, 25);
    }

    @Test
    void smallPartsAreKeptWhereTheyAreWanted() {
        byte[] grey = new byte[100 * 100];
        Arrays.fill(grey, (byte) 40);
        for (int i = 0; i < 9; i++) {
            grey[(50 + i / 3) * 100 + 50 + i % 3] = (byte) 220;
        }
        Picture picture = Picture.ofBytes(grey, 100, 100, 1);
        assertThat(smallest(runner.labels(Slic.segments(26).withSmallest(0).withSigma(0), picture)))
                .isEqualTo(9);
        assertThat(
                        smallest(
                                runner.labels(
                                        Slic.segments(26).withSmallest(0.5).withSigma(0), picture)))
                .isGreaterThan(100);
    }

    private static int smallest(int[] labels) {
        return Arrays.stream(SegmentMap.of(labels, 100, 100).counts()).min().orElseThrow();
    }

    @Test
    void pixelsMustFillThePicture() {
        assertThatThrownBy(() -> Picture.ofBytes(new byte[10], 2, 2, 3))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("12 samples");
        assertThatThrownBy(() -> Picture.ofBytes(new byte[12], 2, 2, 3).within(new boolean[3]))
                .isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Picture.of(Tensor.of(new int[12], 2, 2, 3)))
                .isInstanceOf(ShapeException.class);
    }

    /// After C2 has compiled everything, a run allocates its result and what grows with segments and borders, not with
    /// kernel calls: boxed vectors would cost hundreds of times as much.
    @Test
    @Tag("memory")
    void aRunInTheSteadyStateAllocatesLittleMoreThanItsLabels() {
        Picture picture = Pictures.rgb(Pictures.blobs(37, 240, 320, 3), 240, 320);
        Slic slic = Slic.segments(200);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int[] expected = runner.labels(slic, picture);
        long limit = 4L * 320 * 240 * 6;
        for (SlicKernels kernels : allKernels()) {
            var warm = new SlicRunner(kernels, new Workers(1));
            long least = Long.MAX_VALUE;
            long start = System.nanoTime();
            for (int run = 0;
                    run < 250 || least >= limit && System.nanoTime() - start < WARM_UP.toNanos();
                    run++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                int[] labels = warm.labels(slic, picture);
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
                assertThat(Arrays.equals(labels, expected)).isTrue();
            }
            assertThat(least).as(kernels.getClass().getSimpleName()).isLessThan(limit);
        }
    }
}
