package smalti.testkit.promise;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import smalti.op.SegmentOp;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.tensor.Tensor;
import smalti.testkit.AnyScene;
import smalti.testkit.CaseTable;
import smalti.testkit.Scene;

/// The most frequent class of a segment.
public interface ModePromises extends OnDevice {

    private double mode(double purity, int... classes) {
        SegmentMap map = SegmentMap.of(new int[classes.length], 1, classes.length);
        return first(new SegmentOp.Mode(map, purity), Tensor.of(classes, 1, 1, classes.length))
                .get(0);
    }

    @Property(tries = 40)
    default void theMostFrequentClassIsThatOfTheReference(
            @ForAll(supplier = AnyScene.class) Scene scene) {
        checkAgainstReference(CaseTable.named("mode", scene, DType.I32));
        checkAgainstReference(CaseTable.named("pure mode", scene, DType.I32));
    }

    @Example
    default void theShareMustBeAboveThePurityNotAtIt() {
        assertThat(mode(0.5, 7, 7, 3, 3)).as("half is not above half").isEqualTo(-1);
        assertThat(mode(0.5, 7, 7, 3)).isEqualTo(7);
        assertThat(mode(0.75, 7, 7, 7, 3))
                .as("three quarters are not above three quarters")
                .isEqualTo(-1);
        assertThat(mode(0.75, 7, 7, 7, 7, 3)).isEqualTo(7);
    }

    @Example
    default void theSmallestOfEquallyFrequentClassesIsTaken() {
        assertThat(mode(0, 7, 3, 7, 3)).isEqualTo(3);
        assertThat(mode(0, 3, 7, 7, 3)).isEqualTo(3);
        assertThat(mode(0, 9)).isEqualTo(9);
    }

    @Example
    default void pixelsWithoutAClassDoNotCount() {
        assertThat(mode(0.5, -1, -1, -1, 4)).isEqualTo(4);
        assertThat(mode(0, -1, -5)).isEqualTo(-1);
    }

    @Example
    default void classNumbersMayBeLargeAndFarApart() {
        assertThat(mode(0, Integer.MAX_VALUE, 5, Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
        assertThat(mode(0, 1 << 30, 0, 0)).isEqualTo(0);
    }
}
