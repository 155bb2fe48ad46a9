package smalti.cuda;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import smalti.op.ConvolutionOp;
import smalti.op.Layout;
import smalti.op.PointOp;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
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

    /// Exponentials that vanish beside others, and some that nearly do: in pieces of a segment, and in the parts of one that
    /// threads have.
    VANISHING_EXPONENTIALS {
        @Override
        Stream<OpCase> cases() {
            return layoutsAndTypes((layout, dtype) ->
                    Stream.of(LabelPattern.ONE, LabelPattern.BLOBS)
                            .map(Scene.of(1, 43, 43, 3).with(layout)::with)
                            .flatMap(scene -> exponentials(scene, dtype)));
        }
    },

    /// More than five elements a thread: unrolled loops take four at a time, and one is left. As many segments as pixels give
    /// tables as large as maps, but pieces of one pixel, which one layout is enough for.
    SEVERAL_TIMES_A_THREAD {
        @Override
        Stream<OpCase> cases() {
            Scene scene = Scene.of(1, 67, 63, 5).with(LabelPattern.IDENTITY);
            return layoutsAndTypes((layout, dtype) ->
                    CaseTable.on(scene.with(layout), dtype).stream()
                            .filter(each -> !(each.op() instanceof ConvolutionOp))
                            .filter(each ->
                                    layout == Layout.NHWC
                                            || !(each.op() instanceof SegmentOp.Reduce))
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

    /// Selections from segments of several laps of a warp and from one of several pieces.
    SELECTIONS {
        @Override
        Stream<OpCase> cases() {
            return layoutsAndTypes((layout, dtype) ->
                    Stream.of(3, 8)
                            .flatMap(channels ->
                                    Stream.of(
                                            Scene.of(1, 25, 35, channels).with(LabelPattern.ONE),
                                            Scene.of(2, 8, 70, channels).with(LabelPattern.ROWS)))
                            .map(scene -> scene.with(layout))
                            .flatMap(scene ->
                                    Arrays.stream(SelectionCases.values())
                                            .filter(values ->
                                                    dtype.isFloating()
                                                            || values != SelectionCases.RARE_NAN)
                                            .flatMap(values -> values.on(scene, dtype))));
        }
    },

    /// Channels in numbers around that of those that are taken at once, and pixels in as many.
    CHANNELS {
        @Override
        Stream<OpCase> cases() {
            return layoutsAndTypes((layout, dtype) ->
                    Stream.of(2, 4, 5, 6, 7, 9, 70)
                            .map(channels ->
                                    Scene.of(1, 3, 32 + channels, channels)
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

    /// Segments of many pieces: fours of them, and three more.
    MANY_PIECES {
        @Override
        Stream<OpCase> cases() {
            return layoutsAndTypes((layout, dtype) ->
                    Stream.of(Scene.of(1, 43, 43, 8), Scene.of(1, 43, 43, 3))
                            .map(it -> it.with(LabelPattern.ONE).with(layout))
                            .flatMap(scene -> ofSegments(scene, dtype)));
        }
    },

    /// More segments than five times as many threads, with a pixel each and with none.
    MANY_SEGMENTS {
        @Override
        Stream<OpCase> cases() {
            Scene pixels = Scene.of(1, 145, 145, 1).with(LabelPattern.IDENTITY);
            Scene few = Scene.of(1, 5, 7, 1);
            Tensor none = LabelPattern.ALL_IGNORED.labels(1, 5, 7, 1);
            SegmentMap empty = SegmentMap.of(none, Labelling.DENSE.withSegments(21_000));
            var largest =
                    new SegmentOp.Reduce(empty, List.of(Reduction.MAX), Layout.NHWC, false, -1.5);
            return Stream.of(
                    CaseTable.named("mode", pixels, DType.I32),
                    new OpCase(
                            "max of nothing",
                            largest,
                            few,
                            DType.F32,
                            new Derivative.None(),
                            () -> List.of(few.features())));
        }
    },

    /// The same where a thread takes four elements at once: four and five times, six and seven times.
    FOURS {
        @Override
        Stream<OpCase> cases() {
            return Stream.of(
                            Scene.of(1, 121, 122, 5).with(ValuePattern.TIES),
                            Scene.of(1, 146, 146, 5).with(ValuePattern.SPECIAL))
                    .flatMap(scene -> CaseTable.on(scene, DType.F32).stream())
                    .filter(each -> each.op() instanceof PointOp);
        }
    };

    /// In double precision the exponential of twice as much below 0 is next to nothing, and that of three times nothing.
    private static final int STEP = 360;

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

    /// A step higher there are about a third as many values, so that the largest of many, too, are some steps apart.
    private static Stream<OpCase> exponentials(Scene scene, DType dtype) {
        if (dtype == DType.I32) {
            return Stream.of();
        }
        var random = new SplittableRandom(scene.seed());
        double[] values = new double[(int) scene.mapShape().elements()];
        Arrays.setAll(values, _ -> -STEP * (int) Math.log(random.nextDouble()));
        Tensor map = Tensors.nearest(dtype, scene.mapShape(), values);
        var sum =
                new SegmentOp.Reduce(
                        scene.map(), List.of(Reduction.LOGSUMEXP), scene.layout(), false, 0);
        var softmax = new SegmentOp.Softmax(scene.map(), scene.layout());
        return Stream.of(sum, softmax)
                .map(op ->
                        new OpCase(
                                "vanishing exponentials",
                                op,
                                scene,
                                dtype,
                                new Derivative.None(),
                                () -> List.of(map)));
    }
}
