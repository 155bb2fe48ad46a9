package smalti.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import smalti.dataset.DataSetFormat;
import smalti.device.Device;
import smalti.error.SmaltiException;
import smalti.evaluation.Examination;
import smalti.json.Json;
import smalti.loading.BrokenFiles;
import smalti.photo.PhotoReader;
import smalti.train.Course;
import smalti.train.Fingerprint;
import smalti.train.Run;
import smalti.train.RunFolder;
import smalti.train.RunRecord;
import smalti.train.Settings;
import smalti.train.Setup;
import smalti.train.TrainableSystem;
import smalti.train.TrainingData;
import smalti.train.TrainingLine;

/// Trains one system. Its own options are those that the system names.
@Command(mixinStandardHelpOptions = true, sortOptions = false)
final class TrainCommand implements Callable<Integer> {
    private static final int BROKEN = 20;

    private final Terminal terminal;
    private final TrainableSystem system;
    private final SettingOptions choices;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Mixin private DataSetOptions dataOptions = new DataSetOptions();

    @Option(
            names = "--train",
            paramLabel = "PART",
            description =
                    "The part to learn from (${DEFAULT-VALUE}); PART:A,B takes those whose names begin so.")
    private String training = "train";

    @Option(
            names = "--val",
            paramLabel = "PART",
            description = "The part to be tried on (${DEFAULT-VALUE}).")
    private String examination = "val";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The run's folder (runs/SYSTEM-1, or the next number that is free).")
    private @Nullable Path out;

    @Option(
            names = "--resume",
            description =
                    "Go on with the run in --out, or with the last one, from its last checkpoint.")
    private boolean resume;

    @Option(
            names = "--broken",
            paramLabel = "N",
            description = "How many files that cannot be read are passed over (${DEFAULT-VALUE}).")
    private int broken = BROKEN;

    @Mixin private DeviceOptions deviceOptions = new DeviceOptions();

    @Option(names = "--json", description = "Print results as one line of JSON.")
    private boolean json;

    private TrainCommand(Terminal terminal, TrainableSystem system) {
        this.terminal = terminal;
        this.system = system;
        this.choices = new SettingOptions(system);
    }

    /// The command of a system.
    static CommandLine of(Terminal terminal, TrainableSystem system) {
        var own = new TrainCommand(terminal, system);
        var line = new CommandLine(own);
        CommandSpec spec = line.getCommandSpec().name(system.name());
        spec.usageMessage()
                .description(
                        "Trains " + system.about() + ".",
                        "",
                        "Shows how it goes, and keeps in the run's folder what was run, a log, curves, checkpoints from which"
                                + " --resume goes on, the weights, and a report to look at in a browser.",
                        "")
                .footer(own.choices.footer());
        own.choices.addTo(spec);
        return line;
    }

    @Override
    public Integer call() throws IOException {
        Path folder = folder();
        if (!resume && RunFolder.isRun(folder)) {
            throw wrong(
                    folder
                            + " holds a run already; go on with it by --resume, or name another folder by --out");
        }
        Device device = deviceOptions.device();
        // A folder is made for a run that can begin.
        if (resume) {
            RunRecord record = RunFolder.record(folder);
            return train(folder, resumed(record), data(record), device);
        }
        return train(folder, Options.checked(command, choices::chosen), data(), device);
    }

    private Path folder() throws IOException {
        if (out != null) {
            return out;
        }
        Path runs = Path.of("runs");
        int number = 1;
        while (Files.exists(runs.resolve(system.name() + "-" + number))) {
            number++;
        }
        if (resume && number == 1) {
            throw wrong("there is no run to go on with in " + runs + "; name its folder by --out");
        }
        return runs.resolve(system.name() + "-" + (resume ? number - 1 : number));
    }

    private Settings resumed(RunRecord record) throws IOException {
        if (!record.system().equals(system.name())) {
            throw wrong("that run trains " + record.system() + ", not " + system.name());
        }
        Settings before = choices.usual().with("run.json", record.settings());
        Settings now = choices.over(before);
        if (!now.equals(before)) {
            throw wrong("a run is resumed with the settings that it began with; leave options out");
        }
        return before;
    }

    private TrainingData data(RunRecord record) throws IOException {
        Map<String, String> kept = record.data();
        Path folder = dataOptions.folderOr(Path.of(kept.getOrDefault("data", "")));
        TrainingData all =
                data(
                        folder,
                        format(kept.getOrDefault("format", "")),
                        kept.getOrDefault("train", training),
                        kept.getOrDefault("val", examination));
        if (!all.fingerprint().digest().equals(record.fingerprint())) {
            throw new SmaltiException(
                    folder + ": the data has changed since the run began; begin another one");
        }
        return all;
    }

    private static DataSetFormat format(String kept) {
        return Stream.of(DataSetFormat.values())
                .filter(each -> each.label().equals(kept))
                .findFirst()
                .orElseThrow(() ->
                        new SmaltiException(
                                "the run's data set has the format '%s', which nobody knows here"
                                        .formatted(kept)));
    }

    private TrainingData data() {
        return data(dataOptions.folder(), dataOptions.format(), training, examination);
    }

    private TrainingData data(Path folder, DataSetFormat found, String first, String second) {
        return new TrainingData(
                folder,
                found,
                first,
                second,
                PhotoReader.usual(),
                new BrokenFiles(broken, line -> terminal.err().println("smalti: " + line)),
                Runtime.getRuntime().maxMemory() / 4);
    }

    private int train(Path place, Settings settings, TrainingData pictures, Device device)
            throws IOException {
        Fingerprint fingerprint = pictures.fingerprint();
        List<String> classes = pictures.read(pictures.training()).names();
        var record =
                new RunRecord(
                        system.name(),
                        settings.values(),
                        classes,
                        described(pictures),
                        fingerprint.digest(),
                        fingerprint.pictures(),
                        device.name() + ", " + device.description(),
                        new Version().getVersion()[0]);
        long start = System.nanoTime();
        try (RunFolder folder = RunFolder.take(place);
                Course course =
                        Options.checked(
                                command, () -> course(folder, settings, pictures, device))) {
            var pace = new Pace(course);
            Run run = new Run(folder, record, settings, course, device).watchedBy(pace);
            Examination result;
            if (terminal.isInteractive()) {
                try (TrainingLine line = new TrainingLine(terminal.err(), course.pictures())) {
                    result = run.watchedBy(line).train();
                }
            } else {
                result = run.train();
            }
            print(folder, result, (System.nanoTime() - start) / 1e9, pace);
        }
        return Program.DONE;
    }

    private Course course(
            RunFolder folder, Settings settings, TrainingData pictures, Device device) {
        try (Progress progress = new Progress(terminal, Integer.MAX_VALUE)) {
            return system.course(
                    new Setup(
                            settings,
                            pictures,
                            device,
                            folder.path().resolve("scratch"),
                            (what, done, all) -> progress.at(done, all, what)));
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private static Map<String, String> described(TrainingData pictures) {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("data", pictures.folder().toAbsolutePath().normalize().toString());
        about.put("format", pictures.format().label());
        about.put("train", pictures.training());
        about.put("val", pictures.examination());
        return about;
    }

    private void print(RunFolder folder, Examination result, double seconds, Pace pace) {
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("system", system.name());
            line.putAll(result.scores());
            line.put("seconds", seconds);
            line.putAll(pace.values());
            line.put("report", folder.report().toString());
            terminal.out().println(Json.line(line));
            return;
        }
        Table table = new Table();
        result.scores()
                .forEach((name, score) ->
                        table.row(name, String.format(Locale.ROOT, "%.2f", 100 * score)));
        table.print(terminal.out());
        terminal.out().println(pace.line());
        terminal.out()
                .println(String.format(Locale.ROOT, "%.0f s in all; %s", seconds, folder.report()));
    }

    private CommandLine.ParameterException wrong(String what) {
        return new CommandLine.ParameterException(command.commandLine(), what);
    }
}
