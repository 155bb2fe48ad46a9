package smalti.error;

import org.jspecify.annotations.Nullable;

/// The root of every error that Smalti throws on purpose. Its message is one line that a person at a terminal can act
/// on; programs that print it need nothing but [#getMessage()].
public class SmaltiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SmaltiException(String message) {
        super(message);
    }

    public SmaltiException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
