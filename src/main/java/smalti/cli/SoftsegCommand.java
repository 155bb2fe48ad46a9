package smalti.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
import smalti.error.SmaltiException;
import smalti.json.Json;
import smalti.matting.LayerRows;
import smalti.matting.SoftSegmentation;
import smalti.op.Size;
import smalti.photo.Photo;
import smalti.photo.PhotoReader;
import smalti.photo.UnitRange;
import smalti.picture.Drawing;
import smalti.picture.LayerSheet;
import smalti.picture.PngFile;
import smalti.tensor.Tensor;

@Command(
        name = "softseg",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "smalti softseg PHOTO... [--model RUN | --features F.npy] [OPTIONS]",
        description = {
            "Parts photos into layers with soft edges, of which each shows what belongs together.",
            "",
            "What belongs together is told by the features of a run of 'smalti train metric', by features from a file, or,"
                    + " without either, by colour and place.",
            "",
            "Writes for each photo NAME.layer-1.png and so on, the largest layer first, in the photo's size and with"
                    + " its colours: opacities add up to 255 in each pixel, so that all layers together are the photo."
                    + " NAME.layers.png shows the photo, all layers as colours, and each layer on a checkerboard. A"
                    + " photo that cannot be read is told of, and the others go on.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  smalti softseg cat.jpg",
            "  smalti softseg photos/*.jpg --model runs/metric-1 --layers 4 --out layers",
        })
final class SoftsegCommand implements Callable<Integer> {
    private static final int LEAST_SIDE = 16;
    private static final int MOST_SIDE = 1024;
    private static final int LEAST_PHOTO = 3;

    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Parameters(
            arity = "1..*",
            paramLabel = "PHOTO",
            description = "JPEG, PNG, GIF, BMP, TIFF or WebP, of any depth and colour.")
    private List<Path> photos = new ArrayList<>();

    @Option(
            names = "--model",
            paramLabel = "RUN",
            description = "The folder of a run of 'smalti train metric' that has come to its end.")
    private @Nullable Path model;

    @Option(
            names = "--features",
            paramLabel = "FILE",
            description =
                    "Features of the photo, of which there must be one: a NumPy file [h,w,D] of any size, D at least 3, such"
                            + " as 'smalti features --npy' writes.")
    private @Nullable Path features;

    @Option(
            names = "--layers",
            paramLabel = "N",
            description = "How many layers to make (${DEFAULT-VALUE}).")
    private int layers = 5;

    @Option(
            names = "--side",
            paramLabel = "N",
            description =
                    "Larger photos are parted made smaller, to N pixels along their longer side (${DEFAULT-VALUE}), and edges"
                            + " then follow the photo. It takes 1.2 GB for 320x240, and more than four times as much with twice"
                            + " the side.")
    private int side = 320;

    @Option(
            names = "--superpixels",
            paramLabel = "N",
            description = "How many superpixels tell what belongs together (${DEFAULT-VALUE}).")
    private int superpixels = 500;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "What is drawn by chance is drawn alike for the same number (0).")
    private long seed;

    @Mixin private OutputFolder output = new OutputFolder();

    @Mixin private DeviceOptions deviceOptions = new DeviceOptions();

    @Mixin private PhotoOptions photoOptions = new PhotoOptions();

    SoftsegCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (side < LEAST_SIDE || side > MOST_SIDE) {
            throw wrong(
                    "--side must be from %d to %d, not %d".formatted(LEAST_SIDE, MOST_SIDE, side));
        }
        if (features != null && (model != null || photos.size() > 1)) {
            throw wrong("--features are those of one photo, and instead of --model");
        }
        SoftSegmentation segmentation =
                Options.checked(command, () -> new SoftSegmentation(layers, superpixels, seed));
        PhotoReader reader = photoOptions.reader();
        PhotoFeatures source = PhotoFeatures.of(model, features);
        Device device = deviceOptions.device();
        output.prepare();
        return EachPhoto.run(
                photos,
                terminal,
                (file, name, listener) -> {
                    Photo photo = reader.read(file);
                    long start = System.nanoTime();
                    Answer answer =
                            answer(file, name, photo, segmentation, source, device, listener);
                    double seconds = (System.nanoTime() - start) / 1e9;
                    return () -> print(file, photo, answer, seconds);
                });
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(command.commandLine(), message);
    }

    /// @param size in which the photo was parted
    private record Answer(Size size, List<Path> layers, Path sheet) {}

    private Answer answer(
            Path file,
            String name,
            Photo photo,
            SoftSegmentation segmentation,
            PhotoFeatures source,
            Device device,
            EachPhoto.Listener listener)
            throws IOException {
        if (photo.width() < LEAST_PHOTO || photo.height() < LEAST_PHOTO) {
            throw new SmaltiException(
                    "%s: a photo of %d x %d; layers need at least %d x %d"
                            .formatted(
                                    file, photo.width(), photo.height(), LEAST_PHOTO, LEAST_PHOTO));
        }
        Size full = new Size(photo.height(), photo.width());
        double scale = Math.min(1, (double) side / Math.max(photo.height(), photo.width()));
        Size scaled = full.scaled(scale);
        Size size =
                new Size(
                        Math.max(LEAST_PHOTO, scaled.height()),
                        Math.max(LEAST_PHOTO, scaled.width()));
        Tensor pixels = photo.reduced(size);
        Tensor picture = UnitRange.of(pixels);
        Tensor alphas =
                segmentation.of(device, picture, source.of(device, pixels, picture), listener::at);
        LayerRows rows = LayerRows.of(device, alphas, picture, photo);
        List<Path> written = new ArrayList<>();
        for (int layer = 0; layer < rows.layers(); layer++) {
            Path to = output.file("%s.layer-%d.png".formatted(name, layer + 1));
            write(to, photo, rows, layer);
            written.add(to);
        }
        Path sheet = output.file(name + ".layers.png");
        PngFile.write(sheet, LayerSheet.draw(Drawing.of(pixels), alphas));
        return new Answer(size, written, sheet);
    }

    private static void write(Path file, Photo photo, LayerRows rows, int layer)
            throws IOException {
        byte[][] opacities = new byte[rows.layers()][photo.width()];
        float[] colours = new float[photo.width() * Photo.CHANNELS];
        PngFile.write(
                file,
                photo.width(),
                photo.height(),
                (y, row) -> {
                    photo.copyRow(y, colours);
                    rows.opacities(y, opacities);
                    for (int x = 0, to = 0, from = 0; x < photo.width(); x++) {
                        for (int c = 0; c < Photo.CHANNELS; c++) {
                            row[to++] = (byte) (int) (colours[from++] + 0.5f);
                        }
                        row[to++] = opacities[layer][x];
                    }
                });
    }

    private void print(Path photo, Photo read, Answer answer, double seconds) {
        if (photoOptions.json()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("photo", photo.toString());
            line.put("width", read.width());
            line.put("height", read.height());
            line.put("partedWidth", answer.size().width());
            line.put("partedHeight", answer.size().height());
            line.put("seconds", seconds);
            line.put("layers", answer.layers().stream().map(Path::toString).toList());
            line.put("sheet", answer.sheet().toString());
            terminal.out().println(Json.line(line));
            return;
        }
        terminal.out()
                .println(
                        "%s: %d layers in %d ms, %s"
                                .formatted(
                                        photo,
                                        answer.layers().size(),
                                        Math.round(seconds * 1000),
                                        answer.sheet()));
    }
}
