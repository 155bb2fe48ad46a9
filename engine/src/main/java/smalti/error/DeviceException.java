package smalti.error;

/// A device that failed while it worked.
public class DeviceException extends SmaltiException {
    private static final long serialVersionUID = 1L;

    public DeviceException(String message) {
        super(message);
    }

    public DeviceException(String message, Throwable cause) {
        super(message, cause);
    }
}
