package smalti.cuda;

import smalti.error.DeviceException;

/// A call of the driver that did not return success.
final class DriverException extends DeviceException {
    private static final long serialVersionUID = 1L;

    private final int code;

    /// @param function the driver's function
    /// @param code what it returned
    /// @param name the code's name, e.g. `CUDA_ERROR_NO_DEVICE`
    /// @param text the driver's sentence for it
    DriverException(String function, int code, String name, String text) {
        super("%s returned %d, %s (%s)".formatted(function, code, name, text));
        this.code = code;
    }

    int code() {
        return code;
    }
}
