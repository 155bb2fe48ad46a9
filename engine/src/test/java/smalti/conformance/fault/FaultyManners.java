package smalti.conformance.fault;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import smalti.error.ShapeException;
import smalti.error.UnsupportedOpException;
import smalti.op.Op;
import smalti.op.SegmentOp;
import smalti.tensor.DType;
import smalti.tensor.Tensor;

/// Right results in the wrong manner.
final class FaultyManners {
    /// What a hasty device takes before it looks at the sizes.
    private static final int TAKEN_FIRST = 8 << 20;

    private FaultyManners() {}

    /// An error of no type of ours.
    static List<Tensor> untypedErrors(Op op, List<Tensor> inputs) {
        try {
            return Computation.healthy(op, inputs);
        } catch (ShapeException refused) {
            throw new IllegalArgumentException(refused.getMessage());
        }
    }

    /// An error of the right type that says something else.
    static List<Tensor> errorsOfItsOwn(Op op, List<Tensor> inputs) {
        try {
            return Computation.healthy(op, inputs);
        } catch (ShapeException refused) {
            throw new ShapeException(op.name(), "something else", inputs);
        }
    }

    /// Memory is taken first and sizes are looked at second.
    static List<Tensor> memoryFirst(Op op, List<Tensor> inputs) {
        byte[] scratch = new byte[TAKEN_FIRST];
        List<Tensor> outputs = Computation.healthy(op, inputs);
        return scratch.length > 0 ? outputs : List.of();
    }

    /// The last bit of each sum differs from call to call, as atomic additions make it.
    static Computation lastBitOfChance() {
        var calls = new AtomicInteger();
        return Computation.spoilt(
                FaultyReductions.any(),
                (_, _, output) -> nudge(output, calls.incrementAndGet() % 2));
    }

    /// The last bit depends on the number of threads.
    static Computation lastBitOf(int threads) {
        return Computation.spoilt(
                FaultyReductions.any(), (_, _, output) -> nudge(output, threads % 2));
    }

    /// Another result once the code is hot.
    static Computation worseWhenHot() {
        ConcurrentMap<Op, AtomicInteger> calls = new ConcurrentHashMap<>();
        return Computation.spoilt(
                FaultyReductions.any(),
                (op, _, output) ->
                        nudge(
                                output,
                                calls.computeIfAbsent(op, _ -> new AtomicInteger())
                                                        .incrementAndGet()
                                                > 500
                                        ? 1
                                        : 0));
    }

    /// Several reductions in one pass have another last bit than single ones.
    static void otherBitsTogether(Op op, List<Tensor> inputs, Tensor output) {
        nudge(output, ((SegmentOp.Reduce) op).reductions().size() > 1 ? 1 : 0);
    }

    private static void nudge(Tensor output, int times) {
        for (int at = 0; at < output.elements() && times > 0; at++) {
            FaultyReductions.set(output, at, Math.nextUp((float) output.get(at)));
        }
    }

    /// Writes into its input.
    static List<Tensor> scribbles(Op op, List<Tensor> inputs) {
        List<Tensor> outputs = Computation.healthy(op, inputs);
        Tensor input = inputs.getFirst();
        if (input.elements() > 0) {
            FaultyReductions.set(input, 0, 42);
        }
        return outputs;
    }

    /// Falls over when there is nothing to do.
    static List<Tensor> fallsOverNothing(Op op, List<Tensor> inputs) {
        List<Tensor> outputs = Computation.healthy(op, inputs);
        if (inputs.getFirst().elements() == 0) {
            throw new ArithmeticException("/ by zero");
        }
        return outputs;
    }

    /// Rounds to `float` on the way to `double`.
    static List<Tensor> doublesInFloat(Op op, List<Tensor> inputs) {
        List<Tensor> outputs = Computation.healthy(op, inputs);
        return outputs.stream()
                .map(output ->
                        output.dtype() == DType.F64 ? output.to(DType.F32).to(DType.F64) : output)
                .toList();
    }

    static List<Tensor> missing(Op op, List<Tensor> inputs) {
        throw new UnsupportedOpException(
                op.name(), "a faulty device", "use another for " + inputs.size());
    }

    /// Takes the reductions in the order of their declaration, not in that in which they were asked for.
    static List<Tensor> sortedReductions(Op op, List<Tensor> inputs) {
        var reduce = (SegmentOp.Reduce) op;
        return Computation.healthy(
                new SegmentOp.Reduce(
                        reduce.segments(),
                        reduce.reductions().stream().sorted().toList(),
                        reduce.layout(),
                        reduce.weighted(),
                        reduce.empty()),
                inputs);
    }

    static void halve(Tensor output) {
        for (int at = 0; at < output.elements(); at++) {
            FaultyReductions.set(output, at, output.get(at) / 2);
        }
    }
}
