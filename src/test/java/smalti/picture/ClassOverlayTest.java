package smalti.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import smalti.error.ShapeException;
import smalti.tensor.Tensor;

class ClassOverlayTest {
    private static final int GREY = 0x808080;
    private final ClassOverlay overlay = new ClassOverlay(List.of("background", "cow", "cat"), 0);

    @Test
    void classesAreTintedAndTheBackgroundIsNot() {
        Drawing drawing = overlay.draw(grey(60, 40), halves(60, 40, 0, 1));
        assertThat(drawing.at(0, 0)).isEqualTo(GREY);
        assertThat(drawing.at(59, 0))
                .isNotEqualTo(GREY)
                .isEqualTo(Drawing.blend(GREY, LabelColours.of(1), 0.55));
    }

    @Test
    void theLegendStandsBelowAndHasWhatOccurs() {
        Drawing both = overlay.draw(grey(200, 40), halves(200, 40, 1, 2));
        Drawing one = overlay.draw(grey(200, 40), halves(200, 40, 0, 2));
        Drawing none = overlay.draw(grey(200, 40), halves(200, 40, 0, 0));
        assertThat(none.height()).isEqualTo(40);
        assertThat(both.height()).isGreaterThan(40);
        assertThat(colours(both)).contains(LabelColours.of(1), LabelColours.of(2));
        assertThat(colours(one)).contains(LabelColours.of(2)).doesNotContain(LabelColours.of(1));
    }

    @Test
    void aNarrowLegendHasSeveralRows() {
        int wide = overlay.draw(grey(200, 40), halves(200, 40, 1, 2)).height();
        int narrow = overlay.draw(grey(40, 40), halves(40, 40, 1, 2)).height();
        assertThat(narrow).isGreaterThan(wide);
    }

    @Test
    void theMaskHasTheClassesAlone() {
        Drawing mask = overlay.mask(halves(4, 2, 0, 2));
        assertThat(mask.at(0, 0)).isZero();
        assertThat(mask.at(3, 1)).isEqualTo(LabelColours.of(2));
    }

    @Test
    void sizesMustAgree() {
        assertThatThrownBy(() -> overlay.draw(grey(4, 4), halves(4, 2, 0, 1)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[2,4]");
    }

    private static List<Integer> colours(Drawing drawing) {
        return Arrays.stream(drawing.pixels()).boxed().distinct().toList();
    }

    private static Drawing grey(int width, int height) {
        int[] rgb = new int[width * height];
        Arrays.fill(rgb, GREY);
        return new Drawing(width, height, rgb);
    }

    private static Tensor halves(int width, int height, int left, int right) {
        int[] classes = new int[width * height];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = i % width < width / 2 ? left : right;
        }
        return Tensor.of(classes, height, width);
    }
}
