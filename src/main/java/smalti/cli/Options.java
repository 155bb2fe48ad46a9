package smalti.cli;

import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import smalti.error.ParameterException;

/// Builds values from options, such that a value out of its range is a wrong use of the command.
final class Options {
    private Options() {}

    static <T> T checked(CommandSpec command, Supplier<T> value) {
        try {
            return value.get();
        } catch (ParameterException wrong) {
            throw new CommandLine.ParameterException(
                    command.commandLine(), String.valueOf(wrong.getMessage()));
        }
    }
}
