package smalti.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import picocli.CommandLine;
import smalti.error.SmaltiException;

/// Turns whatever went wrong into one line.
final class Errors {
    /// The system property that adds the stack trace.
    private static final String TRACE = "smalti.trace";

    private Errors() {}

    /// What to say of an error, without the program's name.
    static String line(Throwable failed) {
        String text =
                switch (failed) {
                    case SmaltiException known -> known.getMessage();
                    case IOException inputOutput -> of(inputOutput);
                    case UncheckedIOException wrapped ->
                            of(Objects.requireNonNull(wrapped.getCause()));
                    case InvalidPathException path -> path.getInput() + ": no name of a file";
                    case OutOfMemoryError _ ->
                            "%d MB of memory are not enough; give Java more, e.g. SMALTI_JAVA_OPTIONS=-Xmx8g"
                                    .formatted(Runtime.getRuntime().maxMemory() >> 20);
                    case StackOverflowError _ -> "the input is nested too deeply";
                    default ->
                            "an error of the program itself, please report it: "
                                    + failed
                                    + " (-D"
                                    + TRACE
                                    + "=true tells where)";
                };
        return text == null
                ? failed.getClass().getSimpleName()
                : text.lines().findFirst().orElse("").strip();
    }

    /// Prints the line of an error and returns the exit code.
    static int report(Throwable failed, PrintStream err) {
        err.println("smalti: " + line(failed));
        if (Boolean.getBoolean(TRACE)) {
            failed.printStackTrace(err);
        }
        return Program.FAILED;
    }

    /// Prints what was wrong with a command line and returns the exit code.
    static int usage(CommandLine.ParameterException wrong, PrintStream err) {
        CommandLine line = wrong.getCommandLine();
        String command = line.getCommandSpec().qualifiedName();
        String message = String.valueOf(wrong.getMessage()).lines().findFirst().orElse("").strip();
        if (wrong instanceof CommandLine.UnmatchedArgumentException unmatched) {
            message = unmatched(unmatched, message);
        }
        err.println("smalti: " + message);
        err.println("Try '" + command + " --help'.");
        return Program.USED_WRONGLY;
    }

    /// What was not understood: a command that is none, or something else that picocli has words for.
    private static String unmatched(
            CommandLine.UnmatchedArgumentException unmatched, String message) {
        boolean isCommand =
                unmatched.getCommandLine().getParent() == null
                        && !unmatched.getUnmatched().getFirst().startsWith("-");
        String what =
                isCommand
                        ? "there is no command '" + unmatched.getUnmatched().getFirst() + "'"
                        : message;
        List<String> suggestions = unmatched.getSuggestions();
        return suggestions.isEmpty()
                ? what
                : what + "; did you mean " + suggestions.getFirst() + "?";
    }

    private static String of(IOException failed) {
        String message = failed.getMessage();
        return switch (failed) {
            case NoSuchFileException missing -> missing.getFile() + ": no such file or folder";
            case FileNotFoundException missing -> String.valueOf(missing.getMessage());
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case NotDirectoryException file -> file.getFile() + ": not a folder";
            case FileAlreadyExistsException there ->
                    there.getFile() + ": there is already a file of that name";
            case FileSystemException other -> other.getFile() + ": " + reason(other);
            default -> message == null ? "reading or writing failed" : message;
        };
    }

    private static String reason(FileSystemException failed) {
        String reason = failed.getReason();
        return reason == null ? "cannot be read or written" : reason.toLowerCase(Locale.ROOT);
    }
}
