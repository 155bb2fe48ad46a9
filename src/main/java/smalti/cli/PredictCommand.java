package smalti.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import smalti.device.Device;
import smalti.json.Json;
import smalti.photo.Photo;
import smalti.photo.PhotoReader;
import smalti.picture.ClassOverlay;
import smalti.picture.Drawing;
import smalti.picture.PngFile;
import smalti.tensor.Tensor;
import smalti.zoo.Classifier;
import smalti.zoo.PictureModel;
import smalti.zoo.Segmenter;

@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "smalti predict MODEL PHOTO... --weights FILE [OPTIONS]",
        description = {
            "Asks a trained network what photos show.",
            "",
            "Models:",
            "  squeezenet1_1       tells what a photo shows, of the 1000 classes of ImageNet",
            "  deeplabv3_mnv2_voc  parts a photo into background and the 20 things of Pascal VOC",
            "  enet_camvid         parts a view of a street into the 12 classes of CamVid",
            "",
            "The first prints the likeliest classes. The others print each class's share of the photo and write"
                    + " NAME.classes.png (8 bits, one level a class), NAME.mask.png in colours and NAME.overlay.png"
                    + " with a legend. A photo that cannot be read is told of, and the others go on.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  smalti predict squeezenet1_1 cat.jpg --weights squeezenet1_1.safetensors",
            "  smalti predict enet_camvid street/*.jpg --weights weights/ --out streets",
        })
final class PredictCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Mixin private ModelOptions modelOptions = new ModelOptions();

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "PHOTO",
            description = "JPEG, PNG, GIF, BMP, TIFF or WebP, of any depth and colour.")
    private List<Path> photos = new ArrayList<>();

    @Option(
            names = "--top",
            paramLabel = "N",
            description = "How many classes to print (${DEFAULT-VALUE}).")
    private int top = 5;

    @Mixin private OutputFolder output = new OutputFolder();

    @Mixin private DeviceOptions deviceOptions = new DeviceOptions();

    @Mixin private PhotoOptions photoOptions = new PhotoOptions();

    PredictCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (top < 1) {
            throw new CommandLine.ParameterException(
                    command.commandLine(), "--top must be at least 1, not " + top);
        }
        PhotoReader reader = photoOptions.reader();
        Device device = deviceOptions.device();
        PictureModel network = modelOptions.model();
        output.prepare();
        return EachPhoto.run(
                photos,
                terminal,
                (file, name) -> {
                    Photo photo = reader.read(file);
                    long start = System.nanoTime();
                    Answer answer =
                            switch (network) {
                                case Classifier classifier -> classify(classifier, device, photo);
                                case Segmenter segmenter -> segment(segmenter, device, photo, name);
                            };
                    double seconds = (System.nanoTime() - start) / 1e9;
                    return () -> print(file, answer, seconds);
                });
    }

    /// @param lines classes with their shares
    /// @param file what was written, if anything
    private record Answer(List<Line> lines, @Nullable Path file) {}

    private record Line(String name, double share) {}

    private Answer classify(Classifier classifier, Device device, Photo photo) {
        return new Answer(
                classifier.answers(device, photo.pixels()).stream()
                        .limit(top)
                        .map(each -> new Line(each.name(), each.share()))
                        .toList(),
                null);
    }

    private Answer segment(Segmenter segmenter, Device device, Photo photo, String name)
            throws IOException {
        Tensor classes = segmenter.classMap(device, photo.pixels());
        var overlay = new ClassOverlay(segmenter.classes(), segmenter.background());
        Path file = output.file(name + ".overlay.png");
        PngFile.writeLabels8(output.file(name + ".classes.png"), classes);
        PngFile.write(output.file(name + ".mask.png"), overlay.mask(classes));
        PngFile.write(file, overlay.draw(Drawing.of(photo), classes));
        return new Answer(shares(segmenter.classes(), classes), file);
    }

    private static List<Line> shares(List<String> names, Tensor classes) {
        long[] counts = new long[names.size()];
        int[] values = classes.ints();
        for (int i = 0; i < classes.elements(); i++) {
            counts[values[classes.offset() + i]]++;
        }
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                lines.add(new Line(names.get(i), (double) counts[i] / classes.elements()));
            }
        }
        lines.sort((a, b) -> Double.compare(b.share(), a.share()));
        return lines;
    }

    private void print(Path photo, Answer answer, double seconds) {
        if (photoOptions.json()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("photo", photo.toString());
            Map<String, Object> shares = new LinkedHashMap<>();
            answer.lines().forEach(each -> shares.put(each.name(), each.share()));
            line.put("classes", shares);
            line.put("seconds", seconds);
            if (answer.file() != null) {
                line.put("overlay", answer.file().toString());
            }
            terminal.out().println(Json.line(line));
            return;
        }
        terminal.out()
                .println(
                        "%s: %d ms%s"
                                .formatted(
                                        photo,
                                        Math.round(seconds * 1000),
                                        answer.file() == null ? "" : ", " + answer.file()));
        Table table = new Table();
        for (Line line : answer.lines()) {
            table.row("", String.format(Locale.ROOT, "%5.1f %%", 100 * line.share()), line.name());
        }
        table.print(terminal.out());
    }
}
