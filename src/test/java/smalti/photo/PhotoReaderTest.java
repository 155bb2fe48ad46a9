package smalti.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import smalti.error.FormatException;
import smalti.error.ParameterException;

class PhotoReaderTest {
    private static final PhotoReader READER = PhotoReader.usual();

    @TempDir Path folder;

    /// Stored pixels `a b c / d e f`, each a grey level; what is seen comes from the EXIF standard's own picture.
    @ParameterizedTest
    @CsvSource({
        "1, 10 20 30/40 50 60",
        "2, 30 20 10/60 50 40",
        "3, 60 50 40/30 20 10",
        "4, 40 50 60/10 20 30",
        "5, 10 40/20 50/30 60",
        "6, 40 10/50 20/60 30",
        "7, 60 30/50 20/40 10",
        "8, 30 60/20 50/10 40",
        "9, 10 20 30/40 50 60",
    })
    void aPhotoIsTurnedAsItsCameraNoted(int orientation, String seen) throws IOException {
        byte[] plain = png(grey(new int[][] {{10, 20, 30}, {40, 50, 60}}));
        byte[] tagged = insertAfterHeader(plain, "eXIf", exif(orientation));

        Photo photo = READER.read(file("turned.png", tagged));

        assertThat(levels(photo)).isEqualTo(seen);
    }

    @Test
    void xmpTellsTheOrientationWhereExifIsSilent() throws IOException {
        byte[] plain = png(grey(new int[][] {{10, 20, 30}}));
        byte[] packet =
                ("XML:com.adobe.xmp\0\0\0\0\0<rdf:Description tiff:Orientation=\"3\"/>")
                        .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(levels(READER.read(file("xmp.png", insertAfterHeader(plain, "iTXt", packet)))))
                .isEqualTo("30 20 10");
        byte[] both = insertAfterHeader(insertAfterHeader(plain, "iTXt", packet), "eXIf", exif(1));
        assertThat(levels(READER.read(file("both.png", both)))).isEqualTo("10 20 30");
    }

    @Test
    void greyLevelsStayWhatTheyAre() throws IOException {
        Photo photo = READER.read(file("grey.png", png(grey(new int[][] {{0, 1, 127, 128, 255}}))));

        assertThat(levels(photo)).isEqualTo("0 1 127 128 255");
    }

    @Test
    void sixteenBitsKeepTheirPrecision() throws IOException {
        BufferedImage picture = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
        picture.getRaster().setPixels(0, 0, 3, 1, new int[] {257, 300, 65535});

        float[] values = READER.read(file("deep.png", png(picture))).pixels().floats();

        assertThat(values[0]).isEqualTo(1f);
        assertThat(values[3]).isEqualTo((float) (300 / 257.0));
        assertThat(values[6]).isEqualTo(255f);
    }

    @Test
    void transparencyIsLaidOverWhite() throws IOException {
        BufferedImage picture = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
        picture.setRGB(0, 0, 0x00112233);
        picture.setRGB(1, 0, 0xFF112233);
        picture.setRGB(2, 0, 0x33000000);

        float[] values = READER.read(file("clear.png", png(picture))).pixels().floats();

        assertThat(values).containsExactly(255, 255, 255, 0x11, 0x22, 0x33, 204, 204, 204);
    }

    @Test
    void palettesAreResolved() throws IOException {
        byte[] red = {0, (byte) 200};
        byte[] green = {0, 100};
        byte[] blue = {0, 50};
        BufferedImage picture =
                new BufferedImage(
                        2,
                        1,
                        BufferedImage.TYPE_BYTE_INDEXED,
                        new IndexColorModel(8, 2, red, green, blue));
        picture.getRaster().setSample(1, 0, 0, 1);

        assertThat(READER.read(file("palette.png", png(picture))).pixels().floats())
                .containsExactly(0, 0, 0, 200, 100, 50);
    }

    @Test
    void theFirstFrameOfAnAnimationLiesInItsPlaceOnTheScreen() throws IOException {
        byte[] gif =
                hexBytes(
                        "474946383961 0300 0200 80 00 00 000000 FF0000"
                                + "2C 0100 0100 0100 0100 00 02 02 4C01 00 3B");

        Photo photo = READER.read(file("frame.gif", gif));

        assertThat(photo.width()).isEqualTo(3);
        assertThat(photo.height()).isEqualTo(2);
        float[] values = photo.pixels().floats();
        assertThat(values[0]).isEqualTo(255f);
        assertThat(new float[] {values[12], values[13], values[14]}).containsExactly(255, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "bmp", "gif", "tif", "webp", "xyz"})
    void theContentTellsTheKindNotTheName(String suffix) throws IOException {
        Photo photo = READER.read(file("wrong." + suffix, png(grey(new int[][] {{7}}))));

        assertThat(levels(photo)).isEqualTo("7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "gif", "bmp", "tif"})
    void everyKindOfFileIsRead(String format) throws IOException {
        BufferedImage picture = new BufferedImage(16, 8, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 16; x++) {
                picture.setRGB(x, y, 0x404040);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(picture, format, out)).isTrue();

        Photo photo = READER.read(file("plain." + format, out.toByteArray()));

        assertThat(photo.width()).isEqualTo(16);
        assertThat(photo.height()).isEqualTo(8);
        for (float value : photo.pixels().floats()) {
            assertThat(value).isBetween(62f, 66f);
        }
    }

    @Test
    void aPictureOverTheLimitIsRefusedByItsHeader() throws IOException {
        byte[] small = png(grey(new int[][] {{1, 2, 3}, {4, 5, 6}}));
        ByteBuffer.wrap(small).putInt(16, 60_000).putInt(20, 60_000);
        CRC32 check = new CRC32();
        check.update(small, 12, 17);
        ByteBuffer.wrap(small).putInt(29, (int) check.getValue());

        assertThatThrownBy(() -> READER.read(file("bomb.png", small)))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("60000 x 60000 pixels are over the limit of 100000000");
        Path sixPixels = file("six.png", png(grey(new int[][] {{1, 2, 3}, {4, 5, 6}})));
        assertThatThrownBy(() -> PhotoReader.upTo(5).read(sixPixels))
                .hasMessageContaining("over the limit of 5");
        assertThat(PhotoReader.upTo(6).read(sixPixels).width()).isEqualTo(3);
    }

    @Test
    void aFileThatEndsEarlyIsAnError() throws IOException {
        BufferedImage picture = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 4096; i++) {
            picture.setRGB(i % 64, i / 64, i * 7919 & 0xFFFFFF);
        }
        for (String format : new String[] {"jpg", "png", "bmp", "gif", "tif"}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(picture, format, out);
            byte[] half = java.util.Arrays.copyOf(out.toByteArray(), out.size() / 2);
            assertThatThrownBy(() -> READER.read(file("half." + format, half)))
                    .as(format)
                    .isInstanceOf(FormatException.class)
                    .message()
                    .hasLineCount(1);
        }
    }

    @Test
    void whatIsNoPictureSaysSo() throws IOException {
        assertThatThrownBy(() -> READER.read(file("empty.jpg", new byte[0])))
                .isInstanceOf(FormatException.class)
                .hasMessageEndingWith("empty.jpg: the file is empty");
        assertThatThrownBy(() ->
                        READER.read(file("text.png", "hello".getBytes(StandardCharsets.UTF_8))))
                .hasMessageContaining("not a JPEG, PNG, GIF, BMP, TIFF or WebP picture");
        assertThatThrownBy(() -> READER.read(folder.resolve("absent.png")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void theLimitItselfHasLimits() {
        assertThatThrownBy(() -> PhotoReader.upTo(0)).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> PhotoReader.upTo(800_000_000L))
                .isInstanceOf(ParameterException.class);
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    /// The red levels of a grey photo, rows parted by slashes.
    private static String levels(Photo photo) {
        float[] values = photo.pixels().floats();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < photo.width() * photo.height(); i++) {
            assertThat(values[3 * i + 1]).isEqualTo(values[3 * i]);
            assertThat(values[3 * i + 2]).isEqualTo(values[3 * i]);
            text.append(i == 0 ? "" : i % photo.width() == 0 ? "/" : " ")
                    .append((int) values[3 * i]);
        }
        return text.toString();
    }

    private static BufferedImage grey(int[][] levels) {
        BufferedImage picture =
                new BufferedImage(levels[0].length, levels.length, BufferedImage.TYPE_BYTE_GRAY);
        WritableRaster raster = picture.getRaster();
        for (int y = 0; y < levels.length; y++) {
            raster.setPixels(0, y, levels[y].length, 1, levels[y]);
        }
        return picture;
    }

    private static byte[] png(BufferedImage picture) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", out);
        return out.toByteArray();
    }

    private static byte[] insertAfterHeader(byte[] png, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 check = new CRC32();
        check.update(name);
        check.update(data);
        int header = 33;
        return ByteBuffer.allocate(png.length + 12 + data.length)
                .put(png, 0, header)
                .putInt(data.length)
                .put(name)
                .put(data)
                .putInt((int) check.getValue())
                .put(png, header, png.length - header)
                .array();
    }

    /// A TIFF structure with the orientation as its only entry.
    private static byte[] exif(int orientation) {
        return ByteBuffer.allocate(26)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {'I', 'I', 42, 0})
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x112)
                .putShort((short) 3)
                .putInt(1)
                .putInt(orientation)
                .putInt(0)
                .array();
    }

    private static byte[] hexBytes(String hex) {
        return java.util.HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
