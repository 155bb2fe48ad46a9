package smalti.cuda;

import java.util.List;
import org.junit.jupiter.api.Test;
import smalti.error.UnsupportedOpException;
import smalti.op.Layout;
import smalti.op.PointOp;
import smalti.op.SegmentOp;
import smalti.tensor.DType;
import smalti.testkit.CaseTable;
import smalti.testkit.LabelPattern;
import smalti.testkit.OpCase;
import smalti.testkit.Scene;

/// Every operator on scenes that lead through all of its kernels: vectors of channels and single ones, pieces of segments,
/// loops that were unrolled.
class CoveringCasesTest {
    private final EmulatedDevice gpu = EmulatedDevice.SHARED;

    @Test
    void operatorsOverSegmentsInAllTypes() {
        for (Layout layout : Layout.values()) {
            for (DType dtype : DType.values()) {
                for (LabelPattern labels : List.of(LabelPattern.BLOBS, LabelPattern.HOLES)) {
                    for (Scene scene : List.of(Scene.of(2, 5, 7, 3), Scene.of(1, 12, 16, 8))) {
                        CaseTable.on(scene.with(labels).with(layout), dtype).stream()
                                .filter(each -> each.op() instanceof SegmentOp)
                                .forEach(this::check);
                    }
                }
            }
        }
    }

    /// More than five elements a thread: unrolled loops take four at a time, and one is left. As many segments as pixels give
    /// tables as large as maps.
    @Test
    void mapsThatEachThreadGoesThroughSeveralTimes() {
        Scene scene = Scene.of(1, 67, 63, 5).with(LabelPattern.IDENTITY);
        for (Layout layout : Layout.values()) {
            for (DType dtype : DType.values()) {
                CaseTable.on(scene.with(layout), dtype).stream()
                        .filter(each -> dtype != DType.F64 || each.op() instanceof SegmentOp)
                        .forEach(this::check);
            }
        }
    }

    /// Segments of many pieces.
    @Test
    void segmentsThatAreReducedInManyPieces() {
        Scene scene = Scene.of(1, 41, 43, 8).with(LabelPattern.ONE);
        for (Layout layout : Layout.values()) {
            for (DType dtype : DType.values()) {
                CaseTable.on(scene.with(layout), dtype).stream()
                        .filter(each -> each.op() instanceof SegmentOp)
                        .forEach(this::check);
            }
        }
    }

    /// The same where a thread takes four elements at once.
    @Test
    void largerMapsForWhatTakesFourElementsAtOnce() {
        Scene scene = Scene.of(1, 131, 131, 5);
        CaseTable.on(scene, DType.F32).stream()
                .filter(each -> each.op() instanceof PointOp)
                .forEach(this::check);
    }

    private void check(OpCase each) {
        try {
            gpu.checkAgainstReference(each);
        } catch (UnsupportedOpException notOffered) {
            // The properties tell what must be offered.
            return;
        }
    }
}
