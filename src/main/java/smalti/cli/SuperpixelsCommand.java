package smalti.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import smalti.Segmenting;
import smalti.device.Device;
import smalti.device.Workspace;
import smalti.error.SmaltiException;
import smalti.json.Json;
import smalti.photo.LabelReader;
import smalti.photo.Photo;
import smalti.photo.PhotoReader;
import smalti.segment.SegmentMap;
import smalti.superpixel.Picture;
import smalti.superpixel.Superpixels;
import smalti.tensor.Tensor;

@Command(
        name = "superpixels",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "smalti superpixels PHOTO... [OPTIONS]",
        description = {
            "Divides photos into superpixels.",
            "",
            "Writes for each photo NAME.labels.png (16 bits; NAME.labels.npy above 65,535 labels), NAME.overlay.png with the"
                    + " boundaries, NAME.mosaic.png in mean colours and NAME.regions.csv. A photo that cannot be read is"
                    + " told of, and the others go on.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  smalti superpixels cat.jpg",
            "  smalti superpixels photos/*.jpg --segments 200 --method slico --out superpixels",
            "  smalti superpixels scan.tif --mask tissue.png --compactness 20",
        })
final class SuperpixelsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Parameters(
            arity = "1..*",
            paramLabel = "PHOTO",
            description = "JPEG, PNG, GIF, BMP, TIFF or WebP, of any depth and colour.")
    private List<Path> photos = new ArrayList<>();

    @Option(names = "--segments", paramLabel = "N", description = "How many (${DEFAULT-VALUE}).")
    private int segments = 400;

    @Option(
            names = "--compactness",
            paramLabel = "M",
            description = "How much position counts against colour (10).")
    private double compactness = 10;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            description =
                    "slic; slico, whose compactness follows the contrast; or grid, plain rectangles (slic).")
    private Method method = Method.SLIC;

    @Option(
            names = "--sigma",
            paramLabel = "PIXELS",
            description = "Smoothing beforehand (what suits the method).")
    private @Nullable Double sigma;

    @Option(
            names = "--mask",
            paramLabel = "PNG",
            description =
                    "A picture of the photos' size: only where it is not 0 are superpixels made. Labels then count from 1,"
                            + " and 0 is outside.")
    private @Nullable Path mask;

    @Mixin private OutputFolder output = new OutputFolder();

    @Mixin private DeviceOptions deviceOptions = new DeviceOptions();

    @Mixin private PhotoOptions photoOptions = new PhotoOptions();

    SuperpixelsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Superpixels way =
                Options.checked(
                        command,
                        () ->
                                method.superpixels(
                                        segments,
                                        compactness,
                                        sigma == null
                                                ? OptionalDouble.empty()
                                                : OptionalDouble.of(sigma)));
        PhotoReader reader = photoOptions.reader();
        Device device = deviceOptions.device();
        Optional<Mask> region =
                mask == null ? Optional.empty() : Optional.of(Mask.read(mask, reader));
        output.prepare();
        return EachPhoto.run(
                photos,
                terminal,
                (file, name) -> {
                    Result result = divide(file, name, reader, way, region, device);
                    return () -> print(result);
                });
    }

    private record Result(
            Path photo, int width, int height, int superpixels, double seconds, Path labels) {}

    private Result divide(
            Path file,
            String name,
            PhotoReader reader,
            Superpixels way,
            Optional<Mask> region,
            Device device)
            throws IOException {
        Photo photo = reader.read(file);
        Picture picture = region.isPresent() ? region.get().over(photo, file) : photo.picture();
        try (Workspace workspace = device.workspace()) {
            long start = System.nanoTime();
            SegmentMap map = Segmenting.by(way).on(workspace).apply(picture);
            double seconds = (System.nanoTime() - start) / 1e9;
            Path labels =
                    new SuperpixelFiles(
                                    output.folder(),
                                    name,
                                    photo,
                                    map,
                                    region.isPresent() ? 1 : 0,
                                    workspace)
                            .write();
            return new Result(file, photo.width(), photo.height(), map.segments(), seconds, labels);
        }
    }

    private void print(Result result) {
        if (photoOptions.json()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("photo", result.photo().toString());
            line.put("width", result.width());
            line.put("height", result.height());
            line.put("superpixels", result.superpixels());
            line.put("seconds", result.seconds());
            line.put("labels", result.labels().toString());
            terminal.out().println(Json.line(line));
        } else {
            terminal.out()
                    .println(
                            "%s: %d x %d, %d superpixels in %d ms, %s"
                                    .formatted(
                                            result.photo(),
                                            result.width(),
                                            result.height(),
                                            result.superpixels(),
                                            Math.round(result.seconds() * 1000),
                                            result.labels()));
        }
    }

    /// A region of interest for photos of one size.
    private record Mask(Path file, int width, int height, boolean[] inside) {
        static Mask read(Path file, PhotoReader reader) throws IOException {
            Tensor levels = new LabelReader(reader).read(file);
            int[] values = levels.ints();
            boolean[] inside = new boolean[values.length];
            for (int i = 0; i < values.length; i++) {
                inside[i] = values[i] != 0;
            }
            return new Mask(file, levels.shape().size(1), levels.shape().size(0), inside);
        }

        Picture over(Photo photo, Path name) {
            if (photo.width() != width || photo.height() != height) {
                throw new SmaltiException(
                        "%s: a photo of %d x %d under the mask %s of %d x %d"
                                .formatted(
                                        name, photo.width(), photo.height(), file, width, height));
            }
            return photo.picture().within(inside);
        }
    }
}
