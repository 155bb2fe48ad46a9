package smalti.testkit;

import java.util.List;
import smalti.op.StepOp;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// The cases of optimisers' steps.
final class StepCases {
    private final CaseTable table;
    private final Maps maps;
    private final Shape map;

    StepCases(CaseTable table) {
        this.table = table;
        this.maps = new Maps(table.scene(), table.dtype());
        this.map = maps.shape();
    }

    void add() {
        add("sgd step", new StepOp.SgdStep(0.1, 0, 0.01), List.of());
        add("sgd step with momentum", new StepOp.SgdStep(0.1, 0.9, 0.01), List.of(plain(14)));
        List<Tensor> memory = List.of(plain(14), Maps.magnitudes(plain(15)));
        add("adam step", new StepOp.AdamStep(0.01, 1.5, 0.9, 0.99, 1e-3, 0.01, 1), memory);
        add(
                "adam step of decoupled decay",
                new StepOp.AdamStep(0.01, 1, 0.9, 0.99, 1e-3, 0, 0.875),
                memory);
    }

    private Tensor plain(int which) {
        return maps.plain(map, which);
    }

    private void add(String name, StepOp op, List<Tensor> memory) {
        List<Tensor> inputs = new java.util.ArrayList<>(List.of(plain(13), maps.upstream(map)));
        inputs.add(maps.plain(Shape.of(), 16));
        inputs.addAll(memory);
        table.add(name, op, new OpCase.Derivative.None(), () -> inputs);
    }
}
