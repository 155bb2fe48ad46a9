package smalti.cuda.pool;

import java.util.List;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;
import smalti.cuda.sort.Sorter;
import smalti.error.UnsupportedOpException;
import smalti.op.Op;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.PlacedLabels;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;

/// Computes segment operators on a GPU. Inputs and outputs have been checked; outputs are overwritten whole.
///
/// Maps of [DType#F32], [DType#F16] and [DType#BF16] are computed as they are stored: values are widened when they are
/// read, and results rounded once. [DType#F64] has sum, mean, maximum and minimum with their gradients, unpooling and
/// picking; [DType#I32] the same without gradients, and modes.
public final class SegmentOperators {
    private final SegmentPlan.Maker plans;
    private final Reducer reducer;
    private final Painter painter;
    private final Slopes slopes;
    private final CrossPooler crossPooler;
    private final ModeFinder modes;

    public SegmentOperators(GpuDriver driver) {
        var sorter = new Sorter(driver);
        this.plans = new SegmentPlan.Maker(driver, sorter);
        this.reducer = new Reducer(driver);
        this.painter = new Painter(driver);
        this.slopes = new Slopes(driver, reducer);
        this.crossPooler = new CrossPooler(driver);
        this.modes = new ModeFinder(driver, sorter);
    }

    /// Checks labels that lie on the GPU, and makes their map with what operators need of it. That a label is wrong is told
    /// at the stream's next stop, which is here where their number of segments is not given.
    public SegmentMap map(PlacedLabels labels, Queue queue) {
        return plans.map(labels, queue);
    }

    /// Starts an operator.
    ///
    /// @throws UnsupportedOpException if the operator is not offered for the inputs' types
    public void run(
            SegmentOp op, List<DeviceTensor> inputs, List<DeviceTensor> outputs, Queue queue) {
        DeviceTensor first = inputs.getFirst();
        DeviceTensor output = outputs.getFirst();
        switch (op) {
            case SegmentOp.Reduce reduce -> {
                for (Reduction reduction : reduce.reductions()) {
                    if (!(reduction.selects() || reduction.takesWeights()) || reduce.weighted()) {
                        expectFloats(op, first);
                    }
                }
                reducer.run(reduce, plans.of(reduce.segments(), queue), inputs, outputs, queue);
            }
            case SegmentOp.ReduceGradient gradient -> gradient(gradient, inputs, output, queue);
            case SegmentOp.WeightGradient gradient -> {
                expectFloats(op, first);
                SegmentPlan plan = plans.of(gradient.segments(), queue);
                slopes.weightGradient(gradient, plan, inputs, output, queue);
            }
            case SegmentOp.Unpool unpool -> {
                var map = new FeatureMap(output, unpool.layout());
                painter.paint(plans.of(unpool.segments(), queue), first, map, queue);
            }
            case SegmentOp.Pick pick -> {
                var map = new FeatureMap(first, pick.layout());
                painter.pick(plans.of(pick.segments(), queue), map, inputs.get(1), output, queue);
            }
            case SegmentOp.Softmax softmax -> {
                expectFloats(op, first);
                slopes.softmax(
                        plans.of(softmax.segments(), queue),
                        new FeatureMap(first, softmax.layout()),
                        new FeatureMap(output, softmax.layout()),
                        queue);
            }
            case SegmentOp.SoftmaxGradient gradient -> {
                expectFloats(op, first);
                slopes.softmaxGradient(
                        plans.of(gradient.segments(), queue),
                        new FeatureMap(first, gradient.layout()),
                        inputs.get(1),
                        new FeatureMap(output, gradient.layout()),
                        queue);
            }
            case SegmentOp.Mode mode ->
                    modes.run(mode, plans.of(mode.segments(), queue), first, output, queue);
            case SegmentOp.CrossPool pool -> {
                expectFloats(op, first);
                crossPooler.pool(pool, first, output, queue);
            }
            case SegmentOp.CrossPoolGradient gradient -> {
                expectFloats(op, first);
                crossPooler.gradient(gradient, first, output, queue);
            }
        }
    }

    private void gradient(
            SegmentOp.ReduceGradient op,
            List<DeviceTensor> inputs,
            DeviceTensor output,
            Queue queue) {
        SegmentPlan plan = plans.of(op.segments(), queue);
        DeviceTensor upstream = inputs.getFirst();
        var out = new FeatureMap(output, op.layout());
        if (op.reduction().selects()) {
            painter.spread(plan, upstream, inputs.get(1), out, queue);
        } else if (op.weighted()) {
            expectFloats(op, upstream);
            slopes.weightedGradient(op.reduction(), plan, upstream, inputs.get(1), out, queue);
        } else if (op.reduction() == Reduction.SUM) {
            painter.paint(plan, upstream, out, queue);
        } else if (op.reduction() == Reduction.MEAN) {
            expectNoIntegers(op, upstream);
            try (Scratch divided = slopes.divided(plan, upstream, queue)) {
                var table = new DeviceTensor(divided.address(), upstream.dtype(), upstream.shape());
                painter.paint(plan, table, out, queue);
            }
        } else {
            expectFloats(op, upstream);
            slopes.gradient(op, plan, inputs, out, queue);
        }
    }

    private static void expectFloats(Op op, DeviceTensor tensor) {
        if (tensor.dtype() == DType.F64) {
            throw unsupported(op, tensor);
        }
        expectNoIntegers(op, tensor);
    }

    private static void expectNoIntegers(Op op, DeviceTensor tensor) {
        if (tensor.dtype() == DType.I32) {
            throw unsupported(op, tensor);
        }
    }

    private static UnsupportedOpException unsupported(Op op, DeviceTensor tensor) {
        return new UnsupportedOpException(
                op.name(), "the GPU for " + tensor.dtype(), "convert the inputs to F32");
    }
}
