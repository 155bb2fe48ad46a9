package smalti.grad;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import smalti.op.Arithmetic;
import smalti.op.PointOp;

/// The way back over a tape: gradients gather at variables until the step that made them is pulled.
final class Sweep {
    private final Flow flow;
    private final Map<Integer, Variable> gathered = new HashMap<>();

    /// @param flow calculates the gradients
    Sweep(Flow flow) {
        this.flow = flow;
    }

    /// Adds to the gradient of a variable.
    void gather(int id, Variable gradient) {
        gathered.merge(
                id,
                gradient,
                (first, second) -> flow.run(new PointOp.Binary(Arithmetic.ADD), first, second));
    }

    /// What has been gathered at a variable.
    Optional<Variable> at(int id) {
        return Optional.ofNullable(gathered.get(id));
    }

    /// Passes the gradients of a step's outputs on to its inputs, and lets them go.
    void pull(Node node) {
        List<Optional<Variable>> upstreams = new ArrayList<>();
        for (Recorded.Link output : node.outputs()) {
            upstreams.add(Optional.ofNullable(gathered.remove(output.id())));
        }
        if (upstreams.stream().anyMatch(Optional::isPresent)) {
            node.rule().pull().accept(new Pullback(flow, node, upstreams, this::gather));
        }
    }
}
