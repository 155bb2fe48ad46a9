package smalti.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.device.Workspace;
import smalti.op.PictureOp;
import smalti.superpixel.Grid;
import smalti.superpixel.Picture;
import smalti.superpixel.Samples;
import smalti.superpixel.Slic;
import smalti.superpixel.Superpixels;
import smalti.tensor.Tensor;
import smalti.testkit.RealData;

/// A GPU divides pictures as the CPU does, to the bit, in whatever order its threads run.
public abstract class SuperpixelParity {
    private static final Device CPU = Devices.named("cpu");

    /// Small crops of photos.
    private static final int HEIGHT = 48;

    private static final int WIDTH = 64;

    /// The GPU.
    protected abstract Device gpu();

    protected void expectTheLabelsOfTheCpu(Superpixels method, Picture picture) {
        var op = new PictureOp.Superpixel(method, picture);
        Tensor labels = gpu().run(op, List.of()).getFirst();
        assertThat(labels.ints())
                .as("%s of %s", method, picture)
                .isEqualTo(CPU.run(op, List.of()).getFirst().ints());
    }

    @Property(tries = 60)
    void coloursOfAnySize(
            @ForAll @IntRange(min = 1, max = 48) int height,
            @ForAll @IntRange(min = 1, max = 70) int width,
            @ForAll @IntRange(min = 1, max = 120) int segments,
            @ForAll @DoubleRange(min = 0, max = 60) double compactness,
            @ForAll boolean adaptive,
            @ForAll @IntRange(min = 0, max = 3) int smoothings,
            @ForAll long seed) {
        byte[] rgb = DrawnPictures.blobs(seed, height, width, 3);
        expectTheLabelsOfTheCpu(
                Slic.segments(segments)
                        .withCompactness(compactness)
                        .withAdaptive(adaptive)
                        .withSigma(0.7 * smoothings),
                Picture.ofBytes(rgb, height, width, 3));
    }

    @Property(tries = 40)
    void anyIterationsAndPartsAndLabels(
            @ForAll @IntRange(min = 1, max = 8) int iterations,
            @ForAll @DoubleRange(min = 0, max = 2) double tolerance,
            @ForAll @DoubleRange(min = 0, max = 1) double smallest,
            @ForAll @IntRange(min = 0, max = 1) int start,
            @ForAll @IntRange(min = 2, max = 90) int segments,
            @ForAll long seed) {
        expectTheLabelsOfTheCpu(
                Slic.segments(segments)
                        .withIterations(iterations)
                        .withTolerance(tolerance)
                        .withSmallest(smallest)
                        .withStartLabel(start),
                Picture.ofBytes(DrawnPictures.blobs(seed, 33, 41, 3), 33, 41, 3));
    }

    @Property(tries = 50)
    void samplesOfAnyTypeAndNumber(
            @ForAll @IntRange(min = 1, max = 7) int channels,
            @ForAll @IntRange(min = 0, max = 3) int type,
            @ForAll @IntRange(min = 1, max = 60) int segments,
            @ForAll boolean adaptive,
            @ForAll boolean plain,
            @ForAll long seed) {
        Picture picture = picture(type, 24, 37, channels, seed);
        expectTheLabelsOfTheCpu(
                Slic.segments(segments).withAdaptive(adaptive), plain ? picture.plain() : picture);
    }

    private static Picture picture(int type, int height, int width, int channels, long seed) {
        byte[] bytes = DrawnPictures.blobs(seed, height, width, channels);
        Samples samples =
                switch (type) {
                    case 0 -> new Samples.Bytes(bytes);
                    case 1 -> DrawnPictures.shorts(seed, bytes);
                    case 2 -> DrawnPictures.floats(seed, bytes, 255);
                    default -> DrawnPictures.floats(seed, bytes, 100);
                };
        return Picture.of(samples, height, width, channels);
    }

    /// Small GPUs have 4096 threads, which then take two pixels each.
    @Example
    void moreSamplesThanThreads() {
        Slic method = Slic.segments(12).withIterations(1).withSigma(0);
        for (int type = 0; type < 4; type++) {
            Picture picture = picture(type, 66, 70, 3, type);
            expectTheLabelsOfTheCpu(method, picture);
            expectTheLabelsOfTheCpu(method, picture.plain());
        }
    }

    /// Three channels of 16 bits or of floats, which are seldom drawn.
    @Example
    void coloursOfEachType() {
        for (int type = 0; type < 4; type++) {
            samplesOfAnyTypeAndNumber(3, type, 20, type % 2 == 0, false, type);
        }
    }

    @Property(tries = 50)
    void regionsOfBatches(
            @ForAll @IntRange(min = 1, max = 2) int batch,
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll @IntRange(min = 1, max = 70) int width,
            @ForAll @IntRange(min = 1, max = 80) int segments,
            @ForAll @IntRange(min = 0, max = 2) int smoothings,
            @ForAll long seed) {
        byte[] rgb = DrawnPictures.blobs(seed, batch * height, width, 3);
        Picture picture = Picture.of(new Samples.Bytes(rgb), batch, height, width, 3);
        Picture within = picture.within(DrawnPictures.region(seed, picture));
        expectTheLabelsOfTheCpu(Slic.segments(segments).withSigma(smoothings), within);
        expectTheLabelsOfTheCpu(Grid.segments(segments), within);
    }

    /// Of many small parts in two colours that have to join, most joins cost the same, so that they go by the order in which
    /// borders are found.
    @Property(tries = 40)
    void noiseInTwoColours(
            @ForAll @IntRange(min = 8, max = 40) int height,
            @ForAll @IntRange(min = 8, max = 70) int width,
            @ForAll @IntRange(min = 2, max = 40) int segments,
            @ForAll @IntRange(min = 1, max = 6) int run,
            @ForAll long seed) {
        byte[] stretches = new byte[height * width];
        var random = new Random(seed);
        byte colour = 0;
        for (int i = 0; i < stretches.length; i++) {
            colour = random.nextInt(run) == 0 ? (byte) -random.nextInt(2) : colour;
            stretches[i] = colour;
        }
        expectTheLabelsOfTheCpu(
                Slic.segments(segments).withCompactness(0).withSigma(0).withSmallest(0),
                Picture.ofBytes(stretches, height, width, 1));
    }

    @Property(tries = 30)
    void picturesWithoutColour(
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll @IntRange(min = 1, max = 70) int width,
            @ForAll @IntRange(min = 1, max = 300) int segments,
            @ForAll @DoubleRange(min = 0, max = 1) double smallest) {
        expectTheLabelsOfTheCpu(
                Slic.segments(segments).withSmallest(smallest),
                Picture.ofBytes(new byte[height * width], height, width, 1));
    }

    @Property(tries = 30)
    void noiseOfManyParts(
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll @IntRange(min = 1, max = 70) int width,
            @ForAll @IntRange(min = 1, max = 300) int segments,
            @ForAll long seed) {
        byte[] rgb = DrawnPictures.noise(seed, 3 * height * width);
        expectTheLabelsOfTheCpu(
                Slic.segments(segments).withCompactness(0.1).withSigma(0),
                Picture.ofBytes(rgb, height, width, 3));
    }

    @Property(tries = 20)
    void strips(
            @ForAll @IntRange(min = 1, max = 400) int length,
            @ForAll @IntRange(min = 1, max = 60) int segments,
            @ForAll boolean upright,
            @ForAll long seed) {
        byte[] rgb = DrawnPictures.noise(seed, 3 * length);
        expectTheLabelsOfTheCpu(
                Slic.segments(segments),
                Picture.ofBytes(rgb, upright ? length : 1, upright ? 1 : length, 3));
    }

    @Property(tries = 20)
    void grids(
            @ForAll @IntRange(min = 1, max = 140) int height,
            @ForAll @IntRange(min = 1, max = 140) int width,
            @ForAll @IntRange(min = 1, max = 3000) int segments,
            @ForAll @IntRange(min = 0, max = 1) int start) {
        expectTheLabelsOfTheCpu(
                Grid.segments(segments).withStartLabel(start),
                Picture.ofBytes(new byte[height * width], height, width, 1));
    }

    @Example
    void asManySegmentsAsPixelsOrMore() {
        Picture picture = Picture.ofBytes(DrawnPictures.noise(1, 3 * 35), 5, 7, 3);
        for (int segments : new int[] {1, 2, 34, 35, 1000}) {
            expectTheLabelsOfTheCpu(Slic.segments(segments).withStartLabel(1), picture);
        }
        expectTheLabelsOfTheCpu(Slic.segments(4), picture.within(new boolean[35]));
    }

    /// Pieces of cells have few sizes, so that many joins cost the same.
    @Property(tries = 60)
    void gridsThatARegionCuts(
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll @IntRange(min = 1, max = 70) int width,
            @ForAll @IntRange(min = 1, max = 300) int segments,
            @ForAll @DoubleRange(min = 0, max = 1) double share,
            @ForAll long seed) {
        var random = new Random(seed);
        boolean[] inside = new boolean[height * width];
        for (int i = 0; i < inside.length; i++) {
            inside[i] = random.nextDouble() < share;
        }
        expectTheLabelsOfTheCpu(
                Grid.segments(segments),
                Picture.ofBytes(new byte[height * width], height, width, 1).within(inside));
    }

    @Example
    void sizesInsteadOfNumbers() {
        Picture picture = Picture.ofBytes(DrawnPictures.blobs(3, 40, 50, 3), 40, 50, 3);
        for (double size : new double[] {1, 1.5, 7, 60}) {
            expectTheLabelsOfTheCpu(Slic.size(size), picture);
            expectTheLabelsOfTheCpu(Grid.size(size), picture);
        }
    }

    /// 16-bit codes would not do, so the CPU divides it.
    @Example
    void moreClustersThanCodes() {
        Picture picture = Picture.ofBytes(DrawnPictures.noise(2, 300 * 280), 300, 280, 1);
        expectTheLabelsOfTheCpu(Slic.segments(70_000), picture);
        boolean[] inside = new boolean[300 * 280];
        Arrays.fill(inside, 5, 80_000, true);
        expectTheLabelsOfTheCpu(Grid.segments(66_000), picture.within(inside));
    }

    @Example
    void samplesAllAlike() {
        float infinity = Float.POSITIVE_INFINITY;
        for (float value : new float[] {Float.NaN, infinity, -infinity, -0f, 5, -5, 1e-40f}) {
            float[] all = new float[12 * 34];
            Arrays.fill(all, value);
            expectTheLabelsOfTheCpu(
                    Slic.segments(9), Picture.of(new Samples.Floats(all), 12, 34, 1));
            all[100] = -value / 2;
            expectTheLabelsOfTheCpu(
                    Slic.segments(9), Picture.of(new Samples.Floats(all), 12, 34, 1));
        }
    }

    @Example
    void aBatchOfNone() {
        Picture picture = Picture.of(new Samples.Bytes(new byte[0]), 0, 4, 5, 3);
        expectTheLabelsOfTheCpu(Slic.segments(4), picture);
        expectTheLabelsOfTheCpu(Grid.segments(4), picture);
    }

    @Example
    void labelsStayOnTheGpu() {
        Picture picture = Picture.ofBytes(DrawnPictures.blobs(5, 30, 40, 3), 30, 40, 3);
        var op = new PictureOp.Superpixel(Slic.segments(20), picture);
        try (Workspace workspace = gpu().workspace()) {
            Tensor there = workspace.run(op, List.of()).getFirst();
            assertThat(there.storage().getClass().getSimpleName()).isEqualTo("DeviceBuffer");
            assertThat(workspace.fetch(there).ints())
                    .isEqualTo(CPU.run(op, List.of()).getFirst().ints());
        }
    }

    @Example
    @Tag("data")
    void cropsOfAPhoto() throws IOException {
        BitmapPhoto photo = BitmapPhoto.read(RealData.at("photos/blauesglas_24.bmp"));
        for (int top = 0; top + HEIGHT <= photo.height(); top += HEIGHT) {
            for (int left = 0; left + WIDTH <= photo.width(); left += WIDTH) {
                Picture picture = photo.crop(left, top, WIDTH, HEIGHT);
                expectTheLabelsOfTheCpu(Slic.segments(30), picture);
                expectTheLabelsOfTheCpu(Slic.segments(90).withAdaptive(true), picture);
            }
        }
    }
}
