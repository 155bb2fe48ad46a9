package smalti.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import smalti.device.Devices;
import smalti.error.ParameterException;
import smalti.nn.Layer;
import smalti.op.Size;
import smalti.tensor.Tensor;

class SlidingWindowsTest {
    @ParameterizedTest
    @CsvSource({"10, 10", "9, 10", "11, 10", "25, 10", "100, 7", "1, 1", "480, 313", "3, 2"})
    void windowsCoverASideAndOverlapByAThird(int length, int window) {
        int[] starts = SlidingWindows.starts(length, window);
        int covered = 0;
        for (int i = 0; i < starts.length; i++) {
            assertThat(starts[i]).isLessThanOrEqualTo(covered);
            if (i > 0) {
                assertThat(starts[i] - starts[i - 1]).isPositive();
                assertThat(3 * (starts[i] - starts[i - 1])).isLessThanOrEqualTo(2 * window + 2);
            }
            covered = starts[i] + window;
        }
        assertThat(covered).isGreaterThanOrEqualTo(length);
        assertThat(starts[starts.length - 1]).isLessThanOrEqualTo(Math.max(0, length - window));
    }

    /// A network that scores a pixel by its own colour answers the same however a picture is cut up and mirrored.
    @ParameterizedTest
    @CsvSource({"40, 40, false", "16, 20, false", "16, 20, true", "7, 9, true", "64, 64, true"})
    void whatOnlyLooksAtPixelsDoesNotDependOnWindows(int height, int width, boolean mirrored) {
        float[] colours = new float[40 * 40 * 3];
        var random = new SplittableRandom(4);
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 40 * 40; i++) {
            int brightest = random.nextInt(3);
            colours[3 * i + brightest] = 255;
            expected.add(brightest);
        }
        Layer itself = (_, input) -> input;
        Segmenter segmenter =
                Segmenter.sliding(
                        itself,
                        new SlidingWindows(new Size(height, width), List.of(1.0), mirrored),
                        List.of("red", "green", "blue"),
                        -1);
        Tensor answer = segmenter.classMap(Devices.named("cpu"), Tensor.of(colours, 1, 40, 40, 3));
        assertThat(answer.shape().sizes()).containsExactly(40, 40);
        assertThat(java.util.Arrays.stream(answer.ints()).boxed().toList()).isEqualTo(expected);
    }

    /// Fields that are larger than what scaling mixes keep their classes in every size.
    @Test
    void severalSizesAgreeOnLargeFields() {
        float[] colours = new float[48 * 48 * 3];
        for (int i = 0; i < 48 * 48; i++) {
            colours[3 * i + (i % 48 < 24 ? 0 : 2)] = 255;
        }
        Layer itself = (_, input) -> input;
        Segmenter segmenter =
                Segmenter.sliding(
                        itself,
                        new SlidingWindows(Size.square(20), List.of(0.5, 1.0, 1.75), true),
                        List.of("red", "green", "blue"),
                        -1);
        int[] answer =
                segmenter.classMap(Devices.named("cpu"), Tensor.of(colours, 1, 48, 48, 3)).ints();
        for (int i = 0; i < answer.length; i++) {
            if (Math.abs(i % 48 - 23.5) > 3) {
                assertThat(answer[i]).isEqualTo(i % 48 < 24 ? 0 : 2);
            }
        }
    }

    @Test
    void wrongWindowsAreRefused() {
        assertThatThrownBy(() -> SlidingWindows.of(new Size(0, 3)))
                .isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> new SlidingWindows(Size.square(3), List.of(), true))
                .isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> new SlidingWindows(Size.square(3), List.of(-1.0), true))
                .isInstanceOf(ParameterException.class);
    }
}
