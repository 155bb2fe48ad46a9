package smalti.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import smalti.op.Activation;
import smalti.op.ConvolutionOp.Conv2d;
import smalti.op.Epilogue;
import smalti.op.NormOp;
import smalti.op.PointOp;
import smalti.op.TensorType;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Takes what follows convolutions into them, which spares passes through memory: normalisations with known statistics
/// become scaled filters and a bias, activations that are made of straight lines become epilogues.
final class Folding {
    private final Trace trace;
    private final Map<Integer, Integer> uses;
    private final Map<Integer, Tensor> constants = new HashMap<>();
    private int slots;

    private Folding(Trace trace) {
        this.trace = trace;
        this.uses = trace.uses();
        // Their elements are looked at, wherever they lie.
        trace.constants().forEach((id, value) -> constants.put(id, value.onHeap()));
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
            int before =
                    step.inputs().isEmpty()
                            ? -1
                            : madeBy.getOrDefault(step.inputs().getFirst().id(), -1);
            Optional<Step> folded = before < 0 ? Optional.empty() : folded(steps.get(before), step);
            if (folded.isPresent()) {
                steps.set(before, folded.get());
                madeBy.put(step.outputs().getFirst().id(), before);
                continue;
            }
            step.outputs().forEach(slot -> madeBy.put(slot.id(), steps.size()));
            steps.add(step);
        }
        return trace.with(steps, constants);
    }

    /// Both steps as one.
    private Optional<Step> folded(Step before, Step step) {
        boolean follows =
                before.op() instanceof Conv2d conv
                        && conv.epilogue() instanceof Epilogue.None
                        && uses.getOrDefault(before.outputs().getFirst().id(), 0) == 1
                        && areKnown(step.inputs().subList(1, step.inputs().size()));
        if (!follows) {
            return Optional.empty();
        }
        return switch (step.op()) {
            case NormOp.Normalize normalize
                    when areKnown(before.inputs().subList(1, before.inputs().size())) ->
                    Optional.of(normalized(before, step, normalize));
            case PointOp.Activate(Activation activation)
                    when Epilogue.Activated.isOffered(activation) ->
                    Optional.of(
                            ending(
                                    before,
                                    step,
                                    new Epilogue.Activated(activation),
                                    before.inputs()));
            case PointOp.Prelu _ -> Optional.of(sloped(before, step));
            default -> Optional.empty();
        };
    }

    private static Step ending(Step conv, Step step, Epilogue epilogue, List<Slot> inputs) {
        Conv2d old = (Conv2d) conv.op();
        var op = new Conv2d(old.window(), old.groups(), old.biased(), epilogue);
        return new Step(op, inputs, step.outputs());
    }

    private Step sloped(Step conv, Step prelu) {
        Tensor slopes = known(prelu, 1);
        float[] each = new float[conv.outputs().getFirst().type().shape().size(3)];
        for (int i = 0; i < each.length; i++) {
            each[i] = (float) slopes.get(i % (int) slopes.elements());
        }
        List<Slot> inputs = new ArrayList<>(conv.inputs());
        inputs.add(constant(Tensor.of(each, each.length)));
        return ending(conv, prelu, new Epilogue.Prelu(), inputs);
    }

    private boolean areKnown(List<Slot> slots) {
        return slots.stream()
                .allMatch(slot -> {
                    Tensor value = constants.get(slot.id());
                    return value != null && value.dtype() == DType.F32;
                });
    }

    private Step normalized(Step conv, Step normalize, NormOp.Normalize op) {
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
