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

    /// Is told how far the work with a photo has come.
    interface Listener {
        /// @param percent of the work that is done
        /// @param what is done next
        void at(int percent, String what);
    }

    /// What is done with a photo, if it takes long.
    interface LongWork {
        /// @param name what files made from the photo are called, each another
        /// @param listener is told how far the work has come
        /// @return prints the result; run when no progress bar is in the way
        Runnable with(Path photo, String name, Listener listener) throws IOException;
    }

    private static final int PERCENT = 100;

    private EachPhoto() {}

    /// @return the exit code of a command that did this
    static int run(List<Path> photos, Terminal terminal, Work work) {
        return run(photos, terminal, 1, (photo, name, _) -> work.with(photo, name));
    }

    /// The same with work that tells how far it has come.
    static int run(List<Path> photos, Terminal terminal, LongWork work) {
        return run(photos, terminal, PERCENT, work);
    }

    private static int run(List<Path> photos, Terminal terminal, int steps, LongWork work) {
        List<String> names = OutputNames.of(photos);
        int failures = 0;
        try (Progress progress = new Progress(terminal, photos.size() * steps)) {
            for (int i = 0; i < photos.size(); i++) {
                int first = i * steps;
                String name = names.get(i);
                progress.at(first, name);
                try {
                    Runnable print =
                            work.with(
                                    photos.get(i),
                                    name,
                                    (percent, what) ->
                                            progress.at(
                                                    first + percent * steps / PERCENT,
                                                    name + ": " + what));
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
