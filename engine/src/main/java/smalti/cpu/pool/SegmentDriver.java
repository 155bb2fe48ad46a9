package smalti.cpu.pool;

import java.util.ArrayList;
import java.util.List;
import smalti.cpu.kernel.PaintKernels;
import smalti.cpu.kernel.ReduceKernels;
import smalti.cpu.kernel.SlopeKernels;
import smalti.cpu.work.Workers;
import smalti.error.UnsupportedOpException;
import smalti.op.Op;
import smalti.op.Reduction;
import smalti.op.ShapeRule;
import smalti.op.TensorType;
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
    public void run(Op op, List<Tensor> inputs, List<Tensor> outputs) {
        if (inputs.stream().anyMatch(each -> isHalf(each.dtype()))) {
            runWidened(op, inputs, outputs);
            return;
        }
        Tensor first = inputs.getFirst();
        Tensor output = outputs.getFirst();
        switch (op) {
            case Op.SegmentReduce reduce -> {
                if (first.dtype() == DType.F32) {
                    floats.reduce(reduce, inputs, outputs);
                } else {
                    doubles.reduce(reduce, inputs, outputs);
                }
            }
            case Op.SegmentReduceGradient gradient -> gradient(gradient, inputs, output);
            case Op.SegmentUnpool unpool ->
                    painter.unpool(unpool.segments(), unpool.layout(), first, output);
            case Op.SegmentPick pick ->
                    new Selected(pick.segments(), pick.layout(), inputs.get(1), workers)
                            .pick(first, output);
            case Op.SegmentMode mode -> new ModeFinder(workers, scratches).run(mode, first, output);
            case Op.SegmentWeightGradient gradient -> {
                expectFloats(op, first);
                new WeightGradient(workers, scratches).run(gradient, inputs, output);
            }
            case Op.SegmentSoftmax softmax -> {
                expectFloats(op, first);
                slopes.softmax(softmax.segments(), softmax.layout(), first, output);
            }
            case Op.SegmentSoftmaxGradient gradient -> {
                expectFloats(op, first);
                slopes.softmaxGradient(
                        gradient.segments(), gradient.layout(), first, inputs.get(1), output);
            }
            case Op.CrossPool pool -> {
                expectFloats(op, first);
                new CrossPooler(workers).pool(pool, first, output);
            }
            case Op.Superpixel _, Op.MatMul _ ->
                    throw new IllegalArgumentException("not a segment operator: " + op);
            case Op.CrossPoolGradient gradient -> {
                expectFloats(op, first);
                new CrossPooler(workers).gradient(gradient, first, output);
            }
        }
    }

    private void gradient(Op.SegmentReduceGradient op, List<Tensor> inputs, Tensor output) {
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

    private static boolean isHalf(DType type) {
        return type == DType.F16 || type == DType.BF16;
    }

    private void runWidened(Op op, List<Tensor> inputs, List<Tensor> outputs) {
        List<Tensor> wide =
                inputs.stream()
                        .map(each -> isHalf(each.dtype()) ? each.to(DType.F32) : each)
                        .toList();
        List<Tensor> results = new ArrayList<>();
        for (TensorType type : ShapeRule.outputs(op, wide)) {
            results.add(Tensor.zeros(type.dtype(), type.shape()));
        }
        run(op, wide, results);
        for (int i = 0; i < results.size(); i++) {
            Tensor output = outputs.get(i);
            Tensor narrow = results.get(i).to(output.dtype());
            System.arraycopy(
                    HeapArrays.of(narrow),
                    0,
                    HeapArrays.of(output),
                    output.offset(),
                    (int) output.elements());
        }
    }

    private static void expectFloats(Op op, Tensor tensor) {
        if (!(tensor.storage() instanceof Storage.Floats)) {
            throw new UnsupportedOpException(
                    ShapeRule.name(op),
                    "the CPU for " + tensor.dtype(),
                    "convert the inputs to F32");
        }
    }
}
