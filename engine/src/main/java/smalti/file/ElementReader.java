package smalti.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.LongFunction;
import smalti.error.FormatException;
import smalti.tensor.Shape;
import smalti.tensor.Storage;

/// Reads elements of one array from its bytes into a tensor's storage, by way of one buffer.
final class ElementReader {
    private static final int BUFFER = 1 << 16;

    private final ByteSource source;
    private final ElementType type;
    private final ByteOrder order;
    private final LongFunction<String> place;
    private final ElementDecoder decoder;
    private final byte[] buffer = new byte[BUFFER];
    private long bufferStart;
    private int buffered;

    /// @param place names the element that starts at a byte, for errors
    ElementReader(
            ByteSource source, ElementType type, ByteOrder order, LongFunction<String> place) {
        this.source = source;
        this.type = type;
        this.order = order;
        this.place = place;
        this.decoder = new ElementDecoder(type);
    }

    /// Names the `number`th element of an array.
    ///
    /// @param fortranOrder whether the first dimension varies fastest
    /// @return its indices in brackets
    static String position(Shape shape, boolean fortranOrder, long number) {
        int[] indices = new int[shape.rank()];
        long rest = number;
        for (int i = 0; i < indices.length; i++) {
            int dimension = fortranOrder ? i : indices.length - 1 - i;
            indices[dimension] = (int) (rest % shape.size(dimension));
            rest /= shape.size(dimension);
        }
        return Arrays.toString(indices).replace(" ", "");
    }

    /// Reads elements that lie together.
    ///
    /// @param start the byte at which they start
    /// @param to where they go: element `i` to `at + i·stride`
    /// @throws FormatException if the bytes end early, or a whole number does not fit the integers it is to become
    void read(long start, int count, Storage to, int at, int stride) throws IOException {
        for (int done = 0; done < count; ) {
            int chunk = Math.min(count - done, BUFFER / type.bytes());
            long from = start + (long) done * type.bytes();
            ByteBuffer elements = window(from, chunk * type.bytes()).order(order);
            int good = decoder.decode(elements, chunk, to, at + done * stride, stride);
            if (good < chunk) {
                long bad = from + (long) good * type.bytes();
                throw new FormatException(
                        source.name(),
                        bad,
                        "%s at %s does not fit a 32-bit integer"
                                .formatted(decoder.text(elements, good), place.apply(bad)));
            }
            done += chunk;
        }
    }

    /// Bytes of the source, by way of a buffer that serves pieces which follow each other closely. Going forward never
    /// reads a byte twice: in an archive that would mean to unpack all before it again.
    private ByteBuffer window(long from, int length) throws IOException {
        long bufferEnd = bufferStart + buffered;
        if (from < bufferStart || from + length > bufferEnd) {
            int kept = from >= bufferStart && from < bufferEnd ? (int) (bufferEnd - from) : 0;
            System.arraycopy(buffer, buffered - kept, buffer, 0, kept);
            // Nothing is buffered if reading fails.
            buffered = 0;
            int more = (int) Math.min(BUFFER - kept, source.size() - from - kept);
            source.read(from + kept, buffer, kept, more);
            bufferStart = from;
            buffered = kept + more;
        }
        return ByteBuffer.wrap(buffer, (int) (from - bufferStart), length);
    }
}
