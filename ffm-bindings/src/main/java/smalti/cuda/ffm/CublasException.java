package smalti.cuda.ffm;

import smalti.error.DeviceException;

/// A call of cuBLAS that did not return success.
public final class CublasException extends DeviceException {
    private static final long serialVersionUID = 1L;

    private static final int NOT_INITIALIZED = 1;
    private static final int ALLOC_FAILED = 3;
    private static final int EXECUTION_FAILED = 13;
    private static final int INTERNAL_ERROR = 14;

    private final int code;

    /// @param function that of cuBLAS
    /// @param code what it returned
    /// @param name the code's name, e.g. `CUBLAS_STATUS_ALLOC_FAILED`
    /// @param text the library's words for it
    CublasException(String function, int code, String name, String text) {
        super("%s returned %d, %s (%s)".formatted(function, code, name, text));
        this.code = code;
    }

    public boolean isOutOfMemory() {
        return code == ALLOC_FAILED;
    }

    /// Whether it may only repeat, in other words, what the driver had to tell first.
    boolean mayStemFromDriver() {
        return code == NOT_INITIALIZED || code == EXECUTION_FAILED || code == INTERNAL_ERROR;
    }
}
