package smalti.cuda.driver;

import smalti.error.DeviceException;

/// A call of the driver that did not return success.
public final class DriverException extends DeviceException {
    private static final long serialVersionUID = 1L;

    /// The code for memory that is not there.
    public static final int OUT_OF_MEMORY = 2;

    private final int code;

    /// @param function the driver's function
    /// @param code what it returned
    /// @param name the code's name, e.g. `CUDA_ERROR_NO_DEVICE`
    /// @param text the driver's sentence for it
    public DriverException(String function, int code, String name, String text) {
        super("%s returned %d, %s (%s)".formatted(function, code, name, text));
        this.code = code;
    }

    private DriverException(String message, DriverException before) {
        super(message);
        code = before.code;
        setStackTrace(before.getStackTrace());
    }

    /// The same with something added to its message.
    public DriverException with(String more) {
        return new DriverException(getMessage() + "; " + more, this);
    }

    public int code() {
        return code;
    }

    public boolean isOutOfMemory() {
        return code == OUT_OF_MEMORY;
    }

    /// Whether all that this process asks of this GPU from now on fails with the same code. Source: the CUDA Driver API
    /// reference, of each code: "the context cannot be used any more".
    public boolean isSticky() {
        return switch (code) {
            case 214, 700, 702, 709, 710, 714, 715, 716, 717, 718, 719, 721, 911 -> true;
            default -> false;
        };
    }
}
