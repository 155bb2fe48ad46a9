package smalti.train;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import smalti.dataset.LabelledPicture;
import smalti.dataset.LabelledPictures;

/// What tells one data set from another: the names, lengths and beginnings of its files.
///
/// @param digest SHA-256 in hexadecimal
/// @param pictures how many
public record Fingerprint(String digest, int pictures) {
    /// The bytes of each file that are looked at: enough for a picture's header and the beginning of its pixels.
    private static final int BEGINNING = 4096;

    /// The fingerprint of some parts together, which depends on their order and that of their pictures.
    public static Fingerprint of(LabelledPictures... parts) throws IOException {
        MessageDigest digest = sha256();
        int pictures = 0;
        for (LabelledPictures part : parts) {
            for (LabelledPicture each : part.pictures()) {
                digest.update(each.id().getBytes(StandardCharsets.UTF_8));
                add(digest, each.picture());
                add(digest, each.labels());
                pictures++;
            }
            digest.update((byte) 0);
        }
        return new Fingerprint(HexFormat.of().formatHex(digest.digest()), pictures);
    }

    private static void add(MessageDigest digest, Path file) throws IOException {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(Files.size(file)).flip());
        try (InputStream bytes = Files.newInputStream(file)) {
            digest.update(bytes.readNBytes(BEGINNING));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
