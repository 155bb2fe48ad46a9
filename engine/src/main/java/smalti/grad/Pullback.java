package smalti.grad;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import smalti.op.Op;
import smalti.op.TensorType;
import smalti.tensor.Tensor;

/// One step of a tape on the way back: what a [Rule] calculates its gradients from, and where it gives them.
final class Pullback {
    private final Flow flow;
    private final Node node;
    private final List<Optional<Variable>> upstreams;
    private final BiConsumer<Integer, Variable> sink;

    /// @param upstreams the gradient of each output that has one
    /// @param sink takes gradients of variables by their id
    Pullback(
            Flow flow,
            Node node,
            List<Optional<Variable>> upstreams,
            BiConsumer<Integer, Variable> sink) {
        this.flow = flow;
        this.node = node;
        this.upstreams = upstreams;
        this.sink = sink;
    }

    Flow flow() {
        return flow;
    }

    /// The gradient of the first output, or zeros.
    Variable upstream() {
        return upstream(0);
    }

    /// The gradient of an output, or zeros.
    Variable upstream(int output) {
        return upstreams
                .get(output)
                .orElseGet(() -> {
                    TensorType type = node.outputs().get(output).type();
                    return flow.constant(Tensor.zeros(type.dtype(), type.shape()));
                });
    }

    /// The gradients of the outputs that have one.
    List<Optional<Variable>> upstreams() {
        return upstreams;
    }

    boolean hasUpstream(int output) {
        return upstreams.get(output).isPresent();
    }

    Held input(int index) {
        return node.kept().get(index).orElseThrow(() -> notKept("input", index));
    }

    Held output(int index) {
        return node.keptOutputs().get(index).orElseThrow(() -> notKept("output", index));
    }

    /// How many inputs the step has.
    int inputs() {
        return node.inputs().size();
    }

    /// How many outputs the step has.
    int outputs() {
        return node.outputs().size();
    }

    TensorType inputType(int index) {
        return node.inputs().get(index).type();
    }

    TensorType outputType(int index) {
        return node.outputs().get(index).type();
    }

    /// Whether somebody wants the gradient of an input.
    boolean wants(int input) {
        return node.inputs().get(input).tracked();
    }

    /// Gives the gradient of an input, which is calculated only if it is wanted.
    void give(int input, Supplier<Variable> gradient) {
        if (wants(input)) {
            sink.accept(node.inputs().get(input).id(), gradient.get());
        }
    }

    Variable run(Op op, Variable... inputs) {
        return flow.run(op, inputs);
    }

    /// Whether the gradient will be differentiated again, and so must be made of operators that can be.
    boolean isRecorded() {
        return flow.records();
    }

    private IllegalStateException notKept(String what, int index) {
        return new IllegalStateException(
                "the rule of %s does not keep %s %d".formatted(node.name(), what, index));
    }
}
