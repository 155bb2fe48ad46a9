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
    private final Ledger ledger;
    private final Map<Integer, Held> gathered = new HashMap<>();

    /// @param flow calculates the gradients
    /// @param ledger is told which of them are needed
    Sweep(Flow flow, Ledger ledger) {
        this.flow = flow;
        this.ledger = ledger;
    }

    /// Adds to the gradient of a variable.
    void gather(int id, Variable gradient) {
        Held added = Held.of(gradient);
        Held before = gathered.get(id);
        Held sum = before == null ? added : sum(before, added);
        sum.holding().need();
        gathered.put(id, sum);
        if (before != null) {
            ledger.drop(before);
        }
    }

    private Held sum(Held first, Held second) {
        return Held.of(flow.run(new PointOp.Binary(Arithmetic.ADD), first, second));
    }

    /// What has been gathered at a variable.
    Optional<Held> at(int id) {
        return Optional.ofNullable(gathered.get(id));
    }

    /// The same, which becomes the caller's to drop.
    Optional<Held> take(int id) {
        return Optional.ofNullable(gathered.remove(id));
    }

    /// Passes the gradients of a step's outputs on to its inputs, and lets them go.
    void pull(Node node) {
        List<Optional<Variable>> upstreams = new ArrayList<>();
        List<Held> passed = new ArrayList<>();
        for (Recorded.Link output : node.outputs()) {
            Optional<Held> upstream = take(output.id());
            upstream.ifPresent(passed::add);
            upstreams.add(upstream.map(each -> each));
        }
        if (!passed.isEmpty()) {
            node.rule().pull().accept(new Pullback(flow, node, upstreams, this::gather));
        }
        passed.forEach(ledger::drop);
    }

    /// Lets go of what has gathered where no step leads on.
    void end() {
        gathered.values().forEach(ledger::drop);
        gathered.clear();
    }
}
