package smalti.grad;

import java.util.List;
import smalti.op.Arithmetic;
import smalti.op.AxisOp;
import smalti.op.MatrixOp;
import smalti.op.PointOp;
import smalti.op.Transposition;
import smalti.tensor.Shape;

/// The rules of [MatrixOp].
final class MatrixRules {
    private MatrixRules() {}

    static Rule of(MatrixOp op) {
        return switch (op) {
            case MatrixOp.MatMul product ->
                    Rule.keeping(0, 1).by(pull -> matMul(product.transposed(), pull));
            case MatrixOp.SquaredDistances _ -> Rule.keeping(0, 1).by(MatrixRules::distances);
        };
    }

    /// With `Y = A·B`, the gradient in `A` is `Y'·Bᵀ` and that in `B` is `Aᵀ·Y'`; what is stored transposed is wanted
    /// transposed.
    private static void matMul(Transposition stored, Pullback pull) {
        boolean left = stored.ofLeft();
        boolean right = stored.ofRight();
        pull.give(
                0,
                () ->
                        left
                                ? product(right, true, pull.input(1), pull.upstream(), pull)
                                : product(false, !right, pull.upstream(), pull.input(1), pull));
        pull.give(1, () -> inRight(left, right, pull));
    }

    private static Variable inRight(boolean left, boolean right, Pullback pull) {
        Variable factor = pull.input(0);
        Variable upstream = pull.upstream();
        if (factor.shape().rank() > 2 && pull.inputType(1).shape().rank() == 2) {
            // A right matrix that the batch shares gathers the gradients of all.
            if (left) {
                return pull.run(
                        new AxisOp.SumTo(pull.inputType(1).shape()),
                        inRightOfEach(true, right, factor, upstream, pull));
            }
            factor = tall(factor, pull);
            upstream = tall(upstream, pull);
        }
        return inRightOfEach(left, right, factor, upstream, pull);
    }

    private static Variable inRightOfEach(
            boolean left, boolean right, Variable factor, Variable upstream, Pullback pull) {
        return right
                ? product(true, left, upstream, factor, pull)
                : product(!left, false, factor, upstream, pull);
    }

    /// With `D = |a|² + |b|² - 2·A·Bᵀ`, the gradient in `A` is `2·(rows(D')·A - D'·B)`, and that in `B` likewise.
    private static void distances(Pullback pull) {
        Variable upstream = pull.upstream();
        pull.give(
                0,
                () ->
                        twiceTheDifference(
                                pull.run(new AxisOp.Sum(List.of(1), true), upstream),
                                pull.input(0),
                                product(false, false, upstream, pull.input(1), pull),
                                pull));
        pull.give(
                1,
                () -> {
                    Variable sums = pull.run(new AxisOp.Sum(List.of(0), false), upstream);
                    return twiceTheDifference(
                            pull.flow().reshape(sums, Shape.of(sums.shape().size(0), 1)),
                            pull.input(1),
                            product(true, false, upstream, pull.input(0), pull),
                            pull);
                });
    }

    private static Variable twiceTheDifference(
            Variable sums, Variable rows, Variable product, Pullback pull) {
        Variable scaled = pull.run(new PointOp.Binary(Arithmetic.MULTIPLY), sums, rows);
        Variable difference = pull.run(new PointOp.Binary(Arithmetic.SUBTRACT), scaled, product);
        return pull.run(new PointOp.Scale(2, 0), difference);
    }

    /// A batch of matrices as one.
    private static Variable tall(Variable batch, Pullback pull) {
        int columns = batch.shape().size(-1);
        int rows = columns == 0 ? 0 : Math.toIntExact(batch.shape().elements() / columns);
        return pull.flow().reshape(batch, Shape.of(rows, columns));
    }

    private static Variable product(
            boolean turnLeft, boolean turnRight, Variable left, Variable right, Pullback pull) {
        return pull.run(new MatrixOp.MatMul(Transposition.of(turnLeft, turnRight)), left, right);
    }
}
