package smalti.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "smalti",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Superpixels of photos, and features pooled over them.%n",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  smalti demo",
            "  smalti superpixels photos/*.jpg --segments 300 --out superpixels",
            "  smalti pool --features f.npy --labels l.npy --reduce mean,max --out pooled.npz",
            "",
            "In a checkout './smalti test' and './smalti bench' check and measure Smalti itself.",
            "'smalti COMMAND --help' tells more. Exit codes: 0 done, 1 failed, 2 used wrongly.",
        })
final class RootCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
}
