package smalti.cpu.pool;

import java.util.List;
import smalti.cpu.kernel.PaintKernels;
import smalti.cpu.kernel.ReduceKernels;
import smalti.cpu.kernel.SlopeKernels;
import smalti.cpu.work.Workers;
import smalti.error.UnsupportedOpException;
import smalti.op.Op;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.tensor.DType;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// Computes segment operators on the CPU. Inputs and outputs have been checked; outputs are overwritten whole.
///
/// All operators take [DType#F32]. Half-precision maps are widened, computed in `float` and wider, and rounded once.
/// [DType#F64] has sum, mean, maximum and minimum with their gradients, unpooling and picking; [DType#I32] the same
/// without gradients.
public final class SegmentDriver {
    private final Workers workers;
    private final ScratchPool scratches = new ScratchPool();
    private final FloatReducer floats;
    private final DoubleReducer doubles;
    private final Painter painter;
    private final SlopeDriver slopes;

    public SegmentDriver(
            Workers workers, ReduceKernels reduce, SlopeKernels slopes, PaintKernels paint) {
        this.workers = workers;
        this.floats = new FloatReducer(workers, reduce, scratches);
        this.doubles = new DoubleReducer(workers);
        this.painter = new Painter(workers, paint, scratches);
        this.slopes = new SlopeDriver(workers, reduce, slopes, scratches);
    }

    /// Computes an operator into its outputs.
    ///
    /// @throws UnsupportedOpException if the operator is not offered for the inputs' types
    public void run(SegmentOp op, List<Tensor> inputs, List<Tensor> outputs) {
        Tensor first = inputs.getFirst();
        Tensor output = outputs.getFirst();
        switch (op) {
            case SegmentOp.Reduce reduce -> {
                if (first.dtype() == DType.F32) {
                    floats.reduce(reduce, inputs, outputs);
                } else {
                    doubles.reduce(reduce, inputs, outputs);
                }
            }
            case SegmentOp.ReduceGradient gradient -> gradient(gradient, inputs, output);
            case SegmentOp.Unpool unpool ->
                    painter.unpool(unpool.segments(), unpool.layout(), first, output);
            case SegmentOp.Pick pick ->
                    new Selected(pick.segments(), pick.layout(), inputs.get(1), workers)
                            .pick(first, output);
            case SegmentOp.Mode mode -> new ModeFinder(workers, scratches).run(mode, first, output);
            case SegmentOp.WeightGradient gradient -> {
                expectFloats(op, first);
                new WeightGradient(workers, scratches).run(gradient, inputs, output);
            }
            case SegmentOp.Softmax softmax -> {
                expectFloats(op, first);
                slopes.softmax(softmax.segments(), softmax.layout(), first, output);
            }
            case SegmentOp.SoftmaxGradient gradient -> {
                expectFloats(op, first);
                slopes.softmaxGradient(
                        gradient.segments(), gradient.layout(), first, inputs.get(1), output);
            }
            case SegmentOp.CrossPool pool -> {
                expectFloats(op, first);
                new CrossPooler(workers).pool(pool, first, output);
            }
            case SegmentOp.CrossPoolGradient gradient -> {
                expectFloats(op, first);
                new CrossPooler(workers).gradient(gradient, first, output);
            }
        }
    }

    private void gradient(SegmentOp.ReduceGradient op, List<Tensor> inputs, Tensor output) {
        Tensor upstream = inputs.getFirst();
        if (op.reduction().selects()) {
            new Selected(op.segments(), op.layout(), inputs.get(1), workers)
                    .spread(upstream, output);
        } else if (op.weighted()) {
            expectFloats(op, upstream);
            slopes.weightedGradient(op, inputs, output);
        } else if (op.reduction() == Reduction.SUM || op.reduction() == Reduction.MEAN) {
            painter.gradient(op.segments(), op.reduction(), op.layout(), upstream, output);
        } else {
            expectFloats(op, upstream);
            slopes.gradient(op, inputs, output);
        }
    }

    private static void expectFloats(Op op, Tensor tensor) {
        if (!(tensor.storage() instanceof Storage.Floats)) {
            throw new UnsupportedOpException(
                    op.name(), "the CPU for " + tensor.dtype(), "convert the inputs to F32");
        }
    }
}
