package smalti.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import smalti.error.SmaltiException;

/// Does the same with each of many photos: one that fails is reported, and the rest go on.
final class EachPhoto {
    /// What is done with a photo.
    interface Work {
        /// @param name what files made from the photo are called, each another
        /// @return prints the result; run when no progress bar is in the way
        Runnable with(Path photo, String name) throws IOException;
    }

    private EachPhoto() {}

    /// @return the exit code of a command that did this
    static int run(List<Path> photos, Terminal terminal, Work work) {
        List<String> names = OutputNames.of(photos);
        int failures = 0;
        try (Progress progress = new Progress(terminal, photos.size())) {
            for (int i = 0; i < photos.size(); i++) {
                progress.at(i, names.get(i));
                try {
                    Runnable print = work.with(photos.get(i), names.get(i));
                    progress.clear();
                    print.run();
                } catch (IOException | SmaltiException | OutOfMemoryError failed) {
                    failures++;
                    progress.clear();
                    Errors.report(failed, terminal.err());
                }
            }
        }
        return failures == 0 ? Program.DONE : Program.FAILED;
    }
}
