package smalti.loading;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import smalti.error.SmaltiException;
import smalti.photo.Photo;
import smalti.photo.PhotoReader;

/// The photos of a data set, decoded when they are first needed and kept as long as there is room. Safe for several threads.
public final class Photos {
    /// Bytes of a sample of most photos.
    private static final int SAMPLE_BYTES = 1;

    private final List<Path> files;
    private final PhotoReader reader;
    private final BrokenFiles broken;
    private final Keeping<Photo> kept;

    /// @param bytes how much memory may be kept
    public Photos(List<Path> files, PhotoReader reader, BrokenFiles broken, long bytes) {
        this.files = List.copyOf(files);
        this.reader = reader;
        this.broken = broken;
        this.kept = new Keeping<>(bytes);
    }

    /// How many there are.
    public int size() {
        return files.size();
    }

    /// A photo, or nothing if its file is broken.
    ///
    /// @throws smalti.error.FormatException if too many are broken
    public Optional<Photo> at(int number) {
        Path file = files.get(number);
        if (broken.has(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(kept.get(number, () -> reader.read(file), Photos::bytes));
        } catch (IOException | SmaltiException damaged) {
            broken.add(file, damaged);
            return Optional.empty();
        }
    }

    private static long bytes(Photo photo) {
        return (long) photo.width() * photo.height() * Photo.CHANNELS * SAMPLE_BYTES;
    }
}
