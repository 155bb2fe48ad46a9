package smalti.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import smalti.cpu.kernel.Share;
import smalti.cpu.kernel.SlopeKernels;
import smalti.cpu.kernel.Values;
import smalti.op.Layout;
import smalti.segment.SegmentMap;
import smalti.testkit.LabelPattern;

/// Elementwise passes by the kernels that are chosen here write what the scalar ones write, and write nowhere else:
/// vectors reach beyond runs.
class SlopeParityProperties {
    /// What no kernel writes.
    private static final float UNTOUCHED = 4711.25f;

    private static final int GUARD = 40;

    /// Maps, tables and some of the segments of one image.
    private static final class Job {
        final Share share;
        final Values x;
        final Values y;
        final float[] weights;
        final double[] shift;
        final double[] factor;

        Job(int height, int width, int channels, LabelPattern labels, Layout layout, long seed) {
            var random = new SplittableRandom(seed);
            SegmentMap map = labels.map(2, height, width, seed);
            int low = random.nextInt(map.segments() + 1) / 2;
            int high = random.nextInt(low, map.segments() + 1);
            int image = random.nextInt(2);
            int fromRow = random.nextInt(height + 1) / 2;
            Share rows = Share.ofRows(map, image, fromRow, height);
            this.share = new Share(map, image, rows.fromRun(), rows.toRun(), low, high);
            this.x = values(height * width, channels, layout, random);
            this.y = values(height * width, channels, layout, random);
            this.weights = floats(height * width, random);
            this.shift = random.doubles((high - low) * channels, -1, 1).toArray();
            this.factor = random.doubles((high - low) * channels, -1, 1).toArray();
            for (int entry = 0; entry < factor.length; entry += 5) {
                factor[entry] = 0;
            }
        }

        private static float[] floats(int size, SplittableRandom random) {
            float[] floats = new float[size];
            for (int i = 0; i < size; i++) {
                floats[i] =
                        random.nextInt(50) == 0
                                ? Float.POSITIVE_INFINITY
                                : (float) random.nextGaussian();
            }
            return floats;
        }

        private static Values values(
                int pixels, int channels, Layout layout, SplittableRandom random) {
            return view(floats(pixels * channels, random), 0, pixels, channels, layout);
        }

        private static Values view(
                float[] array, int origin, int pixels, int channels, Layout layout) {
            return layout == Layout.NHWC
                    ? new Values(array, origin, channels, 1, channels)
                    : new Values(array, origin, 1, pixels, channels);
        }

        void scaleDistances(SlopeKernels kernels, Values out) {
            kernels.scaleDistances(x, shift, factor, out, share);
        }

        void scaleExponentials(SlopeKernels kernels, Values out) {
            kernels.scaleExponentials(x, shift, factor, out, share);
        }

        void multiplyDistances(SlopeKernels kernels, Values out) {
            kernels.multiplyDistances(x, y, shift, out, share);
        }

        void scaleWeights(SlopeKernels kernels, Values out) {
            kernels.scaleWeights(weights, 0, factor, out, share);
        }

        void multiplyOthers(SlopeKernels kernels, Values out) {
            double[] behind = new double[kernels.room(share.map().height() * share.map().width())];
            kernels.multiplyOthers(x, factor, out, share, behind);
        }

        /// What is written, with guards around.
        float[] written(Consumer<Values> kernel, Layout layout) {
            float[] array = new float[x.array().length + 2 * GUARD];
            Arrays.fill(array, UNTOUCHED);
            int pixels = share.map().height() * share.map().width();
            kernel.accept(view(array, GUARD, pixels, x.channels(), layout));
            return array;
        }
    }

    @Property(tries = 400)
    void chosenKernelsWriteWhatScalarsWriteAndNowhereElse(
            @ForAll @IntRange(min = 1, max = 9) int height,
            @ForAll @IntRange(min = 1, max = 70) int width,
            @ForAll @IntRange(min = 1, max = 40) int channels,
            @ForAll LabelPattern labels,
            @ForAll Layout layout,
            @ForAll long seed) {
        // A single channel is a plane in either layout.
        Layout of = channels == 1 ? Layout.NCHW : layout;
        var job = new Job(height, width, channels, labels, of, seed);
        SlopeKernels scalar = Kernels.scalar("under test").slopes();
        SlopeKernels chosen = Kernels.chosen().slopes();
        check(
                "distances",
                job.written(out -> job.scaleDistances(scalar, out), of),
                job.written(out -> job.scaleDistances(chosen, out), of),
                0);
        check(
                "products",
                job.written(out -> job.multiplyDistances(scalar, out), of),
                job.written(out -> job.multiplyDistances(chosen, out), of),
                0);
        check(
                "weights",
                job.written(out -> job.scaleWeights(scalar, out), of),
                job.written(out -> job.scaleWeights(chosen, out), of),
                0);
        check(
                "products of others",
                job.written(out -> job.multiplyOthers(scalar, out), of),
                job.written(out -> job.multiplyOthers(chosen, out), of),
                0);
        // Exponentials that are off by a unit of a double may round to neighbours.
        check(
                "exponentials",
                job.written(out -> job.scaleExponentials(scalar, out), of),
                job.written(out -> job.scaleExponentials(chosen, out), of),
                1);
    }

    private static void check(String what, float[] expected, float[] actual, int units) {
        for (int i = 0; i < expected.length; i++) {
            boolean same = Float.compare(expected[i], actual[i]) == 0;
            boolean near = Math.abs(expected[i] - actual[i]) <= units * Math.ulp(expected[i]);
            assertThat(same || near)
                    .as("%s: element %d is %s, expected %s", what, i, actual[i], expected[i])
                    .isTrue();
        }
    }
}
