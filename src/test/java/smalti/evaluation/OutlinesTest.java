package smalti.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import smalti.tensor.Tensor;

class OutlinesTest {
    /// The outline lies between the fourth and the fifth pixel.
    @Test
    void threePixelsOnEitherSideAreNear() {
        Tensor labels = Tensor.of(new int[] {2, 2, 2, 2, 1, 1, 1, 1, 1}, 1, 9);
        assertThat(Outlines.of(labels).ints()).containsExactly(-1, 2, 2, 2, 1, 1, 1, -1, -1);
    }

    @Test
    void outlinesRunAcrossToo() {
        Tensor labels = Tensor.of(new int[] {0, 0, 0, 0, 3}, 5, 1);
        assertThat(Outlines.of(labels).ints()).containsExactly(-1, 0, 0, 0, 3);
    }

    /// Around a single pixel in the middle of 9x9: squares of five around it and around each of the four pixels beside it.
    @Test
    void bandsGoRoundCorners() {
        int[] labels = new int[81];
        labels[40] = 1;
        int[] near = Outlines.of(Tensor.of(labels, 9, 9)).ints();
        int[] inside =
                IntStream.range(0, 81)
                        .filter(i -> {
                            int row = Math.abs(i / 9 - 4);
                            int column = Math.abs(i % 9 - 4);
                            return Math.max(row, column) <= 3 && Math.min(row, column) <= 2;
                        })
                        .toArray();
        assertThat(IntStream.range(0, 81).filter(i -> near[i] != -1).toArray())
                .containsExactly(inside);
        assertThat(near[40]).isOne();
    }

    /// Where nobody knows the label of what lies beyond.
    @Test
    void whatIsNotKnownHasOutlinesToo() {
        Tensor labels = Tensor.of(new int[] {0, 0, 0, 0, 0, -1, 1}, 1, 7);
        assertThat(Outlines.of(labels).ints()).containsExactly(-1, -1, 0, 0, 0, -1, 1);
    }

    /// The last pixel of a row is no neighbour of the first of the next.
    @Test
    void rowsDoNotRunOnInTheNext() {
        int[] labels = new int[20];
        labels[9] = 1;
        labels[19] = 1;
        assertThat(Outlines.of(Tensor.of(labels, 2, 10)).ints())
                .containsExactly(
                        -1, -1, -1, -1, -1, -1, 0, 0, 0, 1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 1);
    }
}
