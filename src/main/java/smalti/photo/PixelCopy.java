package smalti.photo;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;

/// Copies a decoded picture into a photo: any sample depth to 0…255, turned upright, laid over white where transparent.
final class PixelCopy {
    private static final int OPAQUE = 255;

    private final BufferedImage picture;
    private final Orientation.Placement placement;
    private final float[] rgb;

    private PixelCopy(BufferedImage picture, Orientation orientation) {
        this.picture = picture;
        this.placement = orientation.placement(picture.getWidth(), picture.getHeight());
        this.rgb = new float[Photo.CHANNELS * placement.width() * placement.height()];
    }

    static Photo of(BufferedImage picture, Orientation orientation) {
        PixelCopy copy = new PixelCopy(picture, orientation);
        ColorModel colors = picture.getColorModel();
        if (hasPlainSamples(colors)) {
            copy.copySamples(colors);
        } else {
            copy.copyColors();
        }
        return new Photo(copy.placement.width(), copy.placement.height(), copy.rgb);
    }

    /// Whether samples are sRGB or grey levels themselves. Grey must not go through [ColorModel#getRGB]: Java takes grey
    /// to be linear light and would brighten it.
    private static boolean hasPlainSamples(ColorModel colors) {
        ColorSpace space = colors.getColorSpace();
        boolean plainSpace = space.isCS_sRGB() || space.getType() == ColorSpace.TYPE_GRAY;
        boolean integers =
                colors.getTransferType() == DataBuffer.TYPE_BYTE
                        || colors.getTransferType() == DataBuffer.TYPE_USHORT
                        || colors.getTransferType() == DataBuffer.TYPE_INT;
        int deepest = Arrays.stream(colors.getComponentSize()).max().orElse(0);
        return !(colors instanceof IndexColorModel)
                && plainSpace
                && integers
                && deepest <= 16
                && !colors.isAlphaPremultiplied();
    }

    private void copySamples(ColorModel colors) {
        Raster raster = picture.getRaster();
        int width = picture.getWidth();
        int bands = raster.getNumBands();
        boolean grey = colors.getNumColorComponents() == 1;
        boolean alpha = colors.hasAlpha();
        float[] scales = new float[bands];
        for (int band = 0; band < bands; band++) {
            scales[band] = (float) (255.0 / ((1 << colors.getComponentSize(band)) - 1));
        }
        int[] row = new int[bands * width];
        for (int y = 0; y < picture.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            int at = placement.first() + y * placement.downStep();
            for (int x = 0, from = 0; x < width; x++, from += bands, at += placement.acrossStep()) {
                float opacity = alpha ? row[from + bands - 1] * scales[bands - 1] / OPAQUE : 1;
                for (int channel = 0; channel < Photo.CHANNELS; channel++) {
                    int band = grey ? 0 : channel;
                    rgb[Photo.CHANNELS * at + channel] =
                            overWhite(row[from + band] * scales[band], opacity);
                }
            }
        }
    }

    private void copyColors() {
        int width = picture.getWidth();
        int[] row = new int[width];
        for (int y = 0; y < picture.getHeight(); y++) {
            picture.getRGB(0, y, width, 1, row, 0, width);
            int at = placement.first() + y * placement.downStep();
            for (int x = 0; x < width; x++, at += placement.acrossStep()) {
                float opacity = (row[x] >>> 24) / (float) OPAQUE;
                rgb[Photo.CHANNELS * at] = overWhite(row[x] >> 16 & 0xFF, opacity);
                rgb[Photo.CHANNELS * at + 1] = overWhite(row[x] >> 8 & 0xFF, opacity);
                rgb[Photo.CHANNELS * at + 2] = overWhite(row[x] & 0xFF, opacity);
            }
        }
    }

    private static float overWhite(float value, float opacity) {
        return opacity == 1 ? value : value * opacity + OPAQUE * (1 - opacity);
    }
}
