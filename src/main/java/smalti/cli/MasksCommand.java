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
import smalti.dataset.ObjectClasses;
import smalti.dataset.TaggedPicture;
import smalti.dataset.TaggedPictures;
import smalti.error.FormatException;
import smalti.error.SmaltiException;
import smalti.json.Json;
import smalti.photo.LabelReader;
import smalti.photo.PhotoReader;
import smalti.picture.PngFile;
import smalti.train.MaskMaker;
import smalti.train.MaskingSystem;
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
            "Example, here of a superpixel pooling network:",
            "  smalti spn masks runs/spn-1 --data msrc --part train --out masks",
            "  smalti train decoupled --data msrc --masks masks --weights weights/",
        })
final class MasksCommand implements Callable<Integer> {
    private static final int LEAST_PIXELS = 100;

    private final Terminal terminal;
    private final MaskingSystem system;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Parameters(
            index = "0",
            paramLabel = "RUN",
            description = "The folder of a run of 'smalti train' of this system.")
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

    MasksCommand(Terminal terminal, MaskingSystem system) {
        this.terminal = terminal;
        this.system = system;
    }

    @Override
    public Integer call() throws IOException {
        RunRecord record = RunFolder.record(run);
        if (!record.system().equals(system.name())) {
            throw wrong(
                    "%s is a run of %s, not of %s".formatted(run, record.system(), system.name()));
        }
        PhotoReader reader = PhotoReader.usual();
        TaggedPictures set =
                dataOptions
                        .format()
                        .readTagged(
                                dataOptions.folder(), part, new LabelReader(reader), LEAST_PIXELS);
        ObjectClasses classes = ObjectClasses.among(record.classes());
        Settings settings =
                Settings.of(smalti.train.Run.settings(system))
                        .with(run.toString(), record.settings());
        List<String> done = new ArrayList<>();
        long start = System.nanoTime();
        Files.createDirectories(out.resolve("labels"));
        Files.createDirectories(out.resolve("images"));
        try (MaskMaker masks =
                        system.masks(
                                settings,
                                classes,
                                RunFolder.finishedWeights(run),
                                deviceOptions.device());
                Progress progress = new Progress(terminal, set.pictures().size())) {
            for (TaggedPicture each : set.pictures()) {
                progress.at(done.size(), each.id());
                try {
                    PngFile.writeLabels8(
                            out.resolve("labels").resolve(each.id() + ".png"),
                            masks.mask(
                                    reader.read(each.picture()), set.shown(each, classes.names())));
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
        Files.write(out.resolve("classes.txt"), classes.onBackground());
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
