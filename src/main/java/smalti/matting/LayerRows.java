package smalti.matting;

import smalti.device.Device;
import smalti.filter.GuidedFilter;
import smalti.photo.Photo;
import smalti.tensor.Tensor;

/// The opacities of layers in the size of a photo, row by row: no more than a row is in memory.
///
/// Where the photo is larger than the layers, each layer is a linear function of the colours near each pixel, and those functions
/// are spread over the photo and given its colours (He and Sun, "Fast Guided Filter", 2015).
///
/// Opacities are from 0 to 255, and those of a pixel add up to 255 exactly: what is lost by rounding down goes to the layers that
/// lost most.
public final class LayerRows {
    /// The opacity of what hides all behind it.
    public static final int FULL = 255;

    private static final int RADIUS = 2;
    private static final double EPSILON = 1e-5;
    private static final int VALUES = 4;

    private final Photo photo;
    private final Tensor map;
    private final int layers;
    private final boolean isFull;
    private final float[] colours;
    private final double[] shares;

    private LayerRows(Photo photo, Tensor map, int layers, boolean isFull) {
        this.photo = photo;
        this.map = map;
        this.layers = layers;
        this.isFull = isFull;
        this.colours = new float[photo.width() * Photo.CHANNELS];
        this.shares = new double[layers];
    }

    /// Layers of a photo.
    ///
    /// @param device whose threads compute
    /// @param alphas `[1,h,w,layers]` as [SoftSegmentation] makes them
    /// @param picture the photo in the layers' size, `[1,h,w,3]` from 0 to 1
    public static LayerRows of(Device device, Tensor alphas, Tensor picture, Photo photo) {
        int layers = alphas.shape().size(3);
        boolean same =
                alphas.shape().size(1) == photo.height() && alphas.shape().size(2) == photo.width();
        Tensor map =
                same ? alphas : GuidedFilter.by(picture, RADIUS, EPSILON).functions(device, alphas);
        return new LayerRows(photo, map, layers, same);
    }

    public int layers() {
        return layers;
    }

    /// The opacities of a row.
    ///
    /// @param to a row a layer, as wide as the photo
    public void opacities(int y, byte[][] to) {
        int height = map.shape().size(1);
        int width = map.shape().size(2);
        photo.copyRow(y, colours);
        double v = place(y, photo.height(), height);
        for (int x = 0; x < photo.width(); x++) {
            if (isFull) {
                for (int k = 0; k < layers; k++) {
                    shares[k] = map.floats()[map.offset() + (y * width + x) * layers + k];
                }
            } else {
                sample(v, place(x, photo.width(), width), Photo.CHANNELS * x);
            }
            round(x, to);
        }
    }

    /// Where a pixel's centre lies on the smaller map.
    private static double place(int at, int of, int length) {
        return Math.clamp((at + 0.5) * length / of - 0.5, 0, length - 1);
    }

    /// The functions between four of the map's pixels, of a colour.
    private void sample(double v, double u, int colour) {
        int width = map.shape().size(2);
        int top = Math.min((int) v, map.shape().size(1) - 1);
        int left = Math.min((int) u, width - 1);
        int below = Math.min(top + 1, map.shape().size(1) - 1);
        int right = Math.min(left + 1, width - 1);
        double low = v - top;
        double far = u - left;
        java.util.Arrays.fill(shares, 0);
        add((1 - low) * (1 - far), top * width + left, colour);
        add((1 - low) * far, top * width + right, colour);
        add(low * (1 - far), below * width + left, colour);
        add(low * far, below * width + right, colour);
    }

    private void add(double weight, int pixel, int colour) {
        if (weight == 0) {
            return;
        }
        double red = weight * colours[colour] / FULL;
        double green = weight * colours[colour + 1] / FULL;
        double blue = weight * colours[colour + 2] / FULL;
        float[] values = map.floats();
        int at = map.offset() + pixel * VALUES * layers;
        for (int k = 0; k < layers; k++, at += VALUES) {
            shares[k] +=
                    values[at] * red
                            + values[at + 1] * green
                            + values[at + 2] * blue
                            + values[at + 3] * weight;
        }
    }

    private void round(int x, byte[][] to) {
        double sum = 0;
        for (int k = 0; k < layers; k++) {
            shares[k] = Math.clamp(shares[k], 0, 1);
            sum += shares[k];
        }
        int left = FULL;
        for (int k = 0; k < layers; k++) {
            // A pixel in which all are 0 goes to the first.
            double exact = sum > 0 ? shares[k] / sum * FULL : k == 0 ? FULL : 0;
            int level = (int) exact;
            shares[k] = exact - level;
            to[k][x] = (byte) level;
            left -= level;
        }
        for (; left > 0; left--) {
            int most = 0;
            for (int k = 1; k < layers; k++) {
                most = shares[k] > shares[most] ? k : most;
            }
            to[most][x]++;
            shares[most] = -1;
        }
    }
}
