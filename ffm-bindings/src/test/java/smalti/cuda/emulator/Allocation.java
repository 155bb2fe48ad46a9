package smalti.cuda.emulator;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One piece of memory and which of its bytes have been written.
final class Allocation {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final String name;
    private final byte[] bytes;

    /// A bit a byte.
    private final long[] written;

    private final boolean constant;

    /// Who touched what, in the launch before or in this one; made when first asked for.
    private @Nullable Touches touches;

    private @Nullable Object launch;

    /// @param name for people
    /// @param constant whether kernels may not write it
    Allocation(String name, int size, boolean constant) {
        this.name = name;
        this.constant = constant;
        bytes = new byte[size];
        written = new long[(size + 63) >>> 6];
    }

    int size() {
        return bytes.length;
    }

    byte[] bytes() {
        return bytes;
    }

    /// Checks that an access lies inside and is aligned.
    int check(long offset, int length) {
        if (offset < 0 || offset + length > bytes.length) {
            throw outOfBounds(offset, length);
        }
        if ((offset & length - 1) != 0) {
            throw new LaneFault(
                    LaneFault.Kind.ALIGNMENT,
                    "misaligned: %d bytes of %s are accessed at %d"
                            .formatted(length, name, offset));
        }
        return (int) offset;
    }

    /// Checks that a copy lies inside.
    int checkRange(long offset, int length) {
        if (offset < 0 || offset + length > bytes.length) {
            throw outOfBounds(offset, length);
        }
        return (int) offset;
    }

    private LaneFault outOfBounds(long offset, int length) {
        return new LaneFault(
                LaneFault.Kind.ADDRESS,
                "out of bounds: %s has %d bytes, %d are accessed at %d"
                        .formatted(name, bytes.length, length, offset));
    }

    /// The same for a write.
    int checkWrite(long offset, int length) {
        if (constant) {
            throw new LaneFault(LaneFault.Kind.ADDRESS, name + " is constant, and is written");
        }
        return check(offset, length);
    }

    /// Checks that what is read was written before; for up to 8 bytes, aligned.
    void expectWritten(int offset, int length) {
        long mask = (1L << length) - 1;
        if ((written[offset >>> 6] >>> (offset & 63) & mask) != mask) {
            throw new LaneFault(
                    LaneFault.Kind.UNINITIALISED,
                    "uninitialised: %d bytes of %s are read at %d and were not all written"
                            .formatted(length, name, offset));
        }
    }

    /// Takes note of a write of up to 8 bytes, aligned.
    void write(int offset, int length) {
        written[offset >>> 6] |= (1L << length) - 1 << (offset & 63);
    }

    /// Takes note of a write of any length.
    void writeRange(int offset, int length) {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            if ((at & 63) == 0 && at + 64 <= end) {
                written[at >>> 6] = -1;
                at += 64;
            } else {
                written[at >>> 6] |= 1L << (at & 63);
                at++;
            }
        }
    }

    /// Checks that all of a piece was written before.
    void expectRangeWritten(int offset, int length) {
        if (!isRangeWritten(offset, length)) {
            for (int at = offset; at < offset + length; at++) {
                expectWritten(at, 1);
            }
        }
    }

    private boolean isRangeWritten(int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            boolean wholeWord = (at & 63) == 0 && at + 64 <= end;
            if (wholeWord ? written[at >>> 6] != -1 : !isWritten(at)) {
                return false;
            }
            at += wholeWord ? 64 : 1;
        }
        return true;
    }

    /// Sets every byte of a piece.
    void fill(int offset, int length, byte value) {
        Arrays.fill(bytes, offset, offset + length, value);
        writeRange(offset, length);
    }

    /// Takes note that nothing is written any more.
    void forgetAll() {
        Arrays.fill(written, 0);
    }

    boolean isWritten(int offset) {
        return (written[offset >>> 6] >>> (offset & 63) & 1) != 0;
    }

    /// Takes over bytes and which of them were written.
    void copyFrom(Allocation from, int fromOffset, int offset, int length) {
        System.arraycopy(from.bytes, fromOffset, bytes, offset, length);
        if (from.isRangeWritten(fromOffset, length)) {
            writeRange(offset, length);
            return;
        }
        for (int i = 0; i < length; i++) {
            int to = offset + i;
            long bit = 1L << (to & 63);
            if (from.isWritten(fromOffset + i)) {
                written[to >>> 6] |= bit;
            } else {
                written[to >>> 6] &= ~bit;
            }
        }
    }

    /// Who touched what in a launch.
    Touches touches(Object ofLaunch) {
        Touches known = touches;
        if (known == null) {
            known = new Touches(name, bytes.length);
            touches = known;
            launch = ofLaunch;
        } else if (launch != ofLaunch) {
            known.clear();
            launch = ofLaunch;
        }
        return known;
    }

    byte get8(int offset) {
        return bytes[offset];
    }

    short get16(int offset) {
        return (short) SHORT.get(bytes, offset);
    }

    int get32(int offset) {
        return (int) INT.get(bytes, offset);
    }

    long get64(int offset) {
        return (long) LONG.get(bytes, offset);
    }

    void set8(int offset, byte value) {
        bytes[offset] = value;
    }

    void set16(int offset, short value) {
        SHORT.set(bytes, offset, value);
    }

    void set32(int offset, int value) {
        INT.set(bytes, offset, value);
    }

    void set64(int offset, long value) {
        LONG.set(bytes, offset, value);
    }
}
