package smalti.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// `.npy` files written by hand, good and bad ones.
final class NpyFiles {
    private NpyFiles() {}

    /// A file of version 1.0 with any text as header and any bytes behind it.
    static Path write(Path file, String header, byte... elements) throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.write(0x93);
        bytes.writeBytes("NUMPY\1\0".getBytes(StandardCharsets.US_ASCII));
        bytes.write(header.length());
        bytes.write(header.length() >> 8);
        bytes.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(elements);
        return Files.write(file, bytes.toByteArray());
    }
}
