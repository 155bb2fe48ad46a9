package smalti.grad;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import smalti.device.Device;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.op.Op;
import smalti.op.TensorType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Records operators as they are applied, and differentiates what came out in what was watched.
///
/// ```java
/// Tape tape = Tape.on(device);
/// Variable weights = tape.watch(w);
/// Variable loss = tape.run(op, tape.constant(x), weights);
/// Tensor gradient = tape.gradients(loss).of(w);
/// ```
///
/// Only what depends on a watched tensor is recorded, and of that only the values that a gradient needs are kept. The way
/// back is a loop, so chains of any length are welcome. For one thread at a time.
public final class Tape implements Flow {
    private final Ledger ledger;
    private final boolean repeats;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Tensor, Recorded> leaves = new IdentityHashMap<>();
    private int variables;

    private Tape(Ledger ledger, boolean repeats) {
        this.ledger = ledger;
        this.repeats = repeats;
    }

    /// An empty tape.
    public static Tape on(Device device) {
        return new Tape(Ledger.without(device), false);
    }

    /// An empty tape that computes into memory of earlier ones, and hands it on as soon as the way back has passed.
    public static Tape on(Device device, StepMemory memory) {
        memory.begin();
        return new Tape(Ledger.with(device, memory), false);
    }

    /// A tape for the second run of a block, which is settled with everything else.
    static Tape repeating(Ledger ledger) {
        return new Tape(ledger, true);
    }

    @Override
    public Variable constant(Tensor tensor) {
        return value(ledger.constant(tensor));
    }

    @Override
    public Variable scalar(float value) {
        return value(ledger.scalar(value));
    }

    /// A value that is not differentiated.
    Recorded value(Held held) {
        return variable(held, false);
    }

    @Override
    public Variable watch(Tensor tensor) {
        return leaf(tensor);
    }

    Recorded leaf(Tensor tensor) {
        if (!tensor.dtype().isFloating()) {
            throw new ParameterException(
                    "a watched tensor", "floating point", TensorType.of(tensor));
        }
        return leaves.computeIfAbsent(tensor, leaf -> variable(Held.foreign(leaf), true));
    }

    @Override
    public boolean records() {
        return true;
    }

    @Override
    public boolean repeats() {
        return repeats;
    }

    /// How many steps are recorded.
    public int steps() {
        return nodes.size();
    }

    @Override
    public List<Variable> apply(Op op, List<Variable> inputs) {
        List<Recorded> own = own(inputs);
        // What nobody differentiates may end long before the way back begins.
        return isTracked(own)
                ? record(
                        op.name(),
                        Rules.of(op, i -> own.get(i).tracked()),
                        own,
                        ledger.run(op, own))
                : record(op.name(), Rule.NONE, own, ledger.runApart(op, own));
    }

    @Override
    public void runInto(Op op, List<Variable> inputs, List<Tensor> outputs) {
        ledger.runInto(op, own(inputs), outputs);
    }

    @Override
    public Variable reshape(Variable variable, Shape shape) {
        List<Recorded> own = own(List.of(variable));
        Held result = own.getFirst().as(own.getFirst().read().reshape(shape.sizes()));
        Rule rule =
                Rule.keeping()
                        .by(pull ->
                                pull.give(
                                        0,
                                        () ->
                                                pull.flow()
                                                        .reshape(
                                                                pull.upstream(),
                                                                pull.inputType(0).shape())));
        return record("reshape", rule, own, List.of(result)).getFirst();
    }

    /// Applies a block whose intermediates are not kept but computed again on the way back: memory for time.
    public List<Variable> recompute(Block block, List<Variable> inputs) {
        Ledger within = ledger.beside();
        var listener = new LeafListener(this, within);
        List<Recorded> all = new ArrayList<>(own(inputs));
        List<Held> outputs =
                block
                        .apply(
                                listener,
                                all.stream().<Variable>map(each -> each.as(each.read())).toList())
                        .stream()
                        .map(Held::of)
                        .toList();
        all.addAll(listener.leaves());
        outputs.forEach(each -> each.holding().need());
        within.settle();
        outputs.forEach(ledger::drop);
        Rule rule = new Recomputation(block, inputs.size(), ledger).rule();
        return record("a block", rule, all, outputs);
    }

    /// The gradients of a scalar in all leaves. The tape is used up: its values are let go as soon as the way back has
    /// passed them.
    ///
    /// @param scalar of one element
    /// @throws ShapeException if it has more
    public Gradients gradients(Variable scalar) {
        if (scalar.shape().elements() != 1) {
            throw new ShapeException(
                    "gradients", "a scalar, or the gradient of the output", scalar.shape());
        }
        return gradients(scalar, ledger.one(scalar.type()));
    }

    /// The gradients of `sum(upstream · output)` in all leaves. The tape is used up.
    ///
    /// @param upstream of the output's type
    public Gradients gradients(Variable output, Tensor upstream) {
        if (!TensorType.of(upstream).equals(output.type())) {
            throw new ShapeException(
                    "gradients", "an upstream gradient " + output.type(), upstream);
        }
        // It is what the gradients are of, and may be asked for as long as they.
        Held value = own(output);
        value.holding().need();
        Map<Tensor, Held> gradients =
                sweep(List.of(output), List.of(Optional.of(Held.foreign(upstream))));
        return new Gradients(gradients, List.of(value), ledger);
    }

    Gradients gradients(List<Variable> outputs, List<Optional<Variable>> upstreams) {
        return new Gradients(sweep(outputs, upstreams), List.of(), ledger);
    }

    /// Takes the way back; the gradients by leaf.
    private Map<Tensor, Held> sweep(List<Variable> outputs, List<Optional<Variable>> upstreams) {
        Sweep sweep = new Sweep(new Eager(ledger), ledger);
        for (int i = 0; i < outputs.size(); i++) {
            int id = own(outputs.get(i)).id();
            upstreams.get(i).ifPresent(upstream -> sweep.gather(id, upstream));
        }
        ledger.settle();
        while (!nodes.isEmpty()) {
            Node node = nodes.removeLast();
            sweep.pull(node);
            node.end(ledger);
            ledger.settle();
        }
        Map<Tensor, Held> byLeaf = new IdentityHashMap<>();
        leaves.forEach((tensor, leaf) ->
                sweep.take(leaf.id()).ifPresent(gradient -> byLeaf.put(tensor, gradient)));
        sweep.end();
        ledger.settle();
        return byLeaf;
    }

    /// The number that a scalar is. It is waited for, and not kept: whoever wants the tensor asks for that.
    ///
    /// @throws smalti.error.SmaltiException if its memory was handed on
    public double number(Variable scalar) {
        return own(scalar).read().onHeap().get(0);
    }

    /// The derivatives of `sum(output)` in some variables, recorded on this tape like everything else: they can be
    /// differentiated again.
    ///
    /// @throws smalti.error.UnsupportedOpException at an operator that has no second derivative here
    public List<Variable> derivatives(Variable output, List<Variable> of) {
        Sweep sweep = new Sweep(this, ledger);
        sweep.gather(own(output).id(), constant(Ones.of(output.type())));
        Map<Integer, Variable> found = new HashMap<>();
        List<Recorded> asked = own(of);
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            // Pulling a step lets the gradients of its outputs go, some of which may be asked for.
            for (Recorded.Link made : node.outputs()) {
                if (asked.stream().anyMatch(each -> each.id() == made.id())) {
                    sweep.at(made.id()).ifPresent(gradient -> found.put(made.id(), gradient));
                }
            }
            sweep.pull(node);
        }
        List<Variable> derivatives =
                asked.stream()
                        .map(each ->
                                Optional.ofNullable(found.get(each.id()))
                                        .or(() -> sweep.at(each.id()).map(gradient -> gradient))
                                        .orElseGet(() -> zeros(each.type())))
                        .toList();
        sweep.end();
        return derivatives;
    }

    private Variable zeros(TensorType type) {
        return constant(Tensor.zeros(type.dtype(), type.shape()));
    }

    private List<Variable> record(
            String name, Rule rule, List<Recorded> inputs, List<Held> results) {
        boolean tracked = rule != Rule.NONE && isTracked(inputs);
        List<Recorded> outputs =
                results.stream()
                        .map(result ->
                                variable(result, tracked && result.value().dtype().isFloating()))
                        .toList();
        if (tracked) {
            nodes.add(Node.of(name, rule, inputs, outputs));
        }
        return List.copyOf(outputs);
    }

    private static boolean isTracked(List<Recorded> variables) {
        return variables.stream().anyMatch(Recorded::tracked);
    }

    private Recorded variable(Held held, boolean tracked) {
        return new Recorded(this, variables++, tracked, held.holding(), held.value());
    }

    private List<Recorded> own(List<Variable> variables) {
        return variables.stream().map(this::own).toList();
    }

    /// The variable as one of this tape; what comes from a flow that does not record is a constant.
    private Recorded own(Variable variable) {
        if (!(variable instanceof Recorded recorded)) {
            return value(Held.foreign(variable.tensor()));
        }
        if (recorded.tape() != this) {
            throw new ParameterException("a variable", "of this tape", "one of another");
        }
        return recorded;
    }
}
