package smalti.device;

/// A provider's answer to the question whether its device can be had.
public sealed interface Availability {
    record Available(Device device) implements Availability {}

    /// @param reason why the device is not available
    /// @param mend what would make it available
    record Unavailable(String reason, String mend) implements Availability {}
}
