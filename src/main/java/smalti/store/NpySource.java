package smalti.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import smalti.file.ElementType;
import smalti.file.NpyReader;
import smalti.file.NpzReader;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// A `.npy` file, or an array of a `.npz` archive.
final class NpySource implements ArraySource {
    private final String name;
    private final NpyReader reader;
    private final Closeable archive;

    private NpySource(String name, NpyReader reader, Closeable archive) {
        this.name = name;
        this.reader = reader;
        this.archive = archive;
    }

    static NpySource open(Path file) throws IOException {
        return new NpySource(file.toString(), NpyReader.open(file), () -> {});
    }

    static NpySource open(Path archive, String array) throws IOException {
        NpzReader arrays = NpzReader.open(archive);
        try {
            return new NpySource(archive + ":" + array, arrays.open(array), arrays);
        } catch (IOException | RuntimeException failed) {
            arrays.close();
            throw failed;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Shape shape() {
        return reader.shape();
    }

    @Override
    public ElementType type() {
        return reader.header().type();
    }

    @Override
    public Tensor read(int first, int count, DType type) throws IOException {
        return reader.read(first, count, type);
    }

    @Override
    public void close() throws IOException {
        reader.close();
        archive.close();
    }
}
