package smalti.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import smalti.decoupled.DecoupledTraining;
import smalti.metric.MetricTraining;
import smalti.pspnet.PspTraining;
import smalti.spn.SpnTraining;
import smalti.train.TrainableSystem;

@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "SYSTEM",
        description = {
            "Trains one of the systems on a data set, or goes on with a run that was stopped.",
            ""
        },
        commandListHeading = "Systems:%n",
        footer = {
            "",
            "Examples:",
            "  smalti train pspnet --data camvid --weights weights/ --preset camvid-small",
            "  smalti train pspnet --resume --out runs/pspnet-1",
        })
final class TrainCommands implements Runnable {
    /// All that can be trained.
    static final List<TrainableSystem> SYSTEMS =
            List.of(
                    new DecoupledTraining(),
                    new MetricTraining(),
                    new PspTraining(),
                    new SpnTraining());

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private TrainCommands() {}

    static CommandLine of(Terminal terminal) {
        CommandLine line = new CommandLine(new TrainCommands());
        SYSTEMS.forEach(each -> line.addSubcommand(each.name(), TrainCommand.of(terminal, each)));
        return line;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "say which system to train");
    }
}
