package smalti.cuda;

import java.util.List;
import org.junit.jupiter.api.Test;
import smalti.op.Layout;
import smalti.op.SegmentOp;
import smalti.tensor.DType;
import smalti.testkit.CaseTable;
import smalti.testkit.LabelPattern;
import smalti.testkit.OpCase;
import smalti.testkit.Scene;

class SegmentCasesTest {
    private final EmulatedDevice gpu = EmulatedDevice.SHARED;

    @Test
    void operatorsOverSegmentsGiveWhatTheReferenceGives() {
        for (Layout layout : Layout.values()) {
            for (DType dtype : DType.values()) {
                for (LabelPattern labels : List.of(LabelPattern.BLOBS, LabelPattern.HOLES)) {
                    for (Scene scene : List.of(Scene.of(2, 5, 7, 3), Scene.of(1, 12, 16, 8))) {
                        for (OpCase each : CaseTable.on(scene.with(labels).with(layout), dtype)) {
                            if (each.op() instanceof SegmentOp && each.offeredBy(gpu.device())) {
                                gpu.checkAgainstReference(each);
                            }
                        }
                    }
                }
            }
        }
    }
}
