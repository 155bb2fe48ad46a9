package smalti.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import smalti.error.FormatException;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.tensor.Tensor;

/// Files with bytes changed, cut off, put in or left out: each is read, or refused with the one error that names it.
class DamagedFileProperties {
    private static Path folder = Path.of("");

    /// The kinds of files, each written once and read whole.
    enum Kind {
        NPY {
            @Override
            void write(Path file) throws IOException {
                NpyWriter.write(file, tensor());
            }

            @Override
            void read(Path file) throws IOException {
                NpyReader.read(file);
            }
        },
        NPZ {
            @Override
            void write(Path file) throws IOException {
                try (NpzWriter writer = NpzWriter.create(file)) {
                    writer.write("mean", tensor());
                    writer.write("counts", tensor().to(DType.I32));
                    writer.commit();
                }
            }

            @Override
            void read(Path file) throws IOException {
                try (NpzReader archive = NpzReader.open(file)) {
                    for (String name : archive.names()) {
                        archive.read(name);
                    }
                }
            }
        },
        SAFETENSORS {
            @Override
            void write(Path file) throws IOException {
                SafetensorsWriter.write(
                        file,
                        Map.of("conv1.weight", tensor(), "bias", tensor().to(DType.BF16)),
                        Map.of("source", "a test"));
            }

            @Override
            void read(Path file) throws IOException {
                try (SafetensorsReader reader = SafetensorsReader.open(file)) {
                    for (String name : reader.names()) {
                        reader.read(name);
                    }
                }
            }
        },
        SEGMENT_MAP {
            @Override
            void write(Path file) throws IOException {
                int[] labels = new int[2 * 5 * 7];
                Arrays.setAll(labels, i -> i / 3 % 6 - 1);
                SegmentMapFile.write(
                        file, SegmentMap.of(Tensor.of(labels, 2, 5, 7), Labelling.DENSE));
            }

            @Override
            void read(Path file) throws IOException {
                SegmentMap map = SegmentMapFile.read(file);
                assertThat(SegmentMap.of(map.labels(), Labelling.DENSE).labels().ints())
                        .isEqualTo(map.labels().ints());
            }
        };

        abstract void write(Path file) throws IOException;

        abstract void read(Path file) throws IOException;

        private static Tensor tensor() {
            return Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        }
    }

    @BeforeContainer
    static void writeGoodFiles() throws IOException {
        folder = Files.createTempDirectory("smalti-damaged");
        for (Kind kind : Kind.values()) {
            kind.write(folder.resolve(kind + ".good"));
        }
    }

    @AfterContainer
    static void dropFolder() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Property(tries = 1500)
    void damageIsReadOrRefusedByName(@ForAll Kind kind, @ForAll long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = Files.readAllBytes(folder.resolve(kind + ".good"));
        for (int changes = random.nextInt(1, 4); changes > 0 && bytes.length > 0; changes--) {
            bytes = damaged(bytes, random);
        }
        Path file = Files.write(folder.resolve(kind + ".bad"), bytes);
        try {
            kind.read(file);
        } catch (FormatException refused) {
            assertThat(refused).hasMessageStartingWith(file.toString());
        }
    }

    private static byte[] damaged(byte[] bytes, SplittableRandom random) {
        if (bytes.length == 0) {
            return bytes;
        }
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(bytes, at + 1);
            case 1 -> joined(bytes, at, at + 1);
            case 2 -> joined(bytes, at + 1, at);
            case 3 -> {
                byte[] other = bytes.clone();
                other[at] = (byte) "0123456789,()[]{}'\" <>-".charAt(random.nextInt(23));
                yield other;
            }
            default -> {
                byte[] other = bytes.clone();
                other[at] ^= (byte) (1 << random.nextInt(8));
                yield other;
            }
        };
    }

    /// The bytes before `end`, then those from `start` on: one left out, or one doubled.
    private static byte[] joined(byte[] bytes, int end, int start) {
        byte[] other = Arrays.copyOf(bytes, end + bytes.length - start);
        System.arraycopy(bytes, start, other, end, bytes.length - start);
        return other;
    }
}
