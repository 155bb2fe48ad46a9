package smalti.algebra;

import java.util.Arrays;
import smalti.device.Device;
import smalti.error.ShapeException;

/// A symmetric matrix whose rows are the pixels of a picture, and in which a pixel has something to do only with pixels at most
/// two rows and two columns away: 25 entries a row.
///
/// Kept are 13 planes, one for the pixel itself and one for each neighbour that comes after it in raster order: the others are
/// the same entries seen from the other side.
public final class GridStencil {
    /// How many rows and columns away the farthest neighbours are.
    public static final int REACH = 2;

    /// Planes: the pixel itself, two to the right, five in each of two rows below.
    static final int PLANES = 13;

    private static final int BAND = 16;

    private final int height;
    private final int width;
    private final double[][] planes;

    /// A matrix of zeros.
    ///
    /// @throws ShapeException if there are more pixels than an array holds
    public GridStencil(int height, int width) {
        if (height < 1 || width < 1 || (long) height * width > Integer.MAX_VALUE - 8) {
            throw new ShapeException(
                    "a matrix of a picture's pixels", "an array's number", height + "x" + width);
        }
        this.height = height;
        this.width = width;
        this.planes = new double[PLANES][height * width];
    }

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    /// Rows and columns of the matrix: pixels.
    public int size() {
        return height * width;
    }

    /// Rows below the pixel at which a plane's neighbours are.
    static int down(int plane) {
        return (plane + REACH) / (2 * REACH + 1);
    }

    /// Columns right of the pixel.
    static int right(int plane) {
        return (plane + REACH) % (2 * REACH + 1) - REACH;
    }

    private static int plane(int down, int right) {
        return down * (2 * REACH + 1) + right;
    }

    /// The entries of all pixels with the neighbour at that place, 0 where that is outside.
    ///
    /// @param down 0 to 2
    /// @param right -2 to 2, and not negative where `down` is 0
    public double[] entries(int down, int right) {
        return planes[plane(down, right)];
    }

    /// The entry of two pixels, 0 where they are farther apart.
    public double at(int pixel, int other) {
        int first = Math.min(pixel, other);
        int second = Math.max(pixel, other);
        int down = second / width - first / width;
        int right = second % width - first % width;
        return down > REACH || Math.abs(right) > REACH ? 0 : planes[plane(down, right)][first];
    }

    /// Multiplies a vector.
    ///
    /// @param device whose threads compute
    /// @param from a value a pixel
    /// @param to the product; overwritten
    public void multiply(Device device, double[] from, double[] to) {
        device.runParts(
                Math.ceilDiv(height, BAND),
                part -> {
                    int below = Math.min(height, (part + 1) * BAND);
                    for (int y = part * BAND; y < below; y++) {
                        multiplyRow(y, from, to);
                    }
                });
    }

    private void multiplyRow(int y, double[] from, double[] to) {
        int first = y * width;
        Arrays.fill(to, first, first + width, 0);
        add(planes[0], first, from, first, to, first, width);
        for (int plane = 1; plane < PLANES; plane++) {
            int down = down(plane);
            int right = right(plane);
            int columns = width - Math.abs(right);
            int left = Math.max(0, -right);
            if (columns > 0 && y + down < height) {
                int at = first + left;
                add(planes[plane], at, from, at + down * width + right, to, at, columns);
            }
            if (columns > 0 && y >= down) {
                int at = first - down * width + left;
                add(planes[plane], at, from, at, to, at + down * width + right, columns);
            }
        }
    }

    private static void add(
            double[] entries, int at, double[] from, int source, double[] to, int sum, int count) {
        for (int i = 0; i < count; i++) {
            to[sum + i] += entries[at + i] * from[source + i];
        }
    }
}
