package smalti.photo;

import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the orientation that a camera noted in a file: its EXIF block, or, where that is silent, its XMP packet. The
/// blocks are found by walking the file's own structure, so that a file without them costs nothing and only they are
/// ever parsed.
final class OrientationTag {
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] JPEG_XMP =
            "http://ns.adobe.com/xap/1.0/\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] PNG_XMP =
            "XML:com.adobe.xmp\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final Pattern XMP_ORIENTATION =
            Pattern.compile("tiff:Orientation(?:\\s*=\\s*[\"']|>\\s*)([1-8])");

    private final byte[] file;
    private Optional<Orientation> exif = Optional.empty();
    private Optional<Orientation> xmp = Optional.empty();

    private OrientationTag(byte[] file) {
        this.file = file;
    }

    static Orientation find(byte[] file, FileKind kind) {
        OrientationTag tag = new OrientationTag(file);
        switch (kind) {
            case JPEG -> tag.walkJpeg();
            case PNG -> tag.walkPng();
            case WEBP -> tag.walkWebp();
            case TIFF -> tag.readExif(file);
            case GIF, BMP -> {}
        }
        return tag.exif.or(() -> tag.xmp).orElse(Orientation.UPRIGHT);
    }

    /// Marker segments up to the first scan.
    private void walkJpeg() {
        int at = 2;
        while (at + 4 <= file.length && (file[at] & 0xFF) == 0xFF) {
            int marker = file[at + 1] & 0xFF;
            if (marker == 0xFF) {
                at++;
                continue;
            }
            if (marker == 0xDA || marker == 0xD9) {
                return;
            }
            int length = (file[at + 2] & 0xFF) << 8 | file[at + 3] & 0xFF;
            if (length < 2) {
                return;
            }
            if (marker == 0xE1) {
                readBlock(at + 4, at + 2 + length);
            }
            at += 2 + length;
        }
    }

    private void readBlock(int from, int to) {
        int end = Math.min(to, file.length);
        if (startsAt(from, end, EXIF)) {
            readExif(Arrays.copyOfRange(file, from + EXIF.length, end));
        } else if (startsAt(from, end, JPEG_XMP)) {
            readXmp(from, end);
        }
    }

    private void walkPng() {
        ByteBuffer chunks = ByteBuffer.wrap(file);
        int at = 8;
        while (at + 12 <= file.length) {
            int length = chunks.getInt(at);
            if (length < 0 || length > file.length - at - 12) {
                return;
            }
            String type = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
            if (type.equals("eXIf")) {
                readExif(Arrays.copyOfRange(file, at + 8, at + 8 + length));
            } else if (type.equals("iTXt") && startsAt(at + 8, at + 8 + length, PNG_XMP)) {
                readXmp(at + 8, at + 8 + length);
            }
            at += 12 + length;
        }
    }

    private void walkWebp() {
        ByteBuffer chunks = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        long at = 12;
        while (at + 8 <= file.length) {
            long length = chunks.getInt((int) at + 4) & 0xFFFFFFFFL;
            int from = (int) at + 8;
            int end = (int) Math.min(file.length, from + length);
            String type = new String(file, (int) at, 4, StandardCharsets.ISO_8859_1);
            if (type.equals("EXIF")) {
                readExif(
                        Arrays.copyOfRange(
                                file, startsAt(from, end, EXIF) ? from + EXIF.length : from, end));
            } else if (type.equals("XMP ")) {
                readXmp(from, end);
            }
            at = from + length + (length & 1);
        }
    }

    private void readExif(byte[] block) {
        Metadata metadata = new Metadata();
        new ExifReader().extract(new ByteArrayReader(block), metadata);
        Directory directory = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
        Integer value =
                directory == null ? null : directory.getInteger(ExifDirectoryBase.TAG_ORIENTATION);
        if (value != null) {
            exif = exif.or(() -> Optional.of(Orientation.ofExif(value)));
        }
    }

    private void readXmp(int from, int end) {
        Matcher matcher =
                XMP_ORIENTATION.matcher(
                        new String(file, from, end - from, StandardCharsets.ISO_8859_1));
        if (matcher.find()) {
            xmp = xmp.or(() -> Optional.of(Orientation.ofExif(Integer.parseInt(matcher.group(1)))));
        }
    }

    private boolean startsAt(int from, int end, byte[] prefix) {
        return end - from >= prefix.length
                && Arrays.equals(file, from, from + prefix.length, prefix, 0, prefix.length);
    }
}
