package smalti.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import smalti.error.FormatException;
import smalti.error.ParameterException;
import smalti.error.SmaltiException;
import smalti.segment.SegmentMap;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// A segment map as a `.npz` file of its runs, which any program with NumPy reads: `version` `[1]`, `size` `[3]` of
/// batch, height and width, `segments` `[B]`, `run_starts` `[runs + 1]` and `run_labels` `[runs]`, all of 32-bit integers
/// and as [SegmentMap] describes them.
public final class SegmentMapFile {
    private static final int VERSION = 1;

    /// Rows of the tables `[B,K]`, and rows of pixels, that a small file may claim: what is small itself.
    private static final long ALWAYS_ALLOWED = 1 << 24;

    /// Beyond [#ALWAYS_ALLOWED], segments a pixel.
    private static final long SPARSEST = 16;

    private SegmentMapFile() {}

    /// Writes a map.
    ///
    /// @throws ParameterException if it has so many more segments than pixels that no reader would believe it
    public static void write(Path file, SegmentMap map) throws IOException {
        long believed = believed(map.pixels());
        if ((long) map.batch() * map.segments() > believed) {
            throw new ParameterException(
                    "the number of segments in a file",
                    "at most " + believed + " in all",
                    map.segments());
        }
        int[] segments = new int[map.batch()];
        for (int image = 0; image < segments.length; image++) {
            segments[image] = map.segments(image);
        }
        try (NpzWriter writer = NpzWriter.create(file)) {
            writer.write("version", Tensor.of(new int[] {VERSION}, 1));
            writer.write("size", Tensor.of(new int[] {map.batch(), map.height(), map.width()}, 3));
            writer.write("segments", Tensor.of(segments, segments.length));
            writer.write("run_starts", Tensor.of(map.runStarts(), map.runs() + 1));
            writer.write("run_labels", Tensor.of(map.runLabels(), map.runs()));
            writer.commit();
        }
    }

    /// Reads a map and checks all of it.
    ///
    /// @throws FormatException if the file holds no segment map
    public static SegmentMap read(Path file) throws IOException {
        String name = file.toString();
        try (NpzReader archive = NpzReader.open(file)) {
            Set<String> names = Set.of("version", "size", "segments", "run_starts", "run_labels");
            if (!Set.copyOf(archive.names()).equals(names)) {
                throw new FormatException(
                        name, -1, "a segment map holds " + names + ", not " + archive.names());
            }
            int version = ints(archive, name, "version", 1)[0];
            if (version != VERSION) {
                throw new FormatException(
                        name,
                        -1,
                        "segment maps of version " + version + " are not read, only of " + VERSION);
            }
            int[] size = ints(archive, name, "size", 3);
            int[] segments = ints(archive, name, "segments", size[0]);
            checkTables(name, size, segments);
            int[] starts = ints(archive, name, "run_starts");
            int[] labels = ints(archive, name, "run_labels");
            return map(name, size, segments, starts, labels);
        }
    }

    private static SegmentMap map(
            String name, int[] size, int[] segments, int[] starts, int[] labels) {
        try {
            return SegmentMap.ofRuns(size[1], size[2], segments, starts, labels);
        } catch (SmaltiException wrong) {
            throw new FormatException(name, -1, "is no segment map: " + wrong.getMessage(), wrong);
        }
    }

    /// Refuses tables that are large for what the file holds, before they are made.
    private static void checkTables(String name, int[] size, int[] segments) {
        long most = 0;
        for (int each : segments) {
            most = Math.max(most, each);
        }
        long entries = Math.multiplyExact(most, (long) segments.length);
        long rows = Math.multiplyExact((long) size[0], (long) size[1]);
        long pixels =
                size[0] < 0 || size[1] < 0 || size[2] < 0 || rows > Shape.MAX_ELEMENTS
                        ? 0
                        : rows * size[2];
        if (entries > believed(pixels)) {
            throw new FormatException(
                    name,
                    -1,
                    "%d segments a picture are over the limit of %d in all"
                            .formatted(most, believed(pixels)));
        }
        if (size[2] == 0 && rows > ALWAYS_ALLOWED) {
            throw new FormatException(
                    name,
                    -1,
                    "%d empty rows are over the limit of %d".formatted(rows, ALWAYS_ALLOWED));
        }
    }

    private static long believed(long pixels) {
        return Math.max(ALWAYS_ALLOWED, SPARSEST * pixels);
    }

    /// One of the archive's arrays, of a known length.
    private static int[] ints(NpzReader archive, String name, String array, int length)
            throws IOException {
        int[] found = ints(archive, name, array);
        if (found.length != length) {
            throw new FormatException(
                    name,
                    -1,
                    "%s needs %d whole numbers, not %d".formatted(array, length, found.length));
        }
        return found;
    }

    private static int[] ints(NpzReader archive, String name, String array) throws IOException {
        try (NpyReader reader = archive.open(array)) {
            if (reader.shape().rank() != 1 || !reader.header().type().isWhole()) {
                throw new FormatException(
                        name,
                        -1,
                        "%s needs a list of whole numbers, not %s %s"
                                .formatted(array, reader.header().type(), reader.shape()));
            }
            return reader.read().ints();
        }
    }
}
