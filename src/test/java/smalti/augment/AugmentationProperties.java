package smalti.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import smalti.error.ParameterException;
import smalti.op.Size;
import smalti.tensor.Tensor;

class AugmentationProperties {
    private static final Augmentation ALL =
            Augmentation.none()
                    .scaled(0.5, 2)
                    .turned(10)
                    .mirrored(0.5)
                    .upsideDown(0.5)
                    .cropped(new Size(12, 10))
                    .blurred(0.5, 2);

    /// What makes a run repeatable.
    @Property(tries = 30)
    void equalGeneratorsMakeEqualChanges(@ForAll long seed) {
        smalti.augment.Example first = changed(ALL, seed);
        smalti.augment.Example second = changed(ALL, seed);
        assertThat(first.pixels().floats()).isEqualTo(second.pixels().floats());
        assertThat(first.labels().ints()).isEqualTo(second.labels().ints());
        assertThat(first.pixels().shape().sizes()).containsExactly(12, 10, 3);
    }

    /// Labels stay with the colours that they name: here the colour is ten times the label.
    @Property(tries = 60)
    void labelsStayWithTheirColours(@ForAll long seed) {
        float[] colours = new float[24 * 24 * 3];
        int[] labels = new int[24 * 24];
        for (int i = 0; i < labels.length; i++) {
            // Four large fields, within which bilinear colours are even.
            labels[i] = 2 * (i / 24 / 12) + i % 24 / 12;
            Arrays.fill(colours, 3 * i, 3 * i + 3, 10 * labels[i]);
        }
        var example =
                new smalti.augment.Example(
                        Tensor.of(colours, 24, 24, 3), Tensor.of(labels, 24, 24));
        var changed = ALL.blurred(0, 1).apply(example, new SplittableRandom(seed));
        int even = 0;
        for (int i = 0; i < 120; i++) {
            float colour = changed.pixels().floats()[3 * i];
            if (changed.labels().ints()[i] >= 0 && colour % 10 == 0) {
                assertThat(colour).isEqualTo(10f * changed.labels().ints()[i]);
                even++;
            }
        }
        assertThat(even).isPositive();
    }

    @Example
    void everyChangeHappensAndNotAlways() {
        var sizes = new TreeSet<Integer>();
        var firsts = new TreeSet<Float>();
        for (long seed = 0; seed < 200; seed++) {
            sizes.add(changed(Augmentation.none().scaled(0.5, 2), seed).labels().shape().size(0));
            firsts.add(
                    changed(Augmentation.none().mirrored(0.5).upsideDown(0.5), seed)
                            .pixels()
                            .floats()[0]);
        }
        assertThat(sizes.getFirst()).isBetween(8, 9);
        assertThat(sizes.getLast()).isBetween(31, 32);
        assertThat(firsts).hasSize(4);
    }

    @Example
    void squaresArePaddedEvenlyAndIgnoredThere() {
        var example =
                new smalti.augment.Example(
                        SamplerProperties.pixels(4, 8, 1), SamplerProperties.labels(4, 8, 1));
        var square = Augmentation.none().square(16).apply(example, new SplittableRandom(1));
        assertThat(square.labels().shape().sizes()).containsExactly(16, 16);
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 16; x++) {
                assertThat(square.labels().ints()[y * 16 + x] == smalti.augment.Example.IGNORED)
                        .isEqualTo(y < 4 || y >= 12);
            }
        }
        assertThat(square.pixels().get(0)).isEqualTo(123.675f);
    }

    @Example
    void theShortSideIsTheOneAskedFor() {
        var picture = SamplerProperties.pixels(30, 20, 1);
        var sized = Augmentation.none().shortSide(8).apply(picture, new SplittableRandom(1));
        assertThat(sized.shape().sizes()).containsExactly(12, 8, 3);
    }

    @Property(tries = 30)
    void aBlurKeepsEvenPicturesAndTheMeanOfDots(@ForAll long seed) {
        var random = new SplittableRandom(seed);
        Blur blur = new Blur(random.nextDouble(0.2, 2));
        float[] dot = new float[25 * 25];
        dot[12 * 25 + 12] = 100;
        double sum = 0;
        float[] blurred = blur.apply(Tensor.of(dot, 25, 25, 1)).floats();
        for (float each : blurred) {
            sum += each;
        }
        assertThat(sum).isCloseTo(100, within(1e-3));
        assertThat(blurred[12 * 25 + 12]).isLessThan(100);
        assertThat(blurred[12 * 25 + 13]).isCloseTo(blurred[11 * 25 + 12], within(1e-5f));
        float[] even = new float[7 * 5];
        Arrays.fill(even, 42);
        for (float each : blur.apply(Tensor.of(even, 7, 5, 1)).floats()) {
            assertThat(each).isCloseTo(42, within(1e-3f));
        }
    }

    @Example
    void wrongNumbersAreRefused() {
        assertThatThrownBy(() -> Augmentation.none().scaled(0, 1))
                .isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> Augmentation.none().mirrored(2))
                .isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> Augmentation.none().cropped(new Size(0, 3)))
                .isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> Augmentation.none().blurred(0.5, Double.NaN))
                .isInstanceOf(ParameterException.class);
    }

    private static smalti.augment.Example changed(Augmentation augmentation, long seed) {
        return augmentation.apply(
                new smalti.augment.Example(
                        SamplerProperties.pixels(16, 20, 3), SamplerProperties.labels(16, 20, 3)),
                new SplittableRandom(seed));
    }
}
