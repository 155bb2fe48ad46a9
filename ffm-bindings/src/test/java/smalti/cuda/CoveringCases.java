package smalti.cuda;

import java.util.Arrays;
import java.util.stream.Stream;
import smalti.op.Layout;
import smalti.op.PointOp;
import smalti.op.SegmentOp;
import smalti.tensor.DType;
import smalti.testkit.CaseTable;
import smalti.testkit.LabelPattern;
import smalti.testkit.OpCase;
import smalti.testkit.Scene;

/// Cases whose scenes lead through all kernels of every operator: vectors of channels and single ones, pieces of segments,
/// loops that were unrolled. Some of the operators are not offered for some of the types.
enum CoveringCases {
    /// Operators over segments in all types.
    SEGMENTS {
        @Override
        Stream<OpCase> cases() {
            return layoutsAndTypes((layout, dtype) ->
                    Stream.of(LabelPattern.BLOBS, LabelPattern.HOLES)
                            .flatMap(labels ->
                                    Stream.of(Scene.of(2, 5, 7, 3), Scene.of(1, 12, 16, 8))
                                            .map(it -> it.with(labels).with(layout)))
                            .flatMap(scene -> ofSegments(scene, dtype)));
        }
    },

    /// More than five elements a thread: unrolled loops take four at a time, and one is left. As many segments as pixels give
    /// tables as large as maps.
    SEVERAL_TIMES_A_THREAD {
        @Override
        Stream<OpCase> cases() {
            Scene scene = Scene.of(1, 67, 63, 5).with(LabelPattern.IDENTITY);
            return layoutsAndTypes((layout, dtype) ->
                    CaseTable.on(scene.with(layout), dtype).stream()
                            .filter(each -> dtype != DType.F64 || each.op() instanceof SegmentOp));
        }
    },

    /// Segments of many pieces.
    MANY_PIECES {
        @Override
        Stream<OpCase> cases() {
            Scene scene = Scene.of(1, 41, 43, 8).with(LabelPattern.ONE);
            return layoutsAndTypes((layout, dtype) -> ofSegments(scene.with(layout), dtype));
        }
    },

    /// Maps that are larger than several times a thread where each thread takes four elements at once.
    FOURS {
        @Override
        Stream<OpCase> cases() {
            return CaseTable.on(Scene.of(1, 131, 131, 5), DType.F32).stream()
                    .filter(each -> each.op() instanceof PointOp);
        }
    };

    /// What is made of one layout and type.
    private interface Making {
        Stream<OpCase> of(Layout layout, DType dtype);
    }

    abstract Stream<OpCase> cases();

    private static Stream<OpCase> layoutsAndTypes(Making making) {
        return Arrays.stream(Layout.values())
                .flatMap(layout ->
                        Arrays.stream(DType.values()).flatMap(dtype -> making.of(layout, dtype)));
    }

    private static Stream<OpCase> ofSegments(Scene scene, DType dtype) {
        return CaseTable.on(scene, dtype).stream().filter(each -> each.op() instanceof SegmentOp);
    }
}
