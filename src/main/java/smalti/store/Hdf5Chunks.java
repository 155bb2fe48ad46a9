package smalti.store;

import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.exceptions.HdfException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import smalti.error.FormatException;
import smalti.tensor.Shape;

/// A dataset in chunks, each perhaps compressed. Chunks that reach over several images are kept unpacked while they are
/// needed, within a limit.
final class Hdf5Chunks implements Hdf5Bytes {
    private static final long MAX_HELD = 256L << 20;

    private final String name;
    private final ChunkedDataset dataset;
    private final int[] sizes;
    private final int[] chunk;
    private final int elementBytes;
    private final int chunkBytes;
    private final boolean fillsWithZeros;
    private final Map<List<Integer>, Optional<byte[]>> held = new LinkedHashMap<>(16, 0.75f, true);
    private long heldBytes;

    Hdf5Chunks(
            String name,
            ChunkedDataset dataset,
            Shape shape,
            int elementBytes,
            boolean fillsWithZeros) {
        this.name = name;
        this.dataset = dataset;
        this.sizes = shape.sizes();
        this.elementBytes = elementBytes;
        this.fillsWithZeros = fillsWithZeros;
        this.chunk = Jhdf.call(name, "a damaged dataset", dataset::getChunkDimensions);
        long bytes = elementBytes;
        for (int size : chunk) {
            if (size < 1 || bytes > Integer.MAX_VALUE / size) {
                throw new FormatException(
                        name,
                        -1,
                        "chunks of %s elements are over the limit of 2 GiB"
                                .formatted(Arrays.toString(chunk)));
            }
            bytes *= size;
        }
        if (chunk.length != sizes.length) {
            throw new FormatException(
                    name,
                    -1,
                    "chunks of rank %d in a dataset of rank %d"
                            .formatted(chunk.length, sizes.length));
        }
        this.chunkBytes = (int) bytes;
    }

    @Override
    public byte[] read(int first, int count) {
        int[] wanted = sizes.clone();
        wanted[0] = count;
        long inner = elementBytes;
        for (int i = 1; i < sizes.length; i++) {
            inner *= sizes[i];
        }
        byte[] bytes = new byte[Math.toIntExact(inner * count)];
        int[] at = new int[sizes.length];
        at[0] = first / chunk[0] * chunk[0];
        do {
            copy(at, first, wanted, bytes);
        } while (next(at, first + count));
        return bytes;
    }

    /// Steps to the next chunk in row-major order.
    ///
    /// @return false behind the last
    private boolean next(int[] at, int end) {
        for (int i = at.length - 1; i >= 0; i--) {
            int limit = i == 0 ? end : sizes[i];
            if (at[i] + (long) chunk[i] < limit) {
                at[i] += chunk[i];
                return true;
            }
            if (i > 0) {
                at[i] = 0;
            }
        }
        return false;
    }

    /// Copies what a chunk shares with the entries from `first` on, row by row.
    private void copy(int[] at, int first, int[] wanted, byte[] into) {
        Optional<byte[]> written = unpacked(at);
        if (written.isEmpty()) {
            if (!fillsWithZeros) {
                throw Hdf5Bytes.otherFill(name);
            }
            // Zeros are there already.
            return;
        }
        byte[] unpacked = written.get();
        int rank = sizes.length;
        int[] from = new int[rank];
        int[] to = new int[rank];
        for (int i = 0; i < rank; i++) {
            int low = i == 0 ? first : 0;
            from[i] = Math.max(at[i], low);
            to[i] = (int) Math.min(at[i] + (long) chunk[i], low + (long) wanted[i]);
        }
        int run = (to[rank - 1] - from[rank - 1]) * elementBytes;
        int[] index = from.clone();
        while (true) {
            long source = 0;
            long target = 0;
            for (int i = 0; i < rank; i++) {
                source = source * chunk[i] + index[i] - at[i];
                target = target * wanted[i] + index[i] - (i == 0 ? first : 0);
            }
            System.arraycopy(
                    unpacked,
                    (int) (source * elementBytes),
                    into,
                    (int) (target * elementBytes),
                    run);
            int dimension = rank - 2;
            while (dimension >= 0 && ++index[dimension] == to[dimension]) {
                index[dimension] = from[dimension];
                dimension--;
            }
            if (dimension < 0) {
                return;
            }
        }
    }

    private Optional<byte[]> unpacked(int[] at) {
        List<Integer> key = Arrays.stream(at).boxed().toList();
        Optional<byte[]> known = held.get(key);
        if (known != null) {
            return known;
        }
        Optional<byte[]> bytes =
                Jhdf.call(
                        name,
                        "a damaged chunk",
                        () -> {
                            try {
                                return Optional.of(dataset.getDecompressedChunk(at.clone()));
                            } catch (HdfException failed) {
                                // jhdf has no other way to tell that a chunk was never written.
                                if (failed.getMessage() != null
                                        && failed.getMessage().startsWith("No chunk with offset")) {
                                    return Optional.<byte[]>empty();
                                }
                                throw failed;
                            }
                        });
        if (bytes.isPresent() && bytes.get().length < chunkBytes) {
            throw new FormatException(
                    name,
                    -1,
                    "the chunk at %s unpacks to %d bytes instead of %d"
                            .formatted(key, bytes.get().length, chunkBytes));
        }
        hold(key, bytes);
        return bytes;
    }

    private void hold(List<Integer> key, Optional<byte[]> bytes) {
        held.put(key, bytes);
        heldBytes += bytes.map(array -> array.length).orElse(0);
        var eldest = held.entrySet().iterator();
        while (heldBytes > MAX_HELD && held.size() > 1) {
            heldBytes -= eldest.next().getValue().map(array -> array.length).orElse(0);
            eldest.remove();
        }
    }

    @Override
    public void close() {
        held.clear();
    }
}
