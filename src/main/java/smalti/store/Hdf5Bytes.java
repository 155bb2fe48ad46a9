package smalti.store;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.dataset.DatasetBase;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import smalti.error.FormatException;
import smalti.tensor.Shape;

/// The raw bytes of a dataset, however it is laid out, in parts along its first dimension.
sealed interface Hdf5Bytes extends Closeable
        permits Hdf5Bytes.Zeros, Hdf5Bytes.Held, Hdf5Bytes.Contiguous, Hdf5Chunks {
    /// The bytes of `count` entries of the first dimension, in row-major order.
    byte[] read(int first, int count) throws IOException;

    @Override
    void close() throws IOException;

    static Hdf5Bytes of(String name, Dataset dataset, Shape shape, int elementBytes)
            throws IOException {
        int inner =
                Math.toIntExact(
                        Math.min(
                                Integer.MAX_VALUE,
                                shape.rank() == 0 ? 1 : shape.inner().elements()));
        long all = shape.elements() * elementBytes;
        boolean empty = Jhdf.call(name, "a damaged dataset", dataset::isEmpty);
        if (empty || all == 0) {
            if (all > 0 && !fillsWithZeros(name, dataset)) {
                throw otherFill(name);
            }
            return new Zeros((long) inner * elementBytes);
        }
        if (dataset instanceof ContiguousDataset contiguous) {
            return Contiguous.open(name, contiguous, all, (long) inner * elementBytes);
        }
        if (dataset instanceof ChunkedDataset chunked) {
            return new Hdf5Chunks(
                    name, chunked, shape, elementBytes, fillsWithZeros(name, dataset));
        }
        byte[] held =
                Jhdf.call(
                        name,
                        "a damaged dataset",
                        () -> {
                            ByteBuffer buffer = ((DatasetBase) dataset).getDataBuffer();
                            byte[] bytes = new byte[buffer.remaining()];
                            buffer.get(bytes);
                            return bytes;
                        });
        if (held.length < all) {
            throw new FormatException(
                    name, -1, "holds %d bytes where %d are promised".formatted(held.length, all));
        }
        return new Held(held, inner * elementBytes);
    }

    /// Whether parts that were never written read as zeros.
    private static boolean fillsWithZeros(String name, Dataset dataset) {
        Object value =
                Jhdf.call(
                        name,
                        "a damaged fill value",
                        () -> {
                            Object given = dataset.getFillValue();
                            return given == null ? 0 : given;
                        });
        return value instanceof Number number && number.doubleValue() == 0;
    }

    /// Of parts never written only zeros are known.
    static FormatException otherFill(String name) {
        return new FormatException(
                name, -1, "parts were never written, and their fill value is not 0");
    }

    /// A dataset of which nothing was written.
    record Zeros(long entry) implements Hdf5Bytes {
        @Override
        public byte[] read(int first, int count) {
            return new byte[Math.toIntExact(entry * count)];
        }

        @Override
        public void close() {}
    }

    /// A small dataset that lies within its header.
    record Held(byte[] bytes, int entry) implements Hdf5Bytes {
        @Override
        public byte[] read(int first, int count) {
            return Arrays.copyOfRange(bytes, first * entry, (first + count) * entry);
        }

        @Override
        public void close() {}
    }

    /// A dataset in one piece.
    record Contiguous(String name, FileChannel channel, long start, long entry)
            implements Hdf5Bytes {
        static Contiguous open(String name, ContiguousDataset dataset, long all, long entry)
                throws IOException {
            FileChannel channel =
                    FileChannel.open(dataset.getFileAsPath(), StandardOpenOption.READ);
            try {
                long start =
                        Jhdf.call(
                                name,
                                "a damaged dataset",
                                () ->
                                        dataset.getDataAddress()
                                                + dataset.getHdfFile().getUserBlockSize());
                if (start < 0 || start > channel.size() || all > channel.size() - start) {
                    throw new FormatException(
                            name,
                            start,
                            "%d bytes of data are promised and %d are there"
                                    .formatted(all, Math.max(0, channel.size() - start)));
                }
                return new Contiguous(name, channel, start, entry);
            } catch (IOException | RuntimeException failed) {
                channel.close();
                throw failed;
            }
        }

        @Override
        public byte[] read(int first, int count) throws IOException {
            byte[] bytes = new byte[Math.toIntExact(entry * count)];
            ByteBuffer into = ByteBuffer.wrap(bytes);
            long from = start + first * entry;
            while (into.hasRemaining()) {
                int read = channel.read(into, from + into.position());
                if (read < 0) {
                    throw new FormatException(
                            name, from + into.position(), "the file ends within the data");
                }
            }
            return bytes;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
