package smalti.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import smalti.dataset.DataSetFormat;

/// Which data set.
final class DataSetOptions {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Option(names = "--data", paramLabel = "DIR", description = "The data set's folder.")
    private @Nullable Path folder;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            description =
                    "${COMPLETION-CANDIDATES}: how the set lies in its folder (what it looks like).")
    private @Nullable DataSetFormat format;

    /// The folder, which must have been named.
    Path folder() {
        if (folder == null) {
            throw wrong("--data DIR is missing: the folder of the data set");
        }
        return folder;
    }

    /// The folder that was named, or another.
    Path folderOr(Path other) {
        return folder == null ? other : folder;
    }

    /// The format that was named, or the one that the folder seems to have.
    DataSetFormat format() {
        Path data = folder();
        return format != null
                ? format
                : DataSetFormat.of(data)
                        .orElseThrow(() ->
                                wrong(
                                        data
                                                + " looks like no known data set; "
                                                + DataSetFormat.near(data)
                                                        .map(near -> near + " does")
                                                        .orElse(
                                                                "say --format camvid, voc, msrc, ade20k, cityscapes or plain")));
    }

    private CommandLine.ParameterException wrong(String what) {
        return new CommandLine.ParameterException(command.commandLine(), what);
    }
}
