package smalti.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import smalti.device.Device;
import smalti.file.NpyWriter;
import smalti.json.Json;
import smalti.metric.FeaturePicture;
import smalti.metric.TrainedFeatures;
import smalti.photo.PhotoReader;
import smalti.picture.PngFile;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

@Command(
        name = "features",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "smalti features RUN PHOTO... [OPTIONS]",
        description = {
            "Tells which parts of photos belong together, by the features that a run of 'smalti train metric' learnt.",
            "",
            "Writes for each photo NAME.features.png, a picture of the photo's size in which what belongs together has"
                    + " one colour, and with --npy NAME.features.npy, the features themselves. A photo that cannot be"
                    + " read is told of, and the others go on.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  smalti features runs/metric-1 cat.jpg",
            "  smalti features runs/metric-1 photos/*.jpg --side 320 --npy --out features",
        })
final class FeaturesCommand implements Callable<Integer> {
    private static final int LEAST_SIDE = 16;

    /// With square photos the network's largest map comes close to what a tensor holds.
    private static final int MOST_SIDE = 2048;

    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Parameters(
            index = "0",
            paramLabel = "RUN",
            description = "The folder of a run of 'smalti train metric' that has come to its end.")
    private Path run = Path.of("");

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "PHOTO",
            description = "JPEG, PNG, GIF, BMP, TIFF or WebP, of any depth and colour.")
    private List<Path> photos = new ArrayList<>();

    @Option(
            names = "--side",
            paramLabel = "N",
            description =
                    "The network sees larger photos made smaller, to N pixels along their longer side (${DEFAULT-VALUE})."
                            + " It needs 1.5 GB for 640x480 with the paper's channels, four times as much with twice the"
                            + " side; the picture 0.1 GB for each million of the photo's pixels.")
    private int side = 640;

    @Option(
            names = "--npy",
            description =
                    "Write the features too: 32-bit floats [h,w,128], in the size in which the network saw the photo.")
    private boolean arrays;

    @Mixin private OutputFolder output = new OutputFolder();

    @Mixin private DeviceOptions deviceOptions = new DeviceOptions();

    @Mixin private PhotoOptions photoOptions = new PhotoOptions();

    FeaturesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (side < LEAST_SIDE || side > MOST_SIDE) {
            throw new CommandLine.ParameterException(
                    command.commandLine(),
                    "--side must be from %d to %d, not %d".formatted(LEAST_SIDE, MOST_SIDE, side));
        }
        PhotoReader reader = photoOptions.reader();
        TrainedFeatures network = MetricRun.features(run);
        Device device = deviceOptions.device();
        output.prepare();
        return EachPhoto.run(
                photos,
                terminal,
                (file, name) -> {
                    Tensor pixels = reader.read(file).pixels();
                    long start = System.nanoTime();
                    Answer answer = answer(network, device, pixels, name);
                    double seconds = (System.nanoTime() - start) / 1e9;
                    return () -> print(file, answer, seconds);
                });
    }

    /// @param shape of the features
    /// @param array where they were written, if they were
    private record Answer(Shape shape, Path picture, Optional<Path> array) {}

    private Answer answer(TrainedFeatures network, Device device, Tensor pixels, String name)
            throws IOException {
        Tensor features = network.of(device, pixels, side).at(0);
        Path picture = output.file(name + ".features.png");
        Optional<Path> array = Optional.empty();
        if (arrays) {
            Path file = output.file(name + ".features.npy");
            NpyWriter.write(file, features);
            array = Optional.of(file);
        }
        Shape shape = features.shape();
        Tensor map = features.reshape(1, shape.size(0), shape.size(1), shape.size(2));
        PngFile.write(picture, FeaturePicture.of(device, map, pixels));
        return new Answer(shape, picture, array);
    }

    private void print(Path photo, Answer answer, double seconds) {
        if (photoOptions.json()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("photo", photo.toString());
            line.put("width", answer.shape().size(1));
            line.put("height", answer.shape().size(0));
            line.put("features", answer.shape().size(2));
            line.put("seconds", seconds);
            line.put("picture", answer.picture().toString());
            answer.array().ifPresent(file -> line.put("array", file.toString()));
            terminal.out().println(Json.line(line));
            return;
        }
        terminal.out()
                .println(
                        "%s: %d features of %dx%d, %d ms, %s%s"
                                .formatted(
                                        photo,
                                        answer.shape().size(2),
                                        answer.shape().size(1),
                                        answer.shape().size(0),
                                        Math.round(seconds * 1000),
                                        answer.picture(),
                                        answer.array().map(file -> ", " + file).orElse("")));
    }
}
