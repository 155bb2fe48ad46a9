package smalti.photo;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import smalti.error.FormatException;
import smalti.error.ParameterException;

/// Reads photos: JPEG (also CMYK, YCCK and lossless), PNG, GIF (its first frame), BMP, TIFF (its first page) and WebP, told
/// apart by content, not by name.
///
/// What comes out is what a person sees in a viewer: turned as the camera noted it (EXIF, else XMP), colours of embedded
/// JPEG and TIFF profiles converted to sRGB, CMYK converted (by its profile, or without one by the plain formula
/// `255·(1-C)·(1-K)`), palettes resolved, 16-bit values kept, transparent pixels laid over white. Colour profiles and
/// gamma of PNG are not applied: its values are taken as sRGB.
///
/// A file that ends too early is an error, even where half of its picture could be shown.
///
/// @param maxPixels the largest picture that is read, checked before memory is taken for it
/// @param patience how long decoding one photo may take
public record PhotoReader(long maxPixels, Duration patience) {
    /// Pixels that a reader allows when not told otherwise: 100 megapixels.
    public static final long DEFAULT_MAX_PIXELS = 100_000_000;

    /// The largest number of pixels that can be allowed: three values a pixel must fit an array.
    public static final long GREATEST_MAX_PIXELS = 715_000_000;

    private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(25);

    /// Enough for every picture of that many pixels, uncompressed and in 16 bits.
    private static final long MAX_FILE_BYTES = 1L << 30;

    public PhotoReader {
        if (maxPixels < 1 || maxPixels > GREATEST_MAX_PIXELS) {
            throw new ParameterException(
                    "the largest number of pixels", "1 to " + GREATEST_MAX_PIXELS, maxPixels);
        }
    }

    /// A reader with a limit of its own.
    ///
    /// @throws ParameterException if the limit is not from 1 to [#GREATEST_MAX_PIXELS]
    public static PhotoReader upTo(long maxPixels) {
        return new PhotoReader(maxPixels, DEFAULT_PATIENCE);
    }

    /// A reader with the usual limits.
    public static PhotoReader usual() {
        return upTo(DEFAULT_MAX_PIXELS);
    }

    /// Reads one photo.
    ///
    /// @throws IOException if the file cannot be read at all
    /// @throws FormatException if it is no picture of a known kind, is damaged, or is larger than allowed
    public Photo read(Path file) throws IOException {
        Decoded decoded = decode(file);
        try {
            return PixelCopy.of(decoded.picture(), decoded.orientation());
        } catch (OutOfMemoryError tooLarge) {
            throw tooLarge(file, tooLarge);
        }
    }

    /// A picture as it is stored, and how it is to be turned.
    record Decoded(BufferedImage picture, Orientation orientation) {}

    Decoded decode(Path file) throws IOException {
        byte[] bytes = bytes(file);
        FileKind kind =
                FileKind.of(bytes)
                        .orElseThrow(() ->
                                new FormatException(
                                        file.toString(),
                                        -1,
                                        bytes.length == 0
                                                ? "the file is empty"
                                                : "not a JPEG, PNG, GIF, BMP, TIFF or WebP picture"));
        try {
            Orientation orientation = OrientationTag.find(bytes, kind);
            return new Decoded(
                    new Decoder(file.toString(), bytes, kind, maxPixels).decode(patience),
                    orientation);
        } catch (OutOfMemoryError tooLarge) {
            throw tooLarge(file, tooLarge);
        }
    }

    private static FormatException tooLarge(Path file, OutOfMemoryError cause) {
        return new FormatException(
                file.toString(),
                -1,
                "decoding takes more memory than the %d MB that Java has; give it more (-Xmx)"
                        .formatted(Runtime.getRuntime().maxMemory() >> 20),
                cause);
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "is a folder");
        }
        long size = Files.size(file);
        if (size > MAX_FILE_BYTES) {
            throw new FormatException(
                    file.toString(),
                    -1,
                    "a file of %d bytes is over the limit of %d".formatted(size, MAX_FILE_BYTES));
        }
        return Files.readAllBytes(file);
    }
}
