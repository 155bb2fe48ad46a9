package smalti.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import smalti.train.MaskingSystem;

/// What a system can do that was trained, beside what all can.
@Command(
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "Commands:%n")
final class SystemCommands implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private SystemCommands() {}

    /// The commands of a system, under its name.
    static CommandLine of(Terminal terminal, MaskingSystem system) {
        CommandLine line = new CommandLine(new SystemCommands());
        CommandSpec spec = line.getCommandSpec().name(system.name());
        spec.usageMessage()
                .description(
                        "Uses networks that were trained by 'smalti train " + system.name() + "'.",
                        "");
        return line.addSubcommand("masks", new MasksCommand(terminal, system));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "say what to do: masks");
    }
}
