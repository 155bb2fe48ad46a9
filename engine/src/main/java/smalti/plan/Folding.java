package smalti.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import smalti.op.ConvolutionOp.Conv2d;
import smalti.op.NormOp;
import smalti.op.TensorType;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Takes normalisations with known statistics into the convolutions in front of them: scaled filters and an offset do the
/// same in one pass less.
final class Folding {
    private final Trace trace;
    private final Map<Integer, Integer> uses;
    private final Map<Integer, Tensor> constants;
    private int slots;

    private Folding(Trace trace) {
        this.trace = trace;
        this.uses = trace.uses();
        this.constants = new HashMap<>(trace.constants());
        // Numbers that no slot has.
        this.slots = Integer.MIN_VALUE;
    }

    static Trace of(Trace trace) {
        return new Folding(trace).folded();
    }

    private Trace folded() {
        List<Step> steps = new ArrayList<>();
        Map<Integer, Integer> madeBy = new HashMap<>();
        for (Step step : trace.steps()) {
            Integer before =
                    step.op() instanceof NormOp.Normalize
                            ? madeBy.get(step.inputs().getFirst().id())
                            : null;
            if (before != null && folds(steps.get(before), step)) {
                Step conv = fold(steps.get(before), step, (NormOp.Normalize) step.op());
                steps.set(before, conv);
                madeBy.put(conv.outputs().getFirst().id(), before);
                continue;
            }
            step.outputs().forEach(slot -> madeBy.put(slot.id(), steps.size()));
            steps.add(step);
        }
        return trace.with(steps, constants);
    }

    private boolean folds(Step conv, Step normalize) {
        return conv.op() instanceof Conv2d
                && uses.getOrDefault(conv.outputs().getFirst().id(), 0) == 1
                && areKnown(conv.inputs().subList(1, conv.inputs().size()))
                && areKnown(normalize.inputs().subList(1, normalize.inputs().size()));
    }

    private boolean areKnown(List<Slot> slots) {
        return slots.stream()
                .allMatch(slot -> {
                    Tensor value = constants.get(slot.id());
                    return value != null && value.dtype() == DType.F32;
                });
    }

    private Step fold(Step conv, Step normalize, NormOp.Normalize op) {
        Conv2d old = (Conv2d) conv.op();
        Tensor filter = known(conv, 1);
        int outputs = filter.shape().size(3);
        double[] scale = new double[outputs];
        float[] offset = new float[outputs];
        for (int i = 0; i < outputs; i++) {
            scale[i] =
                    known(normalize, 1).get(i)
                            / Math.sqrt(known(normalize, 4).get(i) + op.epsilon());
            double bias = old.biased() ? known(conv, 2).get(i) : 0;
            offset[i] =
                    (float)
                            (known(normalize, 2).get(i)
                                    + scale[i] * (bias - known(normalize, 3).get(i)));
        }
        float[] scaled = new float[(int) filter.elements()];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (filter.get(i) * scale[i % outputs]);
        }
        List<Slot> inputs =
                List.of(
                        conv.inputs().getFirst(),
                        constant(Tensor.of(scaled, filter.shape().sizes())),
                        constant(Tensor.of(offset, outputs)));
        return new Step(new Conv2d(old.window(), old.groups(), true), inputs, normalize.outputs());
    }

    private Tensor known(Step step, int input) {
        Tensor value = constants.get(step.inputs().get(input).id());
        if (value == null) {
            throw new IllegalStateException("input " + input + " of " + step + " is not known");
        }
        return value;
    }

    private Slot constant(Tensor value) {
        Slot slot = new Slot(slots++, new TensorType(DType.F32, Shape.of(value.shape().sizes())));
        constants.put(slot.id(), value);
        return slot;
    }
}
