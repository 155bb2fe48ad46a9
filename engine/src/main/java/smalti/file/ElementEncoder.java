package smalti.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import smalti.tensor.DType;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// Writes a tensor's elements as bytes, little end first, by way of one buffer. What lies on a device is copied to the heap.
final class ElementEncoder {
    private static final int BUFFER = 1 << 16;

    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);

    void write(Tensor anywhere, WritableByteChannel to) throws IOException {
        Tensor tensor = anywhere.onHeap();
        int elements = (int) tensor.elements();
        int chunk = BUFFER / tensor.dtype().bytes();
        for (int done = 0; done < elements; done += chunk) {
            int count = Math.min(chunk, elements - done);
            buffer.clear().limit(count * tensor.dtype().bytes());
            fill(tensor.storage(), tensor.offset() + done, count);
            while (buffer.hasRemaining()) {
                to.write(buffer);
            }
        }
    }

    private void fill(Storage storage, int from, int count) {
        switch (storage) {
            case Storage.Floats(float[] array) -> buffer.asFloatBuffer().put(array, from, count);
            case Storage.Doubles(double[] array) -> buffer.asDoubleBuffer().put(array, from, count);
            case Storage.Shorts(DType _, short[] array) ->
                    buffer.asShortBuffer().put(array, from, count);
            case Storage.Ints(int[] array) -> buffer.asIntBuffer().put(array, from, count);
            case Storage.OnDevice _ ->
                    throw new AssertionError("what lies on a device was copied to the heap");
        }
    }
}
