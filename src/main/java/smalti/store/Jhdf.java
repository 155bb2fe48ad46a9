package smalti.store;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import smalti.error.FormatException;
import smalti.error.SmaltiException;

/// Calls jhdf, which answers broken files with exceptions of many kinds.
final class Jhdf {
    private Jhdf() {}

    /// What a call returns.
    ///
    /// @param name of the file, for the error
    /// @param trouble what it means if the call fails
    /// @throws FormatException instead of whatever jhdf throws
    static <T> T call(String name, String trouble, Callable<T> action) {
        try {
            return action.call();
        } catch (SmaltiException known) {
            throw known;
        } catch (Exception | StackOverflowError | OutOfMemoryError failed) {
            throw new FormatException(name, -1, trouble + reason(failed), failed);
        }
    }

    private static String reason(Throwable failed) {
        Throwable innermost = failed;
        while (innermost.getCause() != null && innermost.getCause().getMessage() != null) {
            innermost = innermost.getCause();
        }
        @Nullable String message = innermost.getMessage();
        return message == null || message.isBlank()
                ? " (" + innermost.getClass().getSimpleName() + ")"
                : " (" + message.lines().findFirst().orElse(message).strip() + ")";
    }
}
