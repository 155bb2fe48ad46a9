package smalti.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import smalti.error.FormatException;
import smalti.error.ParameterException;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

class SegmentMapFileTest {
    @TempDir Path folder;

    private SegmentMap map() {
        return SegmentMap.of(
                Tensor.of(new int[] {0, 0, 3, -1, -1, 3, 1, 1, 1, 0, 0, 0}, 2, 2, 3),
                Labelling.DENSE);
    }

    @Test
    void aMapComesBackEqual() throws IOException {
        Random random = new Random(7);
        int[] labels = new int[3 * 40 * 50];
        Arrays.setAll(
                labels,
                i -> random.nextInt(4) > 0 && i > 0 ? labels[i - 1] : random.nextInt(-1, 30));
        Labelling[] ways = {
            Labelling.DENSE, Labelling.DENSE.withSegments(40), Labelling.DENSE.ignoring(7)
        };
        Path file = folder.resolve("map.npz");
        for (Labelling way : ways) {
            SegmentMap map = SegmentMap.of(Tensor.of(labels, 3, 40, 50), way);
            SegmentMapFile.write(file, map);
            SegmentMap read = SegmentMapFile.read(file);
            assertThat(read).isEqualTo(map);
            assertThat(read.counts()).isEqualTo(map.counts());
            assertThat(read.rowRuns()).isEqualTo(map.rowRuns());
            assertThat(read.segmentRuns()).isEqualTo(map.segmentRuns());
            assertThat(read.segmentStarts()).isEqualTo(map.segmentStarts());
            assertThat(read.packedOffsets()).isEqualTo(map.packedOffsets());
        }
    }

    @ParameterizedTest
    @CsvSource({"0,4,5", "2,0,5", "2,4,0", "1,1,1"})
    void smallAndEmptyMapsComeBackEqual(int batch, int height, int width) throws IOException {
        SegmentMap map =
                SegmentMap.of(
                        Tensor.of(new int[batch * height * width], batch, height, width),
                        Labelling.DENSE);
        Path file = folder.resolve("map.npz");
        SegmentMapFile.write(file, map);
        assertThat(SegmentMapFile.read(file)).isEqualTo(map);
    }

    @Test
    void theFileIsPlainNumpy() throws IOException {
        Path file = folder.resolve("map.npz");
        SegmentMapFile.write(file, map());
        try (NpzReader archive = NpzReader.open(file)) {
            assertThat(archive.names())
                    .containsExactly("version", "size", "segments", "run_starts", "run_labels");
            assertThat(archive.read("size").ints()).containsExactly(2, 2, 3);
            assertThat(archive.read("segments").ints()).containsExactly(4, 2);
            assertThat(archive.read("run_starts").ints()).containsExactly(0, 2, 3, 5, 6, 9, 12);
            assertThat(archive.read("run_labels").ints()).containsExactly(0, 3, -1, 3, 1, 0);
        }
    }

    /// Each file differs from that of `map()` in one array.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    version    | 2             | version 2
                    version    | 1 1           | version needs 1
                    size       | 2 2           | size needs 3
                    size       | 2 2 4         | end of the last run must be 16 pixels
                    size       | 2 3 2         | the end of run 2 must be from 4 to 4 in its row
                    size       | 1 4 3         | segments needs 1
                    size       | 2 -2 3        | sizes of at least 0
                    size       | 2 2147483647 3| at most 2147483639 elements
                    size       | 2 6 1         | at least the 12 rows
                    segments   | 4             | segments needs 2
                    segments   | 4 -1          | the number of segments of image 1 must be at least 0, not -1
                    segments   | 3 2           | label 3 at [0,0,2] is not below the 3 segments
                    segments   | 4 1           | label 1 at [1,0,0] is not below the 1 segments
                    segments   | 4 2147483647  | 2147483647 segments a picture are over the limit of 16777216
                    run_starts | 0 2 3 5 6 9   | 7 starts
                    run_starts | 1 2 3 5 6 9 12| the start of run 0 must be pixel 0
                    run_starts | 0 2 4 5 6 9 12| the end of run 1 must be from 3 to 3
                    run_starts | 0 0 3 5 6 9 12| the end of run 0 must be from 1 to 3
                    run_starts | 0 2 3 5 6 9 11| end of the last run must be 12 pixels
                    run_labels | 0 3 -1 3 1    | 6 starts
                    run_labels | 0 0 -1 3 1 0  | the label of run 1 must be unlike
                    run_labels | 0 3 -2 3 1 0  | the label of run 2 must be a segment or -1
                    """)
    void anArrayThatIsWrongIsNamed(String array, String numbers, String trouble)
            throws IOException {
        int[] wrong =
                Arrays.stream(numbers.trim().split(" ")).mapToInt(Integer::parseInt).toArray();
        Path file = changed(name -> name, array, Tensor.of(wrong, wrong.length));
        assertThatThrownBy(() -> SegmentMapFile.read(file))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(trouble);
    }

    @Test
    void moreRunsThanPixelsAreNamed() throws IOException {
        Path file = folder.resolve("bad.npz");
        try (NpzWriter writer = NpzWriter.create(file)) {
            writer.write("version", Tensor.of(new int[] {1}, 1));
            writer.write("size", Tensor.of(new int[] {1, 1, 1}, 3));
            writer.write("segments", Tensor.of(new int[] {1}, 1));
            writer.write("run_starts", Tensor.of(new int[] {0, 1, 1}, 3));
            writer.write("run_labels", Tensor.of(new int[] {0, 0}, 2));
            writer.commit();
        }
        assertThatThrownBy(() -> SegmentMapFile.read(file))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("the number of runs must be 1");
    }

    @Test
    void otherArraysAndOtherTypesAreNamed() throws IOException {
        Path renamed =
                changed(name -> name.equals("size") ? "shape" : name, "", Tensor.of(new int[0], 0));
        assertThatThrownBy(() -> SegmentMapFile.read(renamed))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("a segment map holds");
        Path floats = changed(name -> name, "run_labels", Tensor.of(new float[6], 6));
        assertThatThrownBy(() -> SegmentMapFile.read(floats))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("run_labels needs a list of whole numbers, not f32 [6]");
        Path table = changed(name -> name, "segments", Tensor.of(new int[2], 2, 1));
        assertThatThrownBy(() -> SegmentMapFile.read(table))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("segments needs a list");
    }

    @Test
    void manyEmptyRowsInASmallFileAreRefused() throws IOException {
        Path file = folder.resolve("rows.npz");
        try (NpzWriter writer = NpzWriter.create(file)) {
            writer.write("version", Tensor.of(new int[] {1}, 1));
            writer.write("size", Tensor.of(new int[] {1, 2_000_000_000, 0}, 3));
            writer.write("segments", Tensor.of(new int[] {0}, 1));
            writer.write("run_starts", Tensor.of(new int[] {0}, 1));
            writer.write("run_labels", Tensor.of(new int[0], 0));
            writer.commit();
        }
        assertThatThrownBy(() -> SegmentMapFile.read(file))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("2000000000 empty rows are over the limit");
    }

    @Test
    void whatNoReaderWouldBelieveIsNotWritten() {
        SegmentMap sparse =
                SegmentMap.of(
                        Tensor.of(new int[1], 1, 1, 1),
                        Labelling.DENSE.withSegments((1 << 24) + 1));
        assertThatThrownBy(() -> SegmentMapFile.write(folder.resolve("map.npz"), sparse))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("16777216");
        assertThat(folder).isEmptyDirectory();
    }

    /// The file of `map()` with one array replaced, and its arrays renamed.
    private Path changed(UnaryOperator<String> names, String array, Tensor instead)
            throws IOException {
        Path good = folder.resolve("good.npz");
        Path bad = folder.resolve("bad.npz");
        SegmentMapFile.write(good, map());
        try (NpzReader reader = NpzReader.open(good);
                NpzWriter writer = NpzWriter.create(bad)) {
            for (String name : reader.names()) {
                writer.write(names.apply(name), name.equals(array) ? instead : reader.read(name));
            }
            writer.commit();
        }
        Files.delete(good);
        return bad;
    }
}
