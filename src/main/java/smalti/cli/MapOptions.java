package smalti.cli;

import java.io.IOException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import smalti.op.Layout;
import smalti.store.ArrayFiles;
import smalti.store.ArraySource;

/// The label maps that segments are taken from, and the layout of the maps beside them.
final class MapOptions {
    @Option(
            names = "--labels",
            required = true,
            paramLabel = "L",
            description = "Labels [B,H,W] of any integer type; negative ones are ignored.")
    private String labels = "";

    @Option(
            names = "--ignore",
            paramLabel = "ID",
            description = "A label that belongs to no segment, e.g. 255.")
    private @Nullable Integer ignore;

    @Option(
            names = "--layout",
            paramLabel = "ORDER",
            description = "nhwc or nchw: the order of the maps' dimensions (nhwc).")
    private Layout layout = Layout.NHWC;

    /// Opens the label maps; the caller closes them.
    ArraySource openLabels() throws IOException {
        return ArrayFiles.openLabels(labels);
    }

    OptionalInt ignored() {
        return ignore == null ? OptionalInt.empty() : OptionalInt.of(ignore);
    }

    Layout layout() {
        return layout;
    }
}
