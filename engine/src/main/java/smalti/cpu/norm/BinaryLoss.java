package smalti.cpu.norm;

import smalti.cpu.work.ColumnSums;
import smalti.cpu.work.Portions;
import smalti.cpu.work.Workers;
import smalti.tensor.Tensor;

/// The cross-entropy of answers that are yes or no.
final class BinaryLoss {
    private final Workers workers;

    BinaryLoss(Workers workers) {
        this.workers = workers;
    }

    void loss(Tensor scores, Tensor targets, Tensor loss) {
        int elements = (int) scores.elements();
        double[] sum =
                ColumnSums.of(
                        workers,
                        elements,
                        1,
                        (from, end, width, sums) -> {
                            for (int i = from; i < end; i++) {
                                sums[0][(i - from) % width] +=
                                        loss(
                                                scores.floats()[scores.offset() + i],
                                                targets.floats()[targets.offset() + i]);
                            }
                        });
        loss.floats()[loss.offset()] = (float) (elements == 0 ? 0 : sum[0] / elements);
    }

    private static double loss(double score, double target) {
        return Math.max(score, 0)
                - score * target
                + StrictMath.log1p(StrictMath.exp(-Math.abs(score)));
    }

    void gradient(Tensor upstream, Tensor scores, Tensor targets, Tensor output) {
        int elements = (int) scores.elements();
        double factor = (double) upstream.floats()[upstream.offset()] / Math.max(1, elements);
        Portions.share(
                workers,
                elements,
                1,
                (first, end) -> {
                    for (int i = first; i < end; i++) {
                        double score = scores.floats()[scores.offset() + i];
                        double share = 1 / (1 + StrictMath.exp(-score));
                        output.floats()[output.offset() + i] =
                                (float) (factor * (share - targets.floats()[targets.offset() + i]));
                    }
                });
    }
}
