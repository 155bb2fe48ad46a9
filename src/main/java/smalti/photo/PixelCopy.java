package smalti.photo;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;
import smalti.superpixel.Samples;

/// Copies a decoded picture into a photo: any sample depth to 8 or 16 bits, turned upright, laid over white where it is
/// transparent.
final class PixelCopy {
    private static final int FULL_BYTE = 0xFF;
    private static final int FULL_SHORT = 0xFFFF;

    private final BufferedImage picture;
    private final Orientation.Placement placement;
    private final Sink sink;

    private PixelCopy(BufferedImage picture, Orientation.Placement placement, Sink sink) {
        this.picture = picture;
        this.placement = placement;
        this.sink = sink;
    }

    /// Where levels go.
    private interface Sink {
        int full();

        void put(int index, int level);

        Samples samples();
    }

    static Photo of(BufferedImage picture, Orientation orientation) {
        ColorModel colors = picture.getColorModel();
        var placement = orientation.placement(picture.getWidth(), picture.getHeight());
        int length = Photo.CHANNELS * placement.width() * placement.height();
        boolean plain = hasPlainSamples(colors);
        Sink sink =
                plain && deepest(colors) > 8
                        ? new Shorts(new short[length])
                        : new Bytes(new byte[length]);
        PixelCopy copy = new PixelCopy(picture, placement, sink);
        if (plain) {
            copy.copySamples(colors);
        } else {
            copy.copyColors();
        }
        return new Photo(placement.width(), placement.height(), sink.samples());
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
        return !(colors instanceof IndexColorModel)
                && plainSpace
                && integers
                && deepest(colors) <= 16
                && !colors.isAlphaPremultiplied();
    }

    private static int deepest(ColorModel colors) {
        return Arrays.stream(colors.getComponentSize()).max().orElse(0);
    }

    private void copySamples(ColorModel colors) {
        Raster raster = picture.getRaster();
        int width = picture.getWidth();
        int bands = raster.getNumBands();
        boolean grey = colors.getNumColorComponents() == 1;
        int alpha = colors.hasAlpha() ? bands - 1 : -1;
        int[] most = new int[bands];
        boolean direct = alpha < 0;
        for (int band = 0; band < bands; band++) {
            most[band] = (1 << colors.getComponentSize(band)) - 1;
            direct &= most[band] == sink.full();
        }
        int[] row = new int[bands * width];
        for (int y = 0; y < picture.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            int to = Photo.CHANNELS * (placement.first() + y * placement.downStep());
            int step = Photo.CHANNELS * placement.acrossStep();
            for (int from = 0; from < row.length; from += bands, to += step) {
                for (int channel = 0; channel < Photo.CHANNELS; channel++) {
                    int band = grey ? 0 : channel;
                    int sample = row[from + band];
                    if (direct) {
                        sink.put(to + channel, sample);
                    } else {
                        double opacity = alpha < 0 ? 1 : row[from + alpha] / (double) most[alpha];
                        sink.put(to + channel, overWhite(sample / (double) most[band], opacity));
                    }
                }
            }
        }
    }

    private void copyColors() {
        int width = picture.getWidth();
        int[] row = new int[width];
        for (int y = 0; y < picture.getHeight(); y++) {
            picture.getRGB(0, y, width, 1, row, 0, width);
            int to = Photo.CHANNELS * (placement.first() + y * placement.downStep());
            int step = Photo.CHANNELS * placement.acrossStep();
            for (int x = 0; x < width; x++, to += step) {
                int argb = row[x];
                boolean opaque = argb >>> 24 == FULL_BYTE;
                double opacity = (argb >>> 24) / (double) FULL_BYTE;
                for (int channel = 0; channel < Photo.CHANNELS; channel++) {
                    int level = argb >> 16 - 8 * channel & FULL_BYTE;
                    sink.put(
                            to + channel,
                            opaque ? level : overWhite(level / (double) FULL_BYTE, opacity));
                }
            }
        }
    }

    /// The level of a value from 0 to 1 over white.
    private int overWhite(double value, double opacity) {
        return (int) Math.round(sink.full() * (value * opacity + 1 - opacity));
    }

    private record Bytes(byte[] array) implements Sink {
        @Override
        public int full() {
            return FULL_BYTE;
        }

        @Override
        public void put(int index, int level) {
            array[index] = (byte) level;
        }

        @Override
        public Samples samples() {
            return new Samples.Bytes(array);
        }
    }

    private record Shorts(short[] array) implements Sink {
        @Override
        public int full() {
            return FULL_SHORT;
        }

        @Override
        public void put(int index, int level) {
            array[index] = (short) level;
        }

        @Override
        public Samples samples() {
            return new Samples.Shorts(array);
        }
    }
}
