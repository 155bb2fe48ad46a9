package smalti.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import smalti.photo.PhotoReader;

/// How photos are read, and results told of.
final class PhotoOptions {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Option(
            names = "--max-pixels",
            paramLabel = "N",
            description = "Refuse larger photos (${DEFAULT-VALUE}).")
    private long maxPixels = PhotoReader.DEFAULT_MAX_PIXELS;

    @Option(names = "--json", description = "Print results as one line of JSON a photo.")
    private boolean json;

    PhotoReader reader() {
        return Options.checked(command, () -> PhotoReader.upTo(maxPixels));
    }

    boolean json() {
        return json;
    }
}
