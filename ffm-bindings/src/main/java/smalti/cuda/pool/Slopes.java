package smalti.cuda.pool;

import java.util.List;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;
import smalti.op.Reduction;
import smalti.op.SegmentOp;

/// Softmax within segments, and the gradients that differ from pixel to pixel of a segment.
final class Slopes {
    private final Kernels kernels;
    private final Reducer reducer;

    /// What is done to elements, in the order of the enum of that name in segment_slope.cu.
    private enum Slope {
        DISTANCES,
        EXPONENTIALS,
        SHARES,
        WEIGHTS
    }

    Slopes(GpuDriver driver, Reducer reducer) {
        this.kernels = new Kernels(driver, "segment_slope");
        this.reducer = reducer;
    }

    /// Divides the rows of a table by the pixels of their segments.
    ///
    /// @return of the table's type
    Scratch divided(SegmentPlan plan, DeviceTensor table, Queue queue) {
        Scratch divided = queue.allocate(table.bytes());
        if (table.elements() > 0) {
            queue.launch(
                    kernels.get("segment_divide_" + FeatureMap.word(table.dtype())),
                    queue.over(table.elements()),
                    table,
                    plan.starts(),
                    divided.address(),
                    plan.segments(),
                    table.columns());
        }
        return divided;
    }

    /// The gradient of a reduction whose slope follows from the values.
    void gradient(
            SegmentOp.ReduceGradient op,
            SegmentPlan plan,
            List<DeviceTensor> inputs,
            FeatureMap out,
            Queue queue) {
        var x = new FeatureMap(inputs.get(1), op.layout());
        DeviceTensor upstream = inputs.getFirst();
        if (op.reduction() == Reduction.PRODUCT) {
            others(plan, upstream, x, out, queue);
            return;
        }
        boolean logarithm = op.reduction() == Reduction.LOGSUMEXP;
        try (Scratch shift =
                        logarithm
                                ? table(upstream, queue)
                                : reducer.table(Reduction.MEAN, plan, x, queue);
                Scratch factor = table(upstream, queue)) {
            factors(
                    op.reduction(),
                    plan,
                    upstream,
                    inputs.get(2).address(),
                    0,
                    shift.address(),
                    factor,
                    queue);
            Slope slope = logarithm ? Slope.EXPONENTIALS : Slope.DISTANCES;
            slope(slope, plan, x.tensor(), 0, shift.address(), factor.address(), out, queue);
        }
    }

    /// The gradient of a weighted sum or mean in the features.
    void weightedGradient(
            Reduction reduction,
            SegmentPlan plan,
            DeviceTensor upstream,
            DeviceTensor weights,
            FeatureMap out,
            Queue queue) {
        try (Scratch weightSums = reducer.weightSums(plan, weights, queue);
                Scratch factor = table(upstream, queue)) {
            factors(reduction, plan, upstream, 0, weightSums.address(), 0, factor, queue);
            slope(
                    Slope.WEIGHTS,
                    plan,
                    out.tensor(),
                    weights.address(),
                    0,
                    factor.address(),
                    out,
                    queue);
        }
    }

    /// The gradient of a weighted sum or mean in the weights.
    void weightGradient(
            SegmentOp.WeightGradient op,
            SegmentPlan plan,
            List<DeviceTensor> inputs,
            DeviceTensor out,
            Queue queue) {
        if (out.elements() == 0) {
            return;
        }
        boolean mean = op.reduction() == Reduction.MEAN;
        var x = new FeatureMap(inputs.get(1), op.layout());
        try (Scratch weightSums = reducer.weightSums(plan, inputs.get(2), queue)) {
            queue.launch(
                    kernels.get("segment_weight_slope_" + x.word()),
                    queue.over(out.elements() * 32),
                    inputs.getFirst(),
                    x.tensor(),
                    mean ? inputs.get(3).address() : 0L,
                    mean ? weightSums.address() : 0L,
                    plan.segmentOf(),
                    out,
                    x.planesFlag(),
                    plan.batch(),
                    plan.pixels(),
                    x.channels());
        }
    }

    void softmax(SegmentPlan plan, FeatureMap x, FeatureMap out, Queue queue) {
        long bytes = (long) plan.segments() * x.channels() * Double.BYTES;
        try (Scratch largest = queue.allocate(bytes);
                Scratch share = queue.allocate(bytes)) {
            reducer.softmaxTables(plan, x, largest, share, queue);
            slope(
                    Slope.EXPONENTIALS,
                    plan,
                    x.tensor(),
                    0,
                    largest.address(),
                    share.address(),
                    out,
                    queue);
        }
    }

    void softmaxGradient(
            SegmentPlan plan,
            FeatureMap upstream,
            DeviceTensor softmax,
            FeatureMap out,
            Queue queue) {
        if (out.isEmpty()) {
            return;
        }
        try (Scratch dots = reducer.dots(plan, upstream, softmax, queue)) {
            slope(
                    Slope.SHARES,
                    plan,
                    upstream.tensor(),
                    softmax.address(),
                    dots.address(),
                    0,
                    out,
                    queue);
        }
    }

    private static Scratch table(DeviceTensor like, Queue queue) {
        return queue.allocate(like.elements() * Double.BYTES);
    }

    private void factors(
            Reduction reduction,
            SegmentPlan plan,
            DeviceTensor upstream,
            long reduced,
            long weightSums,
            long shift,
            Scratch factor,
            Queue queue) {
        if (upstream.elements() > 0) {
            queue.launch(
                    kernels.get("segment_factors_" + FeatureMap.word(upstream.dtype())),
                    queue.over(upstream.elements()),
                    reduction.ordinal(),
                    upstream,
                    reduced,
                    weightSums,
                    plan.starts(),
                    shift,
                    factor.address(),
                    plan.segments(),
                    upstream.columns());
        }
    }

    private void slope(
            Slope slope,
            SegmentPlan plan,
            DeviceTensor x,
            long y,
            long shift,
            long factor,
            FeatureMap out,
            Queue queue) {
        if (!out.isEmpty()) {
            queue.launch(
                    kernels.get("segment_slope_" + out.word()),
                    queue.over(out.tensor().elements()),
                    slope.ordinal(),
                    x,
                    y,
                    plan.segmentOf(),
                    shift,
                    factor,
                    out.tensor(),
                    out.planesFlag(),
                    plan.batch(),
                    plan.pixels(),
                    out.channels());
        }
    }

    private void others(
            SegmentPlan plan, DeviceTensor upstream, FeatureMap x, FeatureMap out, Queue queue) {
        queue.fill(out.tensor().address(), (byte) 0, out.tensor().bytes());
        if (upstream.elements() == 0) {
            return;
        }
        try (Scratch behind = queue.allocate(x.tensor().elements() * Double.BYTES)) {
            queue.launch(
                    kernels.get("segment_others_" + x.word()),
                    queue.over(upstream.elements()),
                    x.tensor(),
                    upstream,
                    plan.order(),
                    plan.starts(),
                    behind.address(),
                    out.tensor(),
                    x.planesFlag(),
                    plan.segments(),
                    x.channels(),
                    plan.pixels(),
                    plan.segmentsAnImage());
        }
    }
}
