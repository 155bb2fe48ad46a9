package smalti.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import smalti.error.ParameterException;
import smalti.error.ShapeException;

class WindowTest {
    /// What PyTorch makes of the same numbers.
    @ParameterizedTest
    @CsvSource({
        "7, 3, 1, 1, 0, 5",
        "7, 3, 1, 1, 1, 7",
        "7, 3, 2, 1, 1, 4",
        "8, 3, 2, 1, 0, 3",
        "9, 3, 1, 4, 4, 9",
        "1, 1, 3, 1, 0, 1",
        "12, 2, 2, 3, 0, 5"
    })
    void outputsAreRoundedDown(
            int size, int kernel, int stride, int dilation, int padding, int expected) {
        Window window = Window.of(kernel).stride(stride).dilation(dilation).padding(padding);
        assertThat(window.outputs(Size.square(size))).isEqualTo(Size.square(expected));
    }

    /// PyTorch's `ceil_mode`, with the last window dropped that would start in the padding.
    @ParameterizedTest
    @CsvSource({
        "111, 3, 2, 0, 55",
        "112, 3, 2, 0, 56",
        "55, 3, 2, 0, 27",
        "5, 2, 2, 1, 3",
        "6, 2, 2, 1, 4",
        "4, 1, 3, 0, 2"
    })
    void coveringRoundsUp(int size, int kernel, int stride, int padding, int expected) {
        Window window = Window.of(kernel).stride(stride).padding(Padding.of(padding).covering());
        assertThat(window.outputs(Size.square(size))).isEqualTo(Size.square(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "224, 3, 2, 1, 112, 0, 1",
        "225, 3, 2, 1, 113, 1, 1",
        "10, 3, 1, 4, 10, 4, 4",
        "5, 1, 2, 1, 3, 0, 0"
    })
    void sameIsTensorFlows(
            int size, int kernel, int stride, int dilation, int outputs, int before, int after) {
        Window window = Window.of(kernel).stride(stride).dilation(dilation).padding(Padding.SAME);
        Size input = Size.square(size);
        assertThat(window.outputs(input)).isEqualTo(Size.square(outputs));
        assertThat(window.margins(input))
                .isEqualTo(new Padding.Margins(before, before, after, after));
    }

    @Test
    void rowsAndColumnsAreTheirOwnAffairs() {
        Window window = Window.of(5, 1).padding(Padding.of(2, 0));
        assertThat(window.outputs(new Size(4, 9))).isEqualTo(new Size(4, 9));
        assertThat(window.reach()).isEqualTo(new Size(5, 1));
    }

    @Test
    void aWindowLargerThanItsMapIsAnError() {
        assertThatThrownBy(() -> Window.of(3).dilation(2).outputs(new Size(9, 4)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("5x5")
                .hasMessageContaining("9x4");
    }

    @Test
    void aWindowHasTapsAndSteps() {
        assertThatThrownBy(() -> Window.of(0)).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> Window.of(1).stride(0)).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> Padding.of(-1)).isInstanceOf(ParameterException.class);
    }
}
