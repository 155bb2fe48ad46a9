package smalti.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import smalti.error.FormatException;
import smalti.train.Run;
import smalti.train.RunFolder;
import smalti.train.RunRecord;
import smalti.train.Settings;
import smalti.train.TrainableSystem;
import smalti.zoo.PictureModel;
import smalti.zoo.Zoo;

/// Which trained network.
final class ModelOptions {
    private static final String SUFFIX = ".safetensors";

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description =
                    "The network's name, or its beginning; or the folder of a training run, which needs no weights.")
    private String name = "";

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            defaultValue = "${env:SMALTI_WEIGHTS}",
            description =
                    "The network's weights as safetensors, or a folder with MODEL.safetensors (the folder that"
                            + " SMALTI_WEIGHTS names).")
    private @Nullable Path weights;

    /// The network's full name, or that of a run's folder.
    String name() {
        return isRun()
                ? String.valueOf(Path.of(name).toAbsolutePath().normalize().getFileName())
                : zoo().label();
    }

    private boolean isRun() {
        return !name.isEmpty() && RunFolder.isRun(Path.of(name));
    }

    /// The network with its weights.
    PictureModel model() throws IOException {
        if (isRun()) {
            return trained(Path.of(name));
        }
        String file = name() + SUFFIX;
        if (weights == null) {
            throw wrong(
                    "the weights of %s are missing; give --weights FILE, or set SMALTI_WEIGHTS to a folder with %s"
                            .formatted(name(), file));
        }
        return zoo().load(Files.isDirectory(weights) ? weights.resolve(file) : weights);
    }

    private static PictureModel trained(Path folder) throws IOException {
        RunRecord record = RunFolder.record(folder);
        TrainableSystem system =
                TrainCommands.SYSTEMS.stream()
                        .filter(each -> each.name().equals(record.system()))
                        .findFirst()
                        .orElseThrow(() ->
                                new FormatException(
                                        folder.toString(),
                                        -1,
                                        "a run of '"
                                                + record.system()
                                                + "', which nobody knows here"));
        return system.model(
                Settings.of(Run.settings(system)).with(folder.toString(), record.settings()),
                record.classes(),
                RunFolder.finishedWeights(folder));
    }

    private Zoo zoo() {
        return Zoo.named(name)
                .orElseThrow(() ->
                        wrong(
                                "there is no model '%s'; there are %s, and the folders of training runs"
                                        .formatted(name, all())));
    }

    private static String all() {
        return Stream.of(Zoo.values()).map(Zoo::label).collect(Collectors.joining(", "));
    }

    private CommandLine.ParameterException wrong(String what) {
        return new CommandLine.ParameterException(command.commandLine(), what);
    }
}
