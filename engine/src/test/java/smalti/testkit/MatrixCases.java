package smalti.testkit;

import static smalti.testkit.OpCase.Source.input;
import static smalti.testkit.OpCase.Source.upstream;

import java.util.Locale;
import smalti.op.MatrixOp;
import smalti.op.Transposition;
import smalti.testkit.OpCase.Derivative;

/// The cases of the operators over matrices.
final class MatrixCases {
    private final CaseTable table;

    MatrixCases(CaseTable table) {
        this.table = table;
    }

    void add() {
        addProducts();
        table.add("squared distances", new MatrixOp.SquaredDistances());
    }

    private void addProducts() {
        for (Transposition stored : Transposition.values()) {
            var op = new MatrixOp.MatMul(stored);
            String name = "matrix product, transposed " + stored.name().toLowerCase(Locale.ROOT);
            boolean left = stored.ofLeft();
            boolean right = stored.ofRight();
            // Each gradient is a product of the upstream gradient and the other factor.
            var inLeft =
                    new MatrixOp.MatMul(
                            left ? Transposition.of(right, true) : Transposition.of(false, !right));
            var inRight =
                    new MatrixOp.MatMul(
                            right ? Transposition.of(true, left) : Transposition.of(!left, false));
            table.add(
                    name,
                    op,
                    left
                            ? Derivative.In.of(0, inLeft, input(1), upstream())
                            : Derivative.In.of(0, inLeft, upstream(), input(1)));
            table.add(
                    name + ", in its right factor",
                    op,
                    right
                            ? Derivative.In.of(1, inRight, upstream(), input(0))
                            : Derivative.In.of(1, inRight, input(0), upstream()));
        }
    }
}
