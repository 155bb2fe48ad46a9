package smalti.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import smalti.error.FormatException;
import smalti.error.SmaltiException;
import smalti.file.Draft;

/// The folder of a training run: what was run, how it goes, and what came out. One process at a time trains in it.
///
/// | file | what |
/// |---|---|
/// | `run.json` | what exactly was run |
/// | `log.csv`, `loss.png` | loss and learning rate of each step |
/// | `examinations.csv` | scores, each time the network was tried |
/// | `checkpoint.safetensors` | where a run goes on that was stopped |
/// | `weights.safetensors` | the network as it came out |
/// | `report.html` | all of it, to look at |
public final class RunFolder implements AutoCloseable {
    private static final String WEIGHTS = "weights.safetensors";

    private final Path folder;
    private final FileChannel channel;
    private final @Nullable FileLock lock;
    private final boolean isNew;

    private RunFolder(Path folder, FileChannel channel, @Nullable FileLock lock, boolean isNew) {
        this.folder = folder;
        this.isNew = isNew;
        this.channel = channel;
        this.lock = lock;
    }

    /// Whether there is a run in a folder.
    public static boolean isRun(Path folder) {
        return Files.exists(folder.resolve("run.json"));
    }

    /// What was run in a folder.
    ///
    /// @throws FormatException if there was nothing
    public static RunRecord record(Path folder) throws IOException {
        if (!isRun(folder)) {
            throw new FormatException(
                    folder.toString(), -1, "holds no training run, which has a file run.json");
        }
        return RunRecord.read(folder.resolve("run.json"));
    }

    /// Makes a folder for a run, or takes one to go on in.
    ///
    /// @throws SmaltiException if another process trains in it
    public static RunFolder take(Path folder) throws IOException {
        boolean isNew = !Files.exists(folder);
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(
                        folder.resolve(".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw taken(folder);
            }
            Draft.sweep(folder);
            return new RunFolder(folder, channel, lock, isNew);
        } catch (OverlappingFileLockException here) {
            channel.close();
            throw taken(folder);
        } catch (SmaltiException elsewhere) {
            channel.close();
            throw elsewhere;
        }
    }

    private static SmaltiException taken(Path folder) {
        return new SmaltiException(
                folder + ": another process trains here; wait for it, or name another folder");
    }

    public Path path() {
        return folder;
    }

    public Path record() {
        return folder.resolve("run.json");
    }

    public Path log() {
        return log(folder);
    }

    public Path curve() {
        return folder.resolve("loss.png");
    }

    public Path examinations() {
        return examinations(folder);
    }

    public Path checkpoint() {
        return folder.resolve("checkpoint.safetensors");
    }

    public Path weights() {
        return folder.resolve(WEIGHTS);
    }

    static Path log(Path folder) {
        return folder.resolve("log.csv");
    }

    static Path examinations(Path folder) {
        return folder.resolve("examinations.csv");
    }

    /// Whether the run in a folder has come to its end.
    static boolean isFinished(Path folder) {
        return Files.exists(folder.resolve(WEIGHTS));
    }

    /// The network as it came out of a run.
    ///
    /// @throws FormatException if the run has not come to its end
    public static Path finishedWeights(Path folder) {
        Path weights = folder.resolve(WEIGHTS);
        if (!Files.exists(weights)) {
            throw new FormatException(
                    weights.toString(),
                    -1,
                    "is missing: the run has not come to its end; go on with it by 'smalti train SYSTEM --resume --out %s'"
                            .formatted(folder));
        }
        return weights;
    }

    public Path report() {
        return folder.resolve("report.html");
    }

    /// Lets others train here. A folder that was made for a run that never began goes.
    @Override
    public void close() throws IOException {
        boolean inVain = isNew && !isRun(folder);
        if (inVain) {
            empty();
        }
        if (lock != null) {
            lock.release();
        }
        channel.close();
        if (inVain) {
            Files.deleteIfExists(folder);
        }
    }

    private void empty() throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all.subList(0, all.size() - 1)) {
            Files.deleteIfExists(each);
        }
    }
}
