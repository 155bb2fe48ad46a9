package smalti.photo;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import smalti.error.FormatException;
import smalti.tensor.Tensor;

/// Reads label maps from pictures, mostly PNG: the grey levels of 1 to 16 bits, or the numbers of palette entries,
/// whatever colours they stand for. A colour picture holds labels only if its three channels are equal.
public final class LabelReader {
    private final PhotoReader limits;

    /// @param limits how large a picture may be
    public LabelReader(PhotoReader limits) {
        this.limits = limits;
    }

    /// Reads the labels of one picture.
    ///
    /// @return `I32 [H,W]`
    /// @throws IOException if the file cannot be read at all
    /// @throws FormatException if it is no picture, is damaged, is larger than allowed, or is in colour
    public Tensor read(Path file) throws IOException {
        BufferedImage picture = limits.decode(file).picture();
        Raster raster = picture.getRaster();
        int width = picture.getWidth();
        int height = picture.getHeight();
        int transfer = raster.getTransferType();
        int colours =
                Math.min(raster.getNumBands(), picture.getColorModel().getNumColorComponents());
        boolean whole =
                transfer == DataBuffer.TYPE_BYTE
                        || transfer == DataBuffer.TYPE_USHORT
                        || transfer == DataBuffer.TYPE_INT;
        if (!whole) {
            throw new FormatException(
                    file.toString(), -1, "labels must be whole numbers of 1 to 16 bits");
        }
        int[] labels = new int[width * height];
        int[] other = new int[width];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            raster.getSamples(0, y, width, 1, 0, row);
            for (int band = 1; band < colours; band++) {
                raster.getSamples(0, y, width, 1, band, other);
                int difference = java.util.Arrays.mismatch(row, other);
                if (difference >= 0) {
                    throw new FormatException(
                            file.toString(),
                            -1,
                            "labels must be grey levels or a palette, and pixel [%d,%d] is coloured"
                                    .formatted(y, difference));
                }
            }
            System.arraycopy(row, 0, labels, y * width, width);
        }
        return Tensor.of(labels, height, width);
    }
}
