package smalti.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import smalti.device.Device;
import smalti.json.Json;
import smalti.store.ArrayFiles;
import smalti.store.ArraySink;
import smalti.store.ArraySource;
import smalti.stream.PoolPlan;
import smalti.stream.PoolStream;
import smalti.stream.Product;

@Command(
        name = "pool",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "smalti pool --features F --labels L --out OUT [OPTIONS]",
        description = {
            "Reduces feature maps over the segments of label maps.",
            "",
            "Arrays are FILE.npy, FILE.npz:array or FILE.h5:/dataset; labels may be a PNG too. B may be left out of a"
                    + " single image. Many images are read, pooled and written one by one.",
            "",
            "OUT holds an array [B,K,C] for each reduction under its name, counts [B,K], and argmax and argmin (the pixel"
                    + " y*W+x, -1 for an empty segment) beside max and min. softmax is a map like the features; mode takes"
                    + " whole numbers. Labels of another resolution than the features give the cross-resolution mean:"
                    + " feature cells tile the picture evenly and count by the area they share with a segment.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  smalti pool --features f.npy --labels l.npy --reduce mean,max --out pooled.npz",
            "  smalti pool --features set.h5:/conv5 --labels set.h5:/labels --layout nchw --out pooled.h5",
            "  smalti pool --features f.npy --labels photo.labels.png --upstream g.npy --out gradients.npz",
        })
final class PoolCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Option(
            names = "--features",
            required = true,
            paramLabel = "F",
            description = "Features [B,H,W,C], or [B,C,H,W] with --layout nchw.")
    private String features = "";

    @Mixin private MapOptions maps = new MapOptions();

    @Option(
            names = "--segments",
            paramLabel = "K",
            description = "Number of segments (the largest label plus one).")
    private @Nullable Integer segments;

    @Option(
            names = "--reduce",
            paramLabel = "NAMES",
            split = ",",
            description =
                    "mean, max, min, sum, product, variance, stddev, logsumexp, softmax, mode, count; several parted by"
                            + " commas (mean).")
    private List<String> reductions = new ArrayList<>();

    @Option(
            names = "--weights",
            paramLabel = "W",
            description = "A weight a pixel, [B,H,W], for sum and mean.")
    private @Nullable String weights;

    @Option(names = "--empty", paramLabel = "V", description = "The value of an empty segment (0).")
    private double empty;

    @Option(
            names = "--purity",
            paramLabel = "P",
            description = "mode is -1 where its share of the segment is not above P (0).")
    private double purity;

    @Option(
            names = "--upstream",
            paramLabel = "G",
            description =
                    "The gradient of the result, [B,K,C]; adds grad_NAME in the features' layout for each reduction that"
                            + " has a gradient.")
    private @Nullable String upstream;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "OUT",
            description = "The file to write: .npz, or .h5 for HDF5.")
    private Path out = Path.of("");

    @Mixin private DeviceOptions deviceOptions = new DeviceOptions();

    @Option(names = "--json", description = "Print what was done as JSON.")
    private boolean json;

    PoolCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Device device = deviceOptions.device();
        PoolPlan plan = Options.checked(command, () -> plan(device));
        List<ArraySource> open = new ArrayList<>();
        try {
            ArraySource values = opened(open, ArrayFiles.open(features));
            ArraySource labels = opened(open, maps.openLabels());
            Optional<ArraySource> perPixel = optional(open, weights);
            Optional<ArraySource> gradient = optional(open, upstream);
            PoolStream stream = new PoolStream(plan, values, labels, perPixel, gradient);
            pool(plan, stream);
        } finally {
            for (ArraySource source : open) {
                source.close();
            }
        }
        return Program.DONE;
    }

    private PoolPlan plan(Device device) {
        List<String> names = reductions.isEmpty() ? List.of("mean") : reductions;
        return new PoolPlan(
                maps.layout(),
                segments == null ? OptionalInt.empty() : OptionalInt.of(segments),
                maps.ignored(),
                names.stream().map(Product::of).distinct().toList(),
                empty,
                purity,
                device);
    }

    private static ArraySource opened(List<ArraySource> open, ArraySource source) {
        open.add(source);
        return source;
    }

    private static Optional<ArraySource> optional(List<ArraySource> open, @Nullable String name)
            throws IOException {
        return name == null ? Optional.empty() : Optional.of(opened(open, ArrayFiles.open(name)));
    }

    private void pool(PoolPlan plan, PoolStream stream) throws IOException {
        long start = System.nanoTime();
        int found;
        try (ArraySink sink = ArrayFiles.create(out);
                Progress progress = new Progress(terminal, stream.images())) {
            found = stream.run(sink, image -> progress.at(image + 1, "images"));
            sink.commit();
        }
        report(plan, stream, found, (System.nanoTime() - start) / 1e9);
    }

    private void report(PoolPlan plan, PoolStream stream, int found, double seconds) {
        List<String> names = plan.products().stream().map(Product::array).toList();
        if (json) {
            Map<String, Object> done = new LinkedHashMap<>();
            done.put("out", out.toString());
            done.put("images", stream.images());
            done.put("segments", found);
            done.put("reductions", names);
            done.put("cross_resolution", stream.crosses());
            done.put("device", plan.device().name());
            done.put("seconds", seconds);
            terminal.out().println(Json.line(done));
        } else {
            terminal.out()
                    .printf(
                            "%s: %s of %d image%s over %d segments%s in %.2f s%n",
                            out,
                            String.join(", ", names),
                            stream.images(),
                            stream.images() == 1 ? "" : "s",
                            found,
                            stream.crosses() ? ", across resolutions," : "",
                            seconds);
        }
    }
}
