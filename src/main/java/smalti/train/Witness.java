package smalti.train;

/// Is told how training goes.
@FunctionalInterface
public interface Witness {
    /// A step has been taken.
    void see(Progress progress);

    /// @param step how many have been taken
    /// @param steps how many there will be
    /// @param loss of the step's batch
    /// @param rate the learning rate of the step
    /// @param seconds since the run, or this part of it, began
    /// @param here how many steps this part of the run has taken
    /// @param times what these took
    record Progress(
            long step,
            long steps,
            double loss,
            double rate,
            double seconds,
            long here,
            StepTimes times) {
        /// The seconds that are left at the pace so far.
        public double secondsLeft() {
            return here == 0 ? 0 : seconds / here * (steps - step);
        }
    }
}
