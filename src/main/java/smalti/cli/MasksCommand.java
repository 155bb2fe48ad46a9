package smalti.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import smalti.dataset.TaggedPicture;
import smalti.dataset.TaggedPictures;
import smalti.error.FormatException;
import smalti.error.SmaltiException;
import smalti.json.Json;
import smalti.photo.LabelReader;
import smalti.photo.PhotoReader;
import smalti.picture.PngFile;
import smalti.spn.SpnMasks;
import smalti.spn.SpnTraining;
import smalti.train.RunFolder;
import smalti.train.RunRecord;
import smalti.train.Settings;

@Command(
        name = "masks",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes masks of a data set whose pictures are known to show classes, for other networks to learn from.",
            "",
            "Writes a plain data set: labels/NAME.png with 0 for the background, classes.txt, a list of the part, and images"
                    + " as links to those of the set, or copies where links cannot be made.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  smalti spn masks runs/spn-1 --data msrc --part train --out masks",
            "  smalti train pspnet --data masks --train train --val train --weights weights/",
        })
final class SpnMasksCommand implements Callable<Integer> {
    private static final int LEAST_PIXELS = 100;

    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Parameters(
            index = "0",
            paramLabel = "RUN",
            description = "The folder of a run of 'smalti train spn'.")
    private Path run = Path.of("");

    @Mixin private DataSetOptions dataOptions = new DataSetOptions();

    @Option(
            names = "--part",
            paramLabel = "NAME",
            description = "The part of the set (${DEFAULT-VALUE}).")
    private String part = "train";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "The folder of the new set.")
    private Path out = Path.of("");

    @Mixin private DeviceOptions deviceOptions = new DeviceOptions();

    @Option(names = "--json", description = "Print results as one line of JSON.")
    private boolean json;

    SpnMasksCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        RunRecord record = RunFolder.record(run);
        var training = new SpnTraining();
        if (!record.system().equals(training.name())) {
            throw wrong(run + " is a run of " + record.system() + ", which makes no masks");
        }
        PhotoReader reader = PhotoReader.usual();
        TaggedPictures set =
                dataOptions
                        .format()
                        .readTagged(
                                dataOptions.folder(), part, new LabelReader(reader), LEAST_PIXELS);
        List<String> classes = SpnTraining.objects(record.classes());
        Settings settings =
                Settings.of(smalti.train.Run.settings(training))
                        .with(run.toString(), record.settings());
        List<String> done = new ArrayList<>();
        long start = System.nanoTime();
        Files.createDirectories(out.resolve("labels"));
        Files.createDirectories(out.resolve("images"));
        try (SpnMasks masks =
                        SpnMasks.open(
                                settings,
                                classes.size(),
                                RunFolder.finishedWeights(run),
                                deviceOptions.device());
                Progress progress = new Progress(terminal, set.pictures().size())) {
            for (TaggedPicture each : set.pictures()) {
                progress.at(done.size(), each.id());
                try {
                    PngFile.writeLabels8(
                            out.resolve("labels").resolve(each.id() + ".png"),
                            masks.mask(reader.read(each.picture()), set.shown(each, classes)));
                    link(each.picture());
                    done.add(each.id());
                } catch (FormatException damaged) {
                    progress.clear();
                    Errors.report(damaged, terminal.err());
                }
            }
        }
        if (done.isEmpty()) {
            throw new SmaltiException(
                    dataOptions.folder() + ": no picture of the part could be read");
        }
        List<String> names = new ArrayList<>(List.of(SpnTraining.BACKGROUND));
        names.addAll(classes);
        Files.write(out.resolve("classes.txt"), names);
        Files.write(out.resolve(smallName() + ".txt"), done);
        print(done.size(), (System.nanoTime() - start) / 1e9);
        return done.size() == set.pictures().size() ? Program.DONE : Program.FAILED;
    }

    /// The part's name without what was wanted of it.
    private String smallName() {
        int colon = part.indexOf(':');
        return colon < 0 ? part : part.substring(0, colon);
    }

    private void link(Path picture) throws IOException {
        Path there = out.resolve("images").resolve(picture.getFileName());
        try {
            Files.createSymbolicLink(there, picture.toAbsolutePath());
        } catch (FileAlreadyExistsException linked) {
            // By an earlier call.
            return;
        } catch (UnsupportedOperationException | IOException noLinks) {
            Files.copy(picture, there);
        }
    }

    private void print(int count, double seconds) {
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("masks", count);
            line.put("seconds", seconds);
            line.put("out", out.toString());
            terminal.out().println(Json.line(line));
            return;
        }
        terminal.out().println("%d masks in %.1f s: %s".formatted(count, seconds, out));
    }

    private CommandLine.ParameterException wrong(String what) {
        return new CommandLine.ParameterException(command.commandLine(), what);
    }
}
