package smalti.cuda;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import smalti.op.Layout;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.tensor.DType;
import smalti.tensor.Tensor;
import smalti.testkit.OpCase;
import smalti.testkit.OpCase.Derivative;
import smalti.testkit.Scene;
import smalti.testkit.Tensors;

/// Values among which it is hard to select the right one, whichever threads meet when they join what they found.
enum SelectionCases {
    /// The first pixel of all is the smallest. Its number is 0.
    RISING(Placed::pixel),

    /// The first pixel of all is the largest.
    FALLING(placed -> -placed.pixel()),

    /// Few are the largest, and few the smallest, so that it is not always one of the first pixels that has to be taken.
    RARE_TIES(placed ->
            switch (placed.random().nextInt(48)) {
                case 0 -> 1;
                case 1 -> -1;
                default -> 0;
            }),

    /// Few are no numbers.
    RARE_NAN(placed ->
            placed.random().nextInt(48) == 0 ? Double.NaN : placed.random().nextInt(-9, 10));

    /// A value's place.
    private record Placed(int pixel, SplittableRandom random) {}

    private static final List<List<Reduction>> SELECTIONS =
            List.of(
                    List.of(Reduction.MAX),
                    List.of(Reduction.MIN),
                    List.of(Reduction.MAX, Reduction.VARIANCE, Reduction.MIN));

    private final ToDoubleFunction<Placed> value;

    SelectionCases(ToDoubleFunction<Placed> value) {
        this.value = value;
    }

    /// The largest and the smallest of each segment, alone and together with what else is reduced at once.
    Stream<OpCase> on(Scene scene, DType dtype) {
        List<Tensor> inputs = List.of(Tensors.nearest(dtype, scene.mapShape(), values(scene)));
        return SELECTIONS.stream()
                .map(reductions ->
                        new OpCase(
                                "%s of %s values".formatted(reductions, this),
                                new SegmentOp.Reduce(
                                        scene.map(), reductions, scene.layout(), false, 0),
                                scene,
                                dtype,
                                new Derivative.None(),
                                () -> inputs));
    }

    private double[] values(Scene scene) {
        int pixels = scene.height() * scene.width();
        boolean planes = scene.layout() == Layout.NCHW;
        var random = new SplittableRandom(scene.seed());
        double[] values = new double[scene.batch() * pixels * scene.channels()];
        Arrays.setAll(
                values,
                i ->
                        value.applyAsDouble(
                                new Placed(
                                        planes ? i % pixels : i / scene.channels() % pixels,
                                        random)));
        return values;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
