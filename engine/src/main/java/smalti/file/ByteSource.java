package smalti.file;

import java.io.Closeable;
import java.io.IOException;

/// Bytes that can be read by position.
interface ByteSource extends Closeable {
    /// What the user knows it by.
    String name();

    long size();

    /// Reads `length` bytes from `position` on to `into[offset]` and behind.
    ///
    /// @throws smalti.error.FormatException if the bytes end before that
    void read(long position, byte[] into, int offset, int length) throws IOException;
}
