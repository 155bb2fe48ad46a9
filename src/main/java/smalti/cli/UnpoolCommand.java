package smalti.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import smalti.store.ArrayFiles;
import smalti.store.ArraySink;
import smalti.store.ArraySource;
import smalti.stream.UnpoolStream;

@Command(
        name = "unpool",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "smalti unpool --pooled P --labels L --out X [OPTIONS]",
        description = {
            "Paints the values of segments on their pixels; 0 where pixels are ignored.",
            "",
            "Arrays are FILE.npy, FILE.npz:array or FILE.h5:/dataset; labels may be a PNG too. B may be left out of a"
                    + " single image.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  smalti unpool --pooled p.npy --labels l.npy --out map.npy",
            "  smalti unpool --pooled pooled.npz:mean --labels photo.labels.png --out map.npy",
        })
final class UnpoolCommand implements Callable<Integer> {
    private static final String ARRAY = "unpooled";

    private final Terminal terminal;

    @Option(names = "--pooled", required = true, paramLabel = "P", description = "A table [B,K,C].")
    private String pooled = "";

    @Mixin private MapOptions maps = new MapOptions();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "X",
            description =
                    "The file to write: .npy, or .npz or .h5, which call the array '"
                            + ARRAY
                            + "'.")
    private Path out = Path.of("");

    @Mixin private DeviceOptions deviceOptions = new DeviceOptions();

    UnpoolCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        var device = deviceOptions.device();
        int images;
        try (ArraySource table = ArrayFiles.open(pooled);
                ArraySource labels = maps.openLabels()) {
            UnpoolStream stream =
                    new UnpoolStream(table, labels, maps.layout(), maps.ignored(), device);
            images = stream.images();
            try (ArraySink sink = ArrayFiles.create(out);
                    Progress progress = new Progress(terminal, images)) {
                stream.run(sink, ARRAY, image -> progress.at(image + 1, "images"));
                sink.commit();
            }
        }
        terminal.out().printf("%s: %d image%s%n", out, images, images == 1 ? "" : "s");
        return Program.DONE;
    }
}
