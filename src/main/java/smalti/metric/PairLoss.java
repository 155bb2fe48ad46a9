package smalti.metric;

import smalti.error.ShapeException;
import smalti.grad.Variable;
import smalti.nn.Pass;
import smalti.op.Activation;
import smalti.op.Arithmetic;
import smalti.op.AxisOp;
import smalti.op.Function;
import smalti.op.MatrixOp;
import smalti.op.PointOp;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// How far features of the same class lie apart, and those of different classes lie together, over all pairs of rows.
///
/// Squared distances are found by one product of matrices, so that memory grows with the square of the rows alone, not with
/// the number of features.
public sealed interface PairLoss {
    /// The loss of some features.
    ///
    /// @param features `[N,D]`
    /// @param classes of each row; negative where a row takes no part
    /// @return a scalar, 0 if no row takes part
    default Variable of(Pass pass, Variable features, int[] classes) {
        int rows = features.shape().size(0);
        if (features.shape().rank() != 2 || rows != classes.length) {
            throw new ShapeException(
                    "a loss of pairs", "features [" + classes.length + ",D]", features.shape());
        }
        Pairs pairs = Pairs.of(classes, sameWeight());
        Variable distances = pass.run(new MatrixOp.SquaredDistances(), features, features);
        Variable same = weighed(pass, same(pass, distances), pairs.same());
        Variable different = weighed(pass, different(pass, distances), pairs.different());
        Variable all = pass.run(new PointOp.Binary(Arithmetic.ADD), same, different);
        return pass.run(new AxisOp.SumTo(Shape.of()), all);
    }

    private static Variable weighed(Pass pass, Variable losses, Tensor weights) {
        return pass.run(
                new PointOp.Binary(Arithmetic.MULTIPLY), losses, pass.flow().constant(weights));
    }

    /// What pairs of the same class count, against 1 for others.
    double sameWeight();

    /// What pairs of the same class cost at these squared distances.
    Variable same(Pass pass, Variable distances);

    /// What pairs of different classes cost at these squared distances.
    Variable different(Pass pass, Variable distances);

    /// The loss on superpixels: with `d` the squared distance, but at most 50, `log((1 + e^d) / 2)` for pairs of the same
    /// class and `log(1 + e^-d / 2)` for others; the mean over all ordered pairs, of a row with itself too.
    ///
    /// "Superpixel-Based Metric Learning for Soft Segmentation", CVIP 2019.
    ///
    /// Deviations from the paper's program: rows that stand for no superpixel take no part; there they were one more class.
    record Superpixels() implements PairLoss {
        private static final float FARTHEST = 50;

        @Override
        public double sameWeight() {
            return 1;
        }

        private static Variable near(Pass pass, Variable distances) {
            return pass.run(
                    new PointOp.Binary(Arithmetic.MINIMUM),
                    distances,
                    pass.flow().constant(Tensor.of(new float[] {FARTHEST})));
        }

        @Override
        public Variable same(Pass pass, Variable distances) {
            Variable softplus =
                    pass.run(
                            new PointOp.Activate(new Activation.Softplus()), near(pass, distances));
            return pass.run(new PointOp.Scale(1, -Math.log(2)), softplus);
        }

        @Override
        public Variable different(Pass pass, Variable distances) {
            Variable opposite = pass.run(new PointOp.Scale(-1, 0), near(pass, distances));
            Variable share = pass.run(new PointOp.Unary(Function.EXPONENTIAL), opposite);
            Variable one = pass.run(new PointOp.Scale(0.5, 1), share);
            return pass.run(new PointOp.Unary(Function.LOGARITHM), one);
        }
    }

    /// The loss on pixels that it is compared with: with `d` the squared distance over 64 and `s = 2 / (1 + e^d)`, `-log s` for
    /// pairs of the same instance, which count three times, and `-log(1 - s)` for others; the mean over all pairs.
    ///
    /// Aksoy et al., "Semantic Soft Segmentation", 2018, after Fathi et al., "Semantic Instance Segmentation via Deep Metric
    /// Learning", 2017.
    ///
    /// Deviations: `1 - s` is kept above 1e-6, without which equal features of different instances would cost infinitely much.
    record Pixels() implements PairLoss {
        private static final double SPREAD = 64;
        private static final double LEAST = 1e-6;

        @Override
        public double sameWeight() {
            return 3;
        }

        /// `log(1 + e^d) - log 2`.
        @Override
        public Variable same(Pass pass, Variable distances) {
            Variable scaled = pass.run(new PointOp.Scale(1 / SPREAD, 0), distances);
            Variable softplus = pass.run(new PointOp.Activate(new Activation.Softplus()), scaled);
            return pass.run(new PointOp.Scale(1, -Math.log(2)), softplus);
        }

        /// `-log(tanh(d / 2) + least)`: `1 - 2 / (1 + e^d)` is the hyperbolic tangent of half of `d`.
        @Override
        public Variable different(Pass pass, Variable distances) {
            Variable half = pass.run(new PointOp.Scale(0.5 / SPREAD, 0), distances);
            Variable apart = pass.run(new PointOp.Activate(new Activation.Tanh()), half);
            Variable kept = pass.run(new PointOp.Scale(1, LEAST), apart);
            Variable logarithm = pass.run(new PointOp.Unary(Function.LOGARITHM), kept);
            return pass.run(new PointOp.Scale(-1, 0), logarithm);
        }
    }
}
