package smalti.store;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.file.Draft;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// Writes an HDF5 file image by image.
///
/// jhdf 0.13 writes only datasets that are in memory as a whole. Here it writes the file's structure with the place of
/// every dataset left open, and the data goes into these places as it comes.
final class Hdf5Sink implements ArraySink {
    private static final int PIECE = 1 << 20;

    private final Draft draft;
    private final Map<String, Hdf5Place> places = new LinkedHashMap<>();
    private @Nullable FileChannel channel;

    private Hdf5Sink(Draft draft) {
        this.draft = draft;
    }

    static Hdf5Sink create(Path file) throws IOException {
        return new Hdf5Sink(Draft.of(file));
    }

    @Override
    public void declare(String array, DType type, Shape shape) {
        if (channel != null) {
            throw new IllegalStateException("arrays are declared before the first is written");
        }
        Hdf5Place place = new Hdf5Place(array, type, shape);
        if (places.putIfAbsent(array, place) != null) {
            throw new ParameterException("the name of an array", "one that is not taken", array);
        }
    }

    @Override
    public void write(String array, Tensor part) throws IOException {
        Hdf5Place place = places.get(array);
        if (place == null) {
            throw new ParameterException(
                    "the name of an array", "one of " + places.keySet(), array);
        }
        FileChannel open = opened();
        long entry = place.pending().shape().inner().elements() * part.dtype().bytes();
        long at = place.address() + place.pending().accept(part) * entry;
        ByteBuffer piece = ByteBuffer.allocate(PIECE).order(ByteOrder.nativeOrder());
        int elements = (int) part.elements();
        int step = PIECE / part.dtype().bytes();
        for (int from = 0; from < elements; from += step) {
            piece.clear();
            encode(part, from, Math.min(step, elements - from), piece);
            piece.flip();
            while (piece.hasRemaining()) {
                at += open.write(piece, at);
            }
        }
    }

    private static void encode(Tensor part, int from, int count, ByteBuffer into) {
        int at = part.offset() + from;
        switch (part.storage()) {
            case Storage.Floats(float[] array) -> into.asFloatBuffer().put(array, at, count);
            case Storage.Doubles(double[] array) -> into.asDoubleBuffer().put(array, at, count);
            case Storage.Shorts(DType _, short[] array) ->
                    into.asShortBuffer().put(array, at, count);
            case Storage.Ints(int[] array) -> into.asIntBuffer().put(array, at, count);
            case Storage.OnDevice _ ->
                    throw new ShapeException("a file", "a tensor on the heap", part);
        }
        into.position(count * part.dtype().bytes());
    }

    /// The file with its structure written.
    private FileChannel opened() throws IOException {
        FileChannel known = channel;
        if (known != null) {
            return known;
        }
        try (WritableHdfFile structure = HdfFile.write(draft.path())) {
            places.forEach(structure::putDataset);
        }
        FileChannel opened = FileChannel.open(draft.path(), StandardOpenOption.WRITE);
        channel = opened;
        return opened;
    }

    @Override
    public void commit() throws IOException {
        places.values().forEach(place -> place.pending().expectWhole());
        opened().close();
        draft.commit();
    }

    @Override
    public void close() throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            draft.close();
        }
    }
}
