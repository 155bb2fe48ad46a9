package smalti.picture;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.file.Draft;
import smalti.picture.PngEncoder.Colour;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Pictures and label maps as PNG files, written whole or not at all.
public final class PngFile {
    /// The largest label that a PNG holds.
    public static final int GREATEST_LABEL = 0xFFFF;

    private static final int GREATEST_SMALL_LABEL = 0xFF;

    private PngFile() {}

    /// Writes a picture in 8-bit colour.
    public static void write(Path file, Drawing picture) throws IOException {
        expectPixels(picture.height(), picture.width());
        encode(file, picture.width(), picture.height(), Colour.RGB, rows(picture));
    }

    /// Gives the rows of a picture with transparency, one after the other from the top.
    @FunctionalInterface
    public interface TransparentRows {
        /// @param row to be filled with red, green, blue and opacity of each pixel; colours are not multiplied by it
        void fill(int y, byte[] row);
    }

    /// Writes a picture in 8-bit colour with transparency, of which only a row at a time is in memory.
    public static void write(Path file, int width, int height, TransparentRows rows)
            throws IOException {
        expectPixels(height, width);
        encode(file, width, height, Colour.RGBA, rows::fill);
    }

    /// What [#write(Path, Drawing)] would write.
    public static byte[] bytes(Drawing picture) throws IOException {
        expectPixels(picture.height(), picture.width());
        var out = new ByteArrayOutputStream();
        PngEncoder.write(out, picture.width(), picture.height(), Colour.RGB, rows(picture));
        return out.toByteArray();
    }

    private static PngEncoder.Rows rows(Drawing picture) {
        int width = picture.width();
        int[] rgb = picture.pixels();
        return (y, row) -> {
            for (int x = 0, at = y * width, to = 0; x < width; x++, at++) {
                row[to++] = (byte) (rgb[at] >> 16);
                row[to++] = (byte) (rgb[at] >> 8);
                row[to++] = (byte) rgb[at];
            }
        };
    }

    /// Writes labels as 16-bit grey levels.
    ///
    /// @param labels `I32 [H,W]`
    /// @throws ParameterException if a label is not from 0 to [#GREATEST_LABEL]
    public static void writeLabels16(Path file, Tensor labels) throws IOException {
        writeLabels(file, labels, Colour.GREY_16, GREATEST_LABEL);
    }

    /// Writes labels as 8-bit grey levels.
    ///
    /// @param labels `I32 [H,W]`
    /// @throws ParameterException if a label is not from 0 to 255
    public static void writeLabels8(Path file, Tensor labels) throws IOException {
        writeLabels(file, labels, Colour.GREY_8, GREATEST_SMALL_LABEL);
    }

    private static void writeLabels(Path file, Tensor labels, Colour colour, int greatest)
            throws IOException {
        Shape shape = labels.shape();
        if (shape.rank() != 2 || labels.dtype() != DType.I32) {
            throw new ShapeException("a label picture", "labels I32 [H,W]", labels);
        }
        int height = shape.size(0);
        int width = shape.size(1);
        expectPixels(height, width);
        int[] values = labels.ints();
        int first = labels.offset();
        for (int i = 0; i < height * width; i++) {
            if (values[first + i] < 0 || values[first + i] > greatest) {
                throw new ParameterException(
                        "the label at [%d,%d] of a PNG file".formatted(i / width, i % width),
                        "from 0 to " + greatest,
                        values[first + i]);
            }
        }
        encode(
                file,
                width,
                height,
                colour,
                (y, row) -> {
                    for (int x = 0, at = first + y * width, to = 0; x < width; x++, at++) {
                        if (colour == Colour.GREY_16) {
                            row[to++] = (byte) (values[at] >> 8);
                        }
                        row[to++] = (byte) values[at];
                    }
                });
    }

    private static void encode(
            Path file, int width, int height, Colour colour, PngEncoder.Rows rows)
            throws IOException {
        try (Draft draft = Draft.of(file)) {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft.path()))) {
                PngEncoder.write(out, width, height, colour, rows);
            }
            draft.commit();
        }
    }

    private static void expectPixels(int height, int width) {
        if (height < 1 || width < 1) {
            throw new ShapeException("a PNG file", "at least one pixel", width + " x " + height);
        }
    }
}
