package smalti.testkit.promise;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import smalti.op.Layout;
import smalti.op.SegmentOp;
import smalti.tensor.DType;
import smalti.testkit.CaseTable;
import smalti.testkit.LabelPattern;
import smalti.testkit.Scene;

/// Sizes from nothing to more rows and columns than a launch grid has; none is special.
public interface SizePromises extends OnDevice {

    @Property
    default void aSizeOfNoughtGivesEmptyResultsOfTheRightShape(
            @ForAll Layout layout, @ForAll LabelPattern labels) {
        List<Scene> scenes =
                List.of(
                        Scene.of(0, 3, 4, 5),
                        Scene.of(2, 0, 4, 5),
                        Scene.of(2, 3, 0, 5),
                        Scene.of(2, 3, 4, 0));
        for (Scene scene : scenes) {
            CaseTable.on(scene.with(layout).with(labels), DType.F32)
                    .forEach(this::checkAgainstReference);
        }
    }

    @Tag("large")
    @Example
    default void moreSegmentsThanALaunchGridHasRowsLoseNoRow() {
        for (Layout layout : Layout.values()) {
            Scene scene = Scene.of(1, 263, 267, 3).with(LabelPattern.IDENTITY).with(layout);
            for (String name :
                    List.of("sum", "mean", "max", "mean gradient", "max gradient", "unpool")) {
                checkAgainstReference(CaseTable.named(name, scene, DType.F32));
            }
        }
    }

    @Tag("large")
    @Example
    default void moreChannelsThanALaunchGridHasRowsLoseNoChannel() {
        for (Layout layout : Layout.values()) {
            Scene scene = Scene.of(1, 2, 2, 70_001).with(layout);
            for (String name :
                    List.of("sum", "mean", "max", "mean gradient", "max gradient", "unpool")) {
                checkAgainstReference(CaseTable.named(name, scene, DType.F32));
            }
        }
    }

    @Tag("large")
    @Example
    default void moreImagesThanALaunchGridHasRowsLoseNoImage() {
        for (Layout layout : Layout.values()) {
            Scene scene = Scene.of(66_001, 1, 2, 1).with(LabelPattern.NOISE).with(layout);
            for (String name : List.of("mean", "max", "mean gradient", "max gradient", "unpool")) {
                checkAgainstReference(CaseTable.named(name, scene, DType.F32));
            }
        }
    }

    @Tag("large")
    @Example
    default void wideAndTallPicturesOfOnePixelAgreeToo() {
        for (Layout layout : Layout.values()) {
            for (Scene scene :
                    List.of(
                            Scene.of(1, 1, 30_011, 3),
                            Scene.of(1, 30_011, 1, 3),
                            Scene.of(2, 401, 61, 9),
                            Scene.of(2, 3, 1021, 17))) {
                for (LabelPattern labels :
                        List.of(LabelPattern.BLOBS, LabelPattern.ONE, LabelPattern.HOLES)) {
                    CaseTable.on(scene.with(layout).with(labels), DType.F32).stream()
                            .filter(each -> !each.name().contains("product"))
                            // Others do not look at labels, and are tried once.
                            .filter(each ->
                                    each.op() instanceof SegmentOp || labels == LabelPattern.BLOBS)
                            .forEach(this::checkAgainstReference);
                }
            }
        }
    }
}
