package smalti.testkit.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import smalti.error.UnsupportedOpException;
import smalti.op.Layout;
import smalti.op.Op;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;

/// Sums keep their bits, however many terms they have and whatever type is stored.
public interface PrecisionPromises extends OnDevice {
    /// The relative error of a mean that users are promised.
    double MEAN_BOUND = 1e-6;

    private double reduceOne(
            Reduction reduction, Layout layout, int height, int width, Tensor flat) {
        SegmentMap map = SegmentMap.of(new int[height * width], height, width);
        Op op = new SegmentOp.Reduce(map, List.of(reduction), layout, false, 0);
        return first(op, flat.reshape(layout.shape(1, height, width, 1).sizes())).get(0);
    }

    @Example
    default void aLargeValueDoesNotSwallowAThousandOnes() {
        for (Layout layout : Layout.values()) {
            float[] values = new float[1001];
            Arrays.fill(values, 1);
            values[0] = 1 << 24;
            double exact = (1 << 24) + 1000;
            double sum = reduceOne(Reduction.SUM, layout, 7, 143, Tensor.of(values, 1001));
            assertThat(sum).as("sum in %s", layout).isCloseTo(exact, within(1.0));
            double mean = reduceOne(Reduction.MEAN, layout, 7, 143, Tensor.of(values, 1001));
            assertThat(mean)
                    .as("mean in %s", layout)
                    .isCloseTo(exact / 1001, within(MEAN_BOUND * exact / 1001));
        }
    }

    @Example
    default void meansOfHalfPrecisionDoNotStopGrowing() {
        for (DType dtype : List.of(DType.F16, DType.BF16)) {
            for (Layout layout : Layout.values()) {
                float[] values = new float[64 * 1024];
                Arrays.fill(values, 0.625f);
                Tensor half = Tensor.of(values, values.length).to(dtype);
                try {
                    assertThat(reduceOne(Reduction.MEAN, layout, 64, 1024, half))
                            .as("%s in %s", dtype, layout)
                            .isEqualTo(0.625);
                } catch (UnsupportedOpException notOffered) {
                    continue;
                }
            }
        }
    }

    @Property(tries = 12)
    default void theErrorOfAMeanIsAMillionthOfTheMagnitude(
            @ForAll Layout layout,
            @ForAll @IntRange(min = 1, max = 3) int channels,
            @ForAll long seed) {
        int size = 401;
        Tensor features = Tensors.random(seed, layout.shape(1, size, size, channels).sizes());
        for (int i = 0; i < features.elements(); i++) {
            // A mean far from 0, so that an error of the accumulation shows.
            features.floats()[i] += 100;
        }
        SegmentMap map = SegmentMap.of(new int[size * size], size, size);
        Op op = new SegmentOp.Reduce(map, List.of(Reduction.MEAN), layout, false, 0);
        Tensor means = first(op, features);
        for (int channel = 0; channel < channels; channel++) {
            double sum = 0;
            double magnitude = 0;
            for (int pixel = 0; pixel < size * size; pixel++) {
                int at =
                        layout == Layout.NHWC
                                ? pixel * channels + channel
                                : channel * size * size + pixel;
                sum += features.get(at);
                magnitude += Math.abs(features.get(at));
            }
            assertThat(means.get(channel))
                    .isCloseTo(sum / (size * size), within(MEAN_BOUND * magnitude / (size * size)));
        }
    }

    @Example
    default void aVarianceFarFromZeroKeepsItsDigits() {
        for (Layout layout : Layout.values()) {
            float[] values = new float[1000];
            for (int i = 0; i < values.length; i++) {
                values[i] = 4096 + (i % 2 == 0 ? 0.5f : -0.5f);
            }
            Tensor features = Tensor.of(values, 1000);
            assertThat(reduceOne(Reduction.VARIANCE, layout, 10, 100, features))
                    .isCloseTo(0.25, within(1e-4));
            assertThat(reduceOne(Reduction.STDDEV, layout, 10, 100, features))
                    .isCloseTo(0.5, within(1e-4));
        }
    }

    @Tag("slow")
    @Example
    default void theErrorOfAMeanStaysSmallUpTo67MillionPixels() {
        int side = 1 << 13;
        float[] values = new float[side * side];
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = 1 + (i * 0x9E3779B9 >>> 8) * 0x1p-24f;
            sum += values[i];
        }
        double exact = sum / values.length;
        for (Layout layout : Layout.values()) {
            assertThat(
                            reduceOne(
                                    Reduction.MEAN,
                                    layout,
                                    side,
                                    side,
                                    Tensor.of(values, values.length)))
                    .as("mean of 2^26 pixels in %s", layout)
                    .isCloseTo(exact, within(MEAN_BOUND * exact));
        }
    }
}
