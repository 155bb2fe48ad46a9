package smalti.error;

/// A device has less memory left than was asked for.
public final class OutOfDeviceMemoryException extends DeviceException {
    private static final long serialVersionUID = 1L;

    private static final double MEBI = 1 << 20;

    private final long asked;
    private final long free;

    /// All in bytes.
    ///
    /// @param asked for at once
    /// @param free on the device
    /// @param total of the device
    /// @param used by this process' tensors
    public OutOfDeviceMemoryException(long asked, long free, long total, long used) {
        super(
                ("the device has no %.1f MiB left: %.1f of its %.1f MiB are free, tensors of this process have %.1f; "
                                + "take smaller batches or pictures, or close workspaces that are done")
                        .formatted(asked / MEBI, free / MEBI, total / MEBI, used / MEBI));
        this.asked = asked;
        this.free = free;
    }

    /// Bytes that were asked for.
    public long asked() {
        return asked;
    }

    /// Bytes that were free.
    public long free() {
        return free;
    }
}
