package smalti.error;

/// A device that was asked for by name and cannot be had.
public final class DeviceUnavailableException extends SmaltiException {
    private static final long serialVersionUID = 1L;

    /// @param device its name
    /// @param reason why it is not available
    /// @param mend what would make it available, or what to use instead
    public DeviceUnavailableException(String device, String reason, String mend) {
        super("no %s: %s; %s".formatted(device, reason, mend));
    }
}
