package smalti.photo;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The kinds of picture file that are read, told by their first bytes: names lie.
enum FileKind {
    JPEG("jpeg"),
    PNG("png"),
    GIF("gif"),
    BMP("bmp"),
    TIFF("tiff"),
    WEBP("webp");

    private final String reader;

    FileKind(String reader) {
        this.reader = reader;
    }

    /// The name that ImageIO knows its reader by.
    String reader() {
        return reader;
    }

    static Optional<FileKind> of(byte[] file) {
        if (starts(file, 0, "\u00FF\u00D8\u00FF")) {
            return Optional.of(JPEG);
        } else if (starts(file, 0, "\u0089PNG\r\n\u001A\n")) {
            return Optional.of(PNG);
        } else if (starts(file, 0, "GIF8")) {
            return Optional.of(GIF);
        } else if (starts(file, 0, "BM")) {
            return Optional.of(BMP);
        } else if (starts(file, 0, "II*\0")
                || starts(file, 0, "MM\0*")
                || starts(file, 0, "II+\0")
                || starts(file, 0, "MM\0+")) {
            return Optional.of(TIFF);
        } else if (starts(file, 0, "RIFF") && starts(file, 8, "WEBP")) {
            return Optional.of(WEBP);
        }
        return Optional.empty();
    }

    private static boolean starts(byte[] file, int at, String magic) {
        byte[] bytes = magic.getBytes(StandardCharsets.ISO_8859_1);
        return file.length >= at + bytes.length
                && java.util.Arrays.equals(file, at, at + bytes.length, bytes, 0, bytes.length);
    }
}
