package smalti.cuda.ffm;

import smalti.error.DeviceException;

/// A library without a function that is needed of it.
final class MissingFunctionException extends DeviceException {
    private static final long serialVersionUID = 1L;

    /// @param function its name
    MissingFunctionException(String function) {
        super("it has no function " + function);
    }

    /// @param library what lacks it, e.g. `the driver libcuda.so.1 (CUDA 12.0)`
    MissingFunctionException(String library, MissingFunctionException cause) {
        super(library + " cannot be used: " + cause.getMessage(), cause);
    }
}
