package smalti.nn;

import smalti.error.ParameterException;

/// What the learning rate is multiplied by, step by step.
@FunctionalInterface
public interface Schedule {
    /// @param step from 0
    double factor(long step);

    /// Always the same rate.
    static Schedule constant() {
        return _ -> 1;
    }

    /// Multiplied by `factor` after every `steps` steps.
    static Schedule steps(long steps, double factor) {
        expectPositive("the length of a schedule's step", steps);
        return step -> Math.pow(factor, Math.floorDiv(step, steps));
    }

    /// `(1 - step/total)^power`, 0 from `total` on.
    static Schedule poly(long total, double power) {
        expectPositive("a schedule's length", total);
        return step -> Math.pow(Math.max(0, 1 - (double) step / total), power);
    }

    /// Half a wave of a cosine from 1 to 0, 0 from `total` on.
    static Schedule cosine(long total) {
        expectPositive("a schedule's length", total);
        return step -> 0.5 * (1 + Math.cos(Math.PI * Math.min(1, (double) step / total)));
    }

    /// Rises in a line for `steps` steps, the first of which is not 0, and then follows this schedule from its start.
    default Schedule warmedUp(long steps) {
        expectPositive("a warm-up", steps);
        return step -> step < steps ? (step + 1.0) / (steps + 1) : factor(step - steps);
    }

    private static void expectPositive(String what, long steps) {
        if (steps < 1) {
            throw new ParameterException(what, "at least 1", steps);
        }
    }
}
