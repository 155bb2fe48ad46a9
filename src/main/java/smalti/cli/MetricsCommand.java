package smalti.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import smalti.error.ShapeException;
import smalti.json.Json;
import smalti.photo.Photo;
import smalti.photo.PhotoReader;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.store.ArrayFiles;
import smalti.store.ArraySource;
import smalti.superpixel.Agreement;
import smalti.superpixel.SuperpixelMetrics;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

@Command(
        name = "metrics",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "smalti metrics --labels L --truth GT... [OPTIONS]",
        description = {
            "Scores superpixels: by themselves, against people's segmentations (the mean over them), and against the photo.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  smalti metrics --labels cat.labels.png --truth person1.png person2.png --image cat.jpg",
        })
final class MetricsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--labels",
            required = true,
            paramLabel = "L",
            description = "The superpixels: a PNG of 8 or 16 bits, or .npy.")
    private String labels = "";

    @Option(
            names = "--truth",
            required = true,
            arity = "1..*",
            paramLabel = "GT",
            description = "Segmentations drawn by people, of the same size.")
    private List<String> truths = new ArrayList<>();

    @Option(
            names = "--image",
            paramLabel = "PHOTO",
            description = "The photo, for the explained variation.")
    private @Nullable Path image;

    @Option(
            names = "--ignore",
            paramLabel = "ID",
            description = "A label of the superpixels that belongs to none, e.g. 0 under a mask.")
    private @Nullable Integer ignore;

    @Option(names = "--json", description = "Print figures as JSON.")
    private boolean json;

    MetricsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        SegmentMap superpixels =
                map(labels, ignore == null ? OptionalInt.empty() : OptionalInt.of(ignore));
        SuperpixelMetrics metrics = SuperpixelMetrics.of(superpixels);
        List<Agreement> agreements = new ArrayList<>();
        for (String truth : truths) {
            SegmentMap drawn = map(truth, OptionalInt.empty());
            if (drawn.height() != superpixels.height() || drawn.width() != superpixels.width()) {
                throw new ShapeException(
                        truth,
                        "superpixels of its own size [%d,%d]"
                                .formatted(drawn.height(), drawn.width()),
                        "[%d,%d]".formatted(superpixels.height(), superpixels.width()));
            }
            agreements.add(metrics.against(drawn));
        }
        print(figures(metrics, Agreement.mean(agreements)));
        return Program.DONE;
    }

    private static SegmentMap map(String name, OptionalInt ignored) throws IOException {
        try (ArraySource source = ArrayFiles.openLabels(name)) {
            Shape shape = source.shape();
            if (shape.rank() != 2 && !(shape.rank() == 3 && shape.size(0) == 1)) {
                throw new ShapeException(name, "labels [H,W] of one picture", shape);
            }
            Tensor array = source.read(0, shape.size(0), DType.I32);
            return SegmentMap.of(array, new Labelling(OptionalInt.empty(), ignored));
        }
    }

    private Map<String, Object> figures(SuperpixelMetrics metrics, Agreement agreement)
            throws IOException {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("superpixels", metrics.labels());
        figures.put("components", metrics.components());
        figures.put("compactness", metrics.compactness());
        figures.put("contour_density", metrics.contourDensity());
        figures.put("boundary_recall", agreement.boundaryRecall());
        figures.put("fine_boundary_recall", agreement.fineBoundaryRecall());
        figures.put("boundary_precision", agreement.boundaryPrecision());
        figures.put("undersegmentation_error", agreement.undersegmentationError());
        figures.put("achievable_accuracy", agreement.achievableAccuracy());
        if (image != null) {
            Photo photo = PhotoReader.usual().read(image);
            figures.put(
                    "explained_variation",
                    metrics.explainedVariation(
                            photo.pixels().reshape(photo.height(), photo.width(), Photo.CHANNELS)));
        }
        return figures;
    }

    private void print(Map<String, Object> figures) {
        if (json) {
            terminal.out().println(Json.line(figures));
            return;
        }
        Table table = new Table();
        figures.forEach((name, value) ->
                table.row(
                        name.replace('_', ' '),
                        value instanceof Double figure
                                ? String.format(Locale.ROOT, "%.4f", figure)
                                : value.toString()));
        table.print(terminal.out());
    }
}
