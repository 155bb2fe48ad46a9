package smalti.train;

/// How long the parts of steps took, in seconds. A device that works beside the program is waited for with the loss, which
/// counts as the way back: forward and update are then what it took to ask for them.
///
/// @param forward to the loss, with the wait for pictures
/// @param backward to the gradients
/// @param update of the parameters
public record StepTimes(double forward, double backward, double update) {
    public static final StepTimes NONE = new StepTimes(0, 0, 0);

    StepTimes plus(StepTimes other) {
        return new StepTimes(
                forward + other.forward, backward + other.backward, update + other.update);
    }

    /// All of it.
    public double seconds() {
        return forward + backward + update;
    }
}
