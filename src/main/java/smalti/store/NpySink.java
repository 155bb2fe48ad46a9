package smalti.store;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import smalti.error.ParameterException;
import smalti.file.NpyWriter;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Writes one array as a `.npy` file, whatever its name.
final class NpySink implements ArraySink {
    private final Path file;
    private @Nullable NpyWriter writer;

    NpySink(Path file) {
        this.file = file;
    }

    @Override
    public void declare(String array, DType type, Shape shape) throws IOException {
        if (writer != null) {
            throw new ParameterException("the arrays of " + file, "one", "two: a .npz holds more");
        }
        writer = NpyWriter.create(file, type, shape);
    }

    @Override
    public void write(String array, Tensor part) throws IOException {
        declared().write(part);
    }

    private NpyWriter declared() {
        NpyWriter known = writer;
        if (known == null) {
            throw new IllegalStateException("no array was declared");
        }
        return known;
    }

    @Override
    public void commit() throws IOException {
        declared().commit();
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }
}
