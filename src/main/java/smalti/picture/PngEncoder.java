package smalti.picture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// Writes PNG (W3C PNG specification, third edition) row by row. ImageIO's writer would load the whole of AWT for it.
final class PngEncoder {
    /// What a pixel is made of.
    enum Colour {
        GREY_8(8, 0, 1),
        GREY_16(16, 0, 2),
        RGB(8, 2, 3),
        RGBA(8, 6, 4);

        private final int depth;
        private final int type;
        private final int bytes;

        Colour(int depth, int type, int bytes) {
            this.depth = depth;
            this.type = type;
            this.bytes = bytes;
        }
    }

    /// Writes the samples of one row, big-endian, into an array of its exact length.
    @FunctionalInterface
    interface Rows {
        void fill(int y, byte[] row);
    }

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int FILTER_UP = 2;
    private static final int CHUNK = 1 << 16;

    /// Good for flat regions, and several times faster than the best there is.
    private static final int LEVEL = 4;

    private PngEncoder() {}

    static void write(OutputStream out, int width, int height, Colour colour, Rows rows)
            throws IOException {
        out.write(SIGNATURE);
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        header.put((byte) colour.depth).put((byte) colour.type);
        chunk(out, "IHDR", header.array(), header.capacity());
        writeData(out, width, height, colour, rows);
        chunk(out, "IEND", new byte[0], 0);
    }

    private static void writeData(OutputStream out, int width, int height, Colour colour, Rows rows)
            throws IOException {
        int length = Math.multiplyExact(width, colour.bytes);
        byte[] above = new byte[length];
        byte[] row = new byte[length];
        byte[] filtered = new byte[length + 1];
        filtered[0] = FILTER_UP;
        Deflater deflater = new Deflater(LEVEL);
        try (var compressed = new DeflaterOutputStream(new Chunks(out), deflater, CHUNK)) {
            for (int y = 0; y < height; y++) {
                rows.fill(y, row);
                for (int i = 0; i < length; i++) {
                    filtered[i + 1] = (byte) (row[i] - above[i]);
                }
                compressed.write(filtered);
                byte[] swap = above;
                above = row;
                row = swap;
            }
        } finally {
            deflater.end();
        }
    }

    private static void chunk(OutputStream out, String type, byte[] data, int length)
            throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 check = new CRC32();
        check.update(name);
        check.update(data, 0, length);
        out.write(ByteBuffer.allocate(4).putInt(length).array());
        out.write(name);
        out.write(data, 0, length);
        out.write(ByteBuffer.allocate(4).putInt((int) check.getValue()).array());
    }

    /// Cuts what is written to it into IDAT chunks. Closing it leaves the file open.
    private static final class Chunks extends OutputStream {
        private final OutputStream out;
        private final ByteArrayOutputStream waiting = new ByteArrayOutputStream(CHUNK);

        Chunks(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) {
            waiting.write(value);
        }

        @Override
        public void write(byte[] data, int from, int length) throws IOException {
            waiting.write(data, from, length);
            if (waiting.size() >= CHUNK) {
                cut();
            }
        }

        @Override
        public void close() throws IOException {
            if (waiting.size() > 0) {
                cut();
            }
        }

        private void cut() throws IOException {
            byte[] data = waiting.toByteArray();
            chunk(out, "IDAT", data, data.length);
            waiting.reset();
        }
    }
}
