package smalti.cuda.emulator;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import smalti.cuda.driver.Geometry;

/// One kernel on a GPU that is none, with arrays for arguments.
final class EmulatedKernel {
    private final PtxDriver driver;
    private final long stream;
    private final long function;

    /// @param ptx a file
    EmulatedKernel(PtxOptions options, String ptx, String name) {
        this(new PtxDriver(options), ptx, name);
    }

    EmulatedKernel(PtxDriver driver, String ptx, String name) {
        this.driver = driver;
        stream = driver.createStream();
        function = driver.function(driver.load(ptx), name);
    }

    PtxDriver driver() {
        return driver;
    }

    long stream() {
        return stream;
    }

    long function() {
        return function;
    }

    /// Memory of the GPU that nothing was written to.
    long room(int bytes) {
        return driver.allocate(bytes, stream);
    }

    long upload(int... values) {
        MemorySegment host = driver.allocateHost(4L * values.length);
        MemorySegment.copy(values, 0, host, ValueLayout.JAVA_INT, 0, values.length);
        return upload(host);
    }

    long upload(float... values) {
        MemorySegment host = driver.allocateHost(4L * values.length);
        MemorySegment.copy(values, 0, host, ValueLayout.JAVA_FLOAT, 0, values.length);
        return upload(host);
    }

    long upload(long... values) {
        MemorySegment host = driver.allocateHost(8L * values.length);
        MemorySegment.copy(values, 0, host, ValueLayout.JAVA_LONG, 0, values.length);
        return upload(host);
    }

    private long upload(MemorySegment host) {
        long address = driver.allocate(host.byteSize(), stream);
        driver.copyToDevice(address, host, stream);
        driver.freeHost(host);
        return address;
    }

    private MemorySegment download(long address, long bytes) {
        MemorySegment host = driver.allocateHost(bytes);
        driver.copyToHost(host, address, stream);
        MemorySegment copy = Arena.ofAuto().allocate(bytes, 8).copyFrom(host);
        driver.freeHost(host);
        return copy;
    }

    int[] ints(long address, int count) {
        return download(address, 4L * count).toArray(ValueLayout.JAVA_INT);
    }

    float[] floats(long address, int count) {
        return download(address, 4L * count).toArray(ValueLayout.JAVA_FLOAT);
    }

    long[] longs(long address, int count) {
        return download(address, 8L * count).toArray(ValueLayout.JAVA_LONG);
    }

    /// Starts the kernel with arguments of 4 bytes (`Integer`, `Float`) and 8 bytes (`Long`, `Double`).
    void launch(Geometry geometry, Object... arguments) {
        ByteBuffer packed =
                ByteBuffer.allocate(8 * arguments.length).order(ByteOrder.nativeOrder());
        for (Object argument : arguments) {
            switch (argument) {
                case Integer value -> packed.putInt(value);
                case Float value -> packed.putFloat(value);
                case Long value -> align(packed).putLong(value);
                case Double value -> align(packed).putDouble(value);
                default -> throw new IllegalArgumentException("no argument: " + argument);
            }
        }
        MemorySegment bytes = MemorySegment.ofArray(packed.array()).asSlice(0, packed.position());
        driver.launch(function, geometry, bytes, stream);
    }

    private static ByteBuffer align(ByteBuffer packed) {
        return packed.position((packed.position() + 7) / 8 * 8);
    }
}
