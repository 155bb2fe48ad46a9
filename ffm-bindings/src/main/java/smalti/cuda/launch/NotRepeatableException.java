package smalti.cuda.launch;

import smalti.error.DeviceException;

/// Steps that a GPU cannot do again by itself, because they need the host on the way.
final class NotRepeatableException extends DeviceException {
    private static final long serialVersionUID = 1L;

    NotRepeatableException(String what) {
        super("steps that a GPU repeats by itself cannot " + what);
    }
}
