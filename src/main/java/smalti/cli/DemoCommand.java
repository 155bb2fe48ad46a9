package smalti.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import smalti.Pooled;
import smalti.Pooling;
import smalti.Segmenting;
import smalti.demo.Scene;
import smalti.device.Device;
import smalti.device.Workspace;
import smalti.file.Draft;
import smalti.op.Layout;
import smalti.op.Reduction;
import smalti.photo.Photo;
import smalti.picture.Drawing;
import smalti.picture.HeatMap;
import smalti.picture.LabelColours;
import smalti.picture.PngFile;
import smalti.segment.SegmentMap;
import smalti.superpixel.Slic;
import smalti.superpixel.SuperpixelMetrics;
import smalti.tensor.Tensor;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Takes a scene, which the program draws itself, through superpixels, pooling and pictures.",
            ""
        },
        footer = {"", "Example:", "  smalti demo --out tour"})
final class DemoCommand implements Callable<Integer> {
    private static final int SEGMENTS = 400;
    private static final String NAME = "scene";

    private final Terminal terminal;

    @Option(names = "--out", paramLabel = "DIR", description = "Where to write (${DEFAULT-VALUE}).")
    private Path out = Path.of("smalti-demo");

    @Mixin private DeviceOptions deviceOptions = new DeviceOptions();

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Device device = deviceOptions.device();
        Files.createDirectories(out);
        Draft.sweep(out);
        Photo photo = Scene.draw();
        try (Workspace workspace = device.workspace()) {
            show(photo, workspace);
        }
        where();
        return Program.DONE;
    }

    /// Superpixels and what is computed over them stay on the device.
    private void show(Photo photo, Workspace workspace) throws IOException {
        long start = System.nanoTime();
        SegmentMap segments =
                Segmenting.by(Slic.segments(SEGMENTS)).on(workspace).apply(photo.picture());
        long divided = System.nanoTime();
        Tensor pixels = photo.pixels();
        Pooling pooling = Pooling.over(segments).on(workspace);
        Pooled pooled = pooling.reduce(pixels, Reduction.MEAN, Reduction.STDDEV);
        Tensor contrast = workspace.fetch(pooling.unpool(pooled.values(Reduction.STDDEV)));
        long pooledAt = System.nanoTime();

        PngFile.write(out.resolve(NAME + ".png"), Drawing.of(photo));
        new SuperpixelFiles(out, NAME, photo, segments, 0, workspace).write();
        PngFile.write(out.resolve(NAME + ".colours.png"), LabelColours.draw(segments));
        PngFile.write(
                out.resolve(NAME + ".contrast.png"), HeatMap.draw(contrast, Layout.NHWC, 0, 1));

        SuperpixelMetrics metrics = SuperpixelMetrics.of(segments);
        double explained =
                metrics.explainedVariation(
                        pixels.reshape(photo.height(), photo.width(), Photo.CHANNELS));
        new Table()
                .row("scene", "%d x %d pixels".formatted(photo.width(), photo.height()))
                .row(
                        "superpixels",
                        "%d, each in one piece: %s"
                                .formatted(
                                        segments.segments(),
                                        metrics.components() == segments.segments() ? "yes" : "no"))
                .row("explained variation", String.format(Locale.ROOT, "%.3f", explained))
                .row("dividing", milliseconds(divided - start))
                .row("pooling and spreading back", milliseconds(pooledAt - divided))
                .row("device", workspace.description())
                .print(terminal.out());
    }

    private void where() {
        terminal.out().println();
        terminal.out().println("Look into " + out.toAbsolutePath().normalize() + ":");
        new Table()
                .row("  " + NAME + ".png", "the scene")
                .row("  " + NAME + ".overlay.png", "the superpixels' boundaries over it")
                .row("  " + NAME + ".mosaic.png", "every superpixel in its mean colour")
                .row("  " + NAME + ".colours.png", "every superpixel in a colour of its own")
                .row(
                        "  " + NAME + ".contrast.png",
                        "the standard deviation of green within superpixels")
                .row("  " + NAME + ".labels.png", "the labels, 16 bits")
                .row(
                        "  " + NAME + ".regions.csv",
                        "a line a superpixel: area, place, perimeter, mean colour")
                .print(terminal.out());
    }

    private static String milliseconds(long nanos) {
        return "%d ms, the first time in this process".formatted(Math.round(nanos / 1e6));
    }
}
