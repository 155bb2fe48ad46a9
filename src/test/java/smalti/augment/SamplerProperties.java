package smalti.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import smalti.op.Size;
import smalti.tensor.Tensor;

class SamplerProperties {
    private static final float[] OUTSIDE = {-1, -2, -3};

    @Property(tries = 50)
    void mirroringTwiceOrTurningFourTimesGivesThePictureBack(
            @ForAll @IntRange(min = 1, max = 9) int side, @ForAll long seed) {
        Tensor pixels = pixels(side, side, seed);
        View whole = View.whole(Size.square(side));
        for (View back :
                new View[] {
                    whole,
                    whole.mirrored().mirrored(),
                    whole.upsideDown().upsideDown(),
                    whole.turned(90).turned(90).turned(180),
                    whole.turned(180).mirrored().upsideDown()
                }) {
            float[] colours = Sampler.of(back).colours(pixels, OUTSIDE).floats();
            for (int i = 0; i < colours.length; i++) {
                assertThat(colours[i]).isCloseTo(pixels.floats()[i], within(1e-3f));
            }
        }
    }

    /// Turned to the right, what was at the upper left is at the upper right.
    @Property(tries = 20)
    void aQuarterTurnIsInTheDirectionOfTheClock(
            @ForAll @IntRange(min = 2, max = 7) int side, @ForAll long seed) {
        Tensor labels = labels(side, side, seed);
        int[] turned =
                Sampler.of(View.whole(Size.square(side)).turned(90)).labels(labels, -1).ints();
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                assertThat(turned[x * side + side - 1 - y]).isEqualTo(labels.ints()[y * side + x]);
            }
        }
    }

    @Property(tries = 50)
    void aCutShowsPixelsAndNothingOutside(
            @ForAll @IntRange(min = -4, max = 4) int top,
            @ForAll @IntRange(min = -4, max = 4) int left,
            @ForAll long seed) {
        Tensor pixels = pixels(5, 6, seed);
        Tensor labels = labels(5, 6, seed);
        Sampler sampler = Sampler.of(View.whole(new Size(5, 6)).cut(top, left, new Size(4, 3)));
        float[] colours = sampler.colours(pixels, OUTSIDE).floats();
        int[] cut = sampler.labels(labels, -1).ints();
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 3; x++) {
                int row = y + top;
                int column = x + left;
                boolean inside = row >= 0 && row < 5 && column >= 0 && column < 6;
                int from = row * 6 + column;
                assertThat(cut[y * 3 + x]).isEqualTo(inside ? labels.ints()[from] : -1);
                for (int c = 0; c < 3; c++) {
                    assertThat(colours[(y * 3 + x) * 3 + c])
                            .isEqualTo(inside ? pixels.floats()[from * 3 + c] : OUTSIDE[c]);
                }
            }
        }
    }

    /// Labels are numbers of classes: between 2 and 4 there is nothing.
    @Property(tries = 100)
    void noLabelIsInvented(@ForAll long seed) {
        Tensor labels = labels(11, 13, seed);
        var random = new SplittableRandom(seed);
        View view =
                View.whole(new Size(11, 13))
                        .resized(new Size(random.nextInt(1, 30), random.nextInt(1, 30)))
                        .turned(random.nextDouble(-180, 180))
                        .cut(random.nextInt(-3, 3), random.nextInt(-3, 3), new Size(9, 8));
        var known = Arrays.stream(labels.ints()).boxed().collect(Collectors.toSet());
        known.add(-1);
        assertThat(Arrays.stream(Sampler.of(view).labels(labels, -1).ints()).boxed().toList())
                .isSubsetOf(known);
    }

    /// An even slope stays one, and a pixel of the smaller picture is the mean of what it covers.
    @Property(tries = 30)
    void aSmallerPictureIsTheMeanOfWhatItsPixelsCover(
            @ForAll @IntRange(min = 2, max = 5) int factor,
            @ForAll @IntRange(min = 1, max = 6) int height,
            @ForAll @IntRange(min = 1, max = 6) int width,
            @ForAll long seed) {
        Tensor pixels = pixels(height * factor, width * factor, seed);
        View view =
                View.whole(new Size(height * factor, width * factor))
                        .resized(new Size(height, width));
        float[] small = Sampler.of(view).colours(pixels, OUTSIDE).floats();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    double sum = 0;
                    for (int i = 0; i < factor * factor; i++) {
                        int row = y * factor + i / factor;
                        int column = x * factor + i % factor;
                        sum += pixels.floats()[(row * width * factor + column) * 3 + c];
                    }
                    assertThat((double) small[(y * width + x) * 3 + c])
                            .isCloseTo(sum / (factor * factor), within(1e-2));
                }
            }
        }
    }

    @Property(tries = 30)
    void anEvenSlopeStaysOneInAnySize(
            @ForAll @IntRange(min = 4, max = 40) int height,
            @ForAll @IntRange(min = 4, max = 40) int width) {
        float[] slope = new float[20 * 16 * 3];
        for (int i = 0; i < slope.length; i++) {
            slope[i] = 3 * (i / 3 / 16) + 5 * (i / 3 % 16);
        }
        View view = View.whole(new Size(20, 16)).resized(new Size(height, width));
        float[] other = Sampler.of(view).colours(Tensor.of(slope, 20, 16, 3), OUTSIDE).floats();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double row = (y + 0.5) * 20 / height - 0.5;
                double column = (x + 0.5) * 16 / width - 0.5;
                if (row >= 2 && row <= 16 && column >= 2 && column <= 12) {
                    assertThat((double) other[(y * width + x) * 3])
                            .isCloseTo(3 * row + 5 * column, within(1e-3));
                }
            }
        }
    }

    static Tensor pixels(int height, int width, long seed) {
        var random = new SplittableRandom(seed);
        float[] values = new float[height * width * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(256);
        }
        return Tensor.of(values, height, width, 3);
    }

    static Tensor labels(int height, int width, long seed) {
        var random = new SplittableRandom(seed);
        int[] values = new int[height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 * random.nextInt(20);
        }
        return Tensor.of(values, height, width);
    }
}
