package smalti.cuda;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import smalti.op.Layout;
import smalti.op.PointOp;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.tensor.DType;
import smalti.tensor.Tensor;
import smalti.testkit.CaseTable;
import smalti.testkit.LabelPattern;
import smalti.testkit.OpCase;
import smalti.testkit.OpCase.Derivative;
import smalti.testkit.Scene;
import smalti.testkit.Tensors;
import smalti.testkit.ValuePattern;

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

    /// Segments of several laps of a warp, with values of which many are equal, and with such that are no numbers.
    EQUAL_AND_SPECIAL_VALUES {
        @Override
        Stream<OpCase> cases() {
            return layoutsAndTypes((layout, dtype) ->
                    Stream.of(Scene.of(2, 3, 70, 8), Scene.of(1, 2, 70, 3))
                            .map(scene -> scene.with(LabelPattern.ROWS).with(layout))
                            .flatMap(scene ->
                                    Stream.of(ValuePattern.TIES, ValuePattern.SPECIAL)
                                            .map(scene::with))
                            .flatMap(each -> ofSegments(each, dtype)));
        }
    },

    /// Values that rise or fall from pixel to pixel, so that the first pixel of all, whose number is 0, is the one to be selected,
    /// also from several pieces.
    RISING_AND_FALLING {
        @Override
        Stream<OpCase> cases() {
            return layoutsAndTypes((layout, dtype) ->
                    Stream.of(3, 8)
                            .map(channels ->
                                    Scene.of(1, 25, 35, channels)
                                            .with(LabelPattern.ONE)
                                            .with(layout))
                            .flatMap(scene ->
                                    Stream.of(-1, 1)
                                            .flatMap(step -> selections(scene, dtype, step))));
        }
    },

    /// Channels in numbers around that of those that are taken at once.
    CHANNELS {
        @Override
        Stream<OpCase> cases() {
            return layoutsAndTypes((layout, dtype) ->
                    Stream.of(2, 4, 5, 6, 7, 9, 70)
                            .map(channels ->
                                    Scene.of(1, 4, 35, channels)
                                            .with(LabelPattern.ROWS)
                                            .with(layout))
                            .flatMap(each -> ofSegments(each, dtype)));
        }
    },

    /// All kinds of values.
    VALUES {
        @Override
        Stream<OpCase> cases() {
            return Stream.of(ValuePattern.values())
                    .flatMap(values ->
                            Stream.of(Scene.of(2, 5, 7, 3), Scene.of(1, 3, 9, 16))
                                    .flatMap(scene ->
                                            CaseTable.on(scene.with(values), DType.F32).stream()));
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
            Scene scene = Scene.of(1, 131, 131, 5);
            return Stream.of(ValuePattern.TIES, ValuePattern.SPECIAL)
                    .flatMap(values -> CaseTable.on(scene.with(values), DType.F32).stream())
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

    /// @param step from each pixel to the next
    private static Stream<OpCase> selections(Scene scene, DType dtype, int step) {
        int pixels = scene.height() * scene.width();
        boolean planes = scene.layout() == Layout.NCHW;
        double[] values = new double[pixels * scene.channels()];
        Arrays.setAll(values, i -> step * (planes ? i % pixels : i / scene.channels()));
        List<Tensor> inputs = List.of(Tensors.nearest(dtype, scene.mapShape(), values));
        return Stream.of(
                        List.of(Reduction.MAX),
                        List.of(Reduction.MIN),
                        List.of(Reduction.MAX, Reduction.VARIANCE, Reduction.MIN))
                .map(reductions ->
                        new OpCase(
                                reductions + " of " + (step > 0 ? "rising" : "falling"),
                                new SegmentOp.Reduce(
                                        scene.map(), reductions, scene.layout(), false, 0),
                                scene,
                                dtype,
                                new Derivative.None(),
                                () -> inputs));
    }

    private static Stream<OpCase> ofSegments(Scene scene, DType dtype) {
        return CaseTable.on(scene, dtype).stream().filter(each -> each.op() instanceof SegmentOp);
    }
}
