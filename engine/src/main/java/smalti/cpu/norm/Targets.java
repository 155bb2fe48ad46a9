package smalti.cpu.norm;

import java.util.List;
import java.util.OptionalInt;
import smalti.error.ParameterException;
import smalti.tensor.Tensor;

/// The right answers of a loss, and how much each counts.
final class Targets {
    private final int[] targets;
    private final int from;
    private final int count;
    private final OptionalInt ignore;
    private final List<Tensor> weights;

    /// @param weights of the classes, or none
    /// @throws ParameterException if a target is neither a class nor ignored
    Targets(Tensor targets, int classes, OptionalInt ignore, List<Tensor> weights) {
        this.targets = targets.ints();
        this.from = targets.offset();
        this.count = (int) targets.elements();
        this.ignore = ignore;
        this.weights = weights;
        for (int row = 0; row < count; row++) {
            if (counts(row) && (of(row) < 0 || of(row) >= classes)) {
                throw new ParameterException(
                        "target " + row,
                        "from 0 to below %d classes%s"
                                .formatted(
                                        classes,
                                        ignore.isPresent()
                                                ? ", or %d to be ignored"
                                                        .formatted(ignore.getAsInt())
                                                : ""),
                        of(row));
            }
        }
    }

    int count() {
        return count;
    }

    int of(int row) {
        return targets[from + row];
    }

    boolean counts(int row) {
        return ignore.isEmpty() || of(row) != ignore.getAsInt();
    }

    /// The weight of a row that counts.
    double weight(int row) {
        if (weights.isEmpty()) {
            return 1;
        }
        Tensor ofClasses = weights.getFirst();
        return ofClasses.floats()[ofClasses.offset() + of(row)];
    }

    /// The weight of all rows that count.
    double weight() {
        double sum = 0;
        for (int row = 0; row < count; row++) {
            sum += counts(row) ? weight(row) : 0;
        }
        return sum;
    }
}
