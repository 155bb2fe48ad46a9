package smalti.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import smalti.file.NpyReader;
import smalti.file.NpyWriter;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Parts of an array until it is whole: in memory while they are small, in a file beside the result otherwise.
final class Spool implements Closeable {
    private static final long MOST_IN_MEMORY = 32L << 20;
    private static final long PIECE = 8L << 20;

    private final Pending pending;
    private final List<Tensor> held = new ArrayList<>();
    private final @Nullable NpyWriter writer;
    private final @Nullable Path file;

    private Spool(Pending pending, @Nullable NpyWriter writer, @Nullable Path file) {
        this.pending = pending;
        this.writer = writer;
        this.file = file;
    }

    /// What a part is handed to.
    @FunctionalInterface
    interface Target {
        void write(Tensor part) throws IOException;
    }

    static Spool of(Path beside, String name, DType type, Shape shape) throws IOException {
        Pending pending = new Pending(name, type, shape);
        if (shape.elements() <= MOST_IN_MEMORY / type.bytes()) {
            return new Spool(pending, null, null);
        }
        Path file =
                beside.resolveSibling(
                        ".%s.%s.%d-%x.part"
                                .formatted(
                                        beside.getFileName(),
                                        name,
                                        ProcessHandle.current().pid(),
                                        System.nanoTime()));
        return new Spool(pending, NpyWriter.create(file, type, shape), file);
    }

    DType type() {
        return pending.type();
    }

    Shape shape() {
        return pending.shape();
    }

    void write(Tensor part) throws IOException {
        pending.accept(part);
        if (writer != null) {
            writer.write(part);
        } else {
            held.add(part);
        }
    }

    /// Hands over the whole array, part by part.
    ///
    /// @throws smalti.error.ShapeException if parts are missing
    void replay(Target target) throws IOException {
        pending.expectWhole();
        for (Tensor part : held) {
            target.write(part);
        }
        if (writer == null || file == null) {
            return;
        }
        writer.commit();
        try (NpyReader reader = NpyReader.open(file)) {
            deleteWhereOpenFilesCanBe(file);
            int entries = shape().size(0);
            long entry = Math.max(1, shape().inner().elements() * type().bytes());
            int step = (int) Math.clamp(PIECE / entry, 1, entries);
            for (int from = 0; from < entries; from += step) {
                target.write(reader.read(from, Math.min(step, entries - from), type()));
            }
        }
    }

    /// Most systems let an open file go on without its name; then nothing is left whatever happens.
    private static void deleteWhereOpenFilesCanBe(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException later) {
            // It goes when the spool is closed.
        }
    }

    @Override
    public void close() throws IOException {
        held.clear();
        if (writer != null && file != null) {
            writer.close();
            Files.deleteIfExists(file);
        }
    }
}
