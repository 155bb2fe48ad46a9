package smalti.testkit;

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
            table.add(name, op, new Derivative.In(0, inLeft));
            table.add(name + ", in its right factor", op, new Derivative.In(1, inRight));
        }
    }
}
