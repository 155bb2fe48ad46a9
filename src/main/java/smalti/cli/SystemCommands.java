package smalti.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "spn",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Uses superpixel pooling networks that were trained by 'smalti train spn'.",
            ""
        },
        commandListHeading = "Commands:%n")
final class SpnCommands implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private SpnCommands() {}

    static CommandLine of(Terminal terminal) {
        return new CommandLine(new SpnCommands())
                .addSubcommand("masks", new SpnMasksCommand(terminal));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "say what to do: masks");
    }
}
