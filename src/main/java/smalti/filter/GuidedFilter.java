package smalti.filter;

import smalti.device.Device;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Smooths maps such that the edges of a colour picture stay: near each pixel a map is what a linear function of the colours says
/// of it, the best one of each window, averaged over the windows around the pixel.
///
/// With `μ` and `Σ` the mean and the covariance of the colours `I` in a window, and `p` the map there: `a = (Σ + ε)⁻¹ (mean(I p)
/// - μ mean(p))`, `b = mean(p) - a·μ`, and the result is `mean(a)·I + mean(b)`.
///
/// He, Sun, Tang, "Guided Image Filtering", 2010 and 2013, equations 14 to 16.
///
/// A pixel costs the same whatever the radius is, and what is asked of the colours is computed once for many channels. Sums are
/// in double precision, and results do not depend on the number of threads.
public final class GuidedFilter {
    private static final int COLOURS = 3;

    /// Means of colours and of their products, which come before those of a map.
    private static final int GUIDE = 9;

    /// Rows that are filtered in one go, by one thread.
    private static final int BAND = 96;

    /// Channels that are filtered in one go: more do not fit a cache with all rows of a window.
    private static final int TOGETHER = 16;

    private final float[] guide;
    private final int height;
    private final int width;
    private final int radius;
    private final double epsilon;

    private GuidedFilter(float[] guide, int height, int width, int radius, double epsilon) {
        this.guide = guide;
        this.height = height;
        this.width = width;
        this.radius = radius;
        this.epsilon = epsilon;
    }

    /// A filter by a picture.
    ///
    /// @param guide `[1,H,W,3]`, from 0 to 1
    /// @param radius windows have `2·radius + 1` rows and columns
    /// @param epsilon above 0: variances of colours well below it are no edges
    /// @throws ShapeException if the picture is none
    public static GuidedFilter by(Tensor guide, int radius, double epsilon) {
        Shape shape = guide.shape();
        if (shape.rank() != 4 || shape.size(0) != 1 || shape.size(3) != COLOURS) {
            throw new ShapeException("a guided filter", "a picture [1,H,W,3]", shape);
        }
        if (radius < 0) {
            throw new ParameterException("the radius of a guided filter", "at least 0", radius);
        }
        if (!(epsilon > 0)) {
            throw new ParameterException("epsilon of a guided filter", "above 0", epsilon);
        }
        float[] colours = new float[(int) shape.elements()];
        System.arraycopy(guide.floats(), guide.offset(), colours, 0, colours.length);
        return new GuidedFilter(colours, shape.size(1), shape.size(2), radius, epsilon);
    }

    /// The map, smoothed: each channel apart from the others.
    ///
    /// @param device whose threads compute
    /// @param map `[1,H,W,C]` of finite numbers, of the picture's size
    /// @throws ShapeException if it has another size
    public Tensor filter(Device device, Tensor map) {
        Shape shape = checked(map);
        Tensor result = Tensor.zeros(map.dtype(), shape);
        run(device, map, new Applied(result.floats(), shape.size(3), guide));
        return result;
    }

    /// The linear functions that say what the map is, `[1,H,W,4C]`: of each channel the factors of red, green and blue, and what is
    /// added. Spread over a larger picture and given its colours, they make a map as sharp as it.
    ///
    /// He and Sun, "Fast Guided Filter", 2015.
    ///
    /// @param device whose threads compute
    /// @param map as for [#filter]
    /// @throws ShapeException if it has another size
    public Tensor functions(Device device, Tensor map) {
        Shape shape = checked(map);
        Tensor result = Tensor.zeros(map.dtype(), Shape.of(1, height, width, 4 * shape.size(3)));
        run(device, map, new Kept(result.floats(), shape.size(3)));
        return result;
    }

    private Shape checked(Tensor map) {
        Shape shape = map.shape();
        if (shape.rank() != 4
                || shape.size(0) != 1
                || shape.size(1) != height
                || shape.size(2) != width) {
            throw new ShapeException(
                    "a guided filter", "a map [1," + height + "," + width + ",C]", shape);
        }
        return shape;
    }

    private void run(Device device, Tensor map, Writer writer) {
        int channels = map.shape().size(3);
        device.runParts(
                Math.ceilDiv(height, BAND),
                part -> {
                    int top = part * BAND;
                    int bottom = Math.min(height, top + BAND);
                    for (int first = 0; first < channels; first += TOGETHER) {
                        new Group(map, writer, first, Math.min(TOGETHER, channels - first))
                                .filter(top, bottom);
                    }
                });
    }

    /// Takes the functions of a pixel.
    private interface Writer {
        /// @param functions of the channels from `first` on, four values each; valid during the call
        void write(int pixel, double[] functions, int first, int count);
    }

    private record Applied(float[] to, int channels, float[] guide) implements Writer {
        @Override
        public void write(int pixel, double[] functions, int first, int count) {
            double red = guide[COLOURS * pixel];
            double green = guide[COLOURS * pixel + 1];
            double blue = guide[COLOURS * pixel + 2];
            int target = pixel * channels + first;
            for (int i = 0, at = 0; i < count; i++, at += 4) {
                to[target + i] =
                        (float)
                                (functions[at] * red
                                        + functions[at + 1] * green
                                        + functions[at + 2] * blue
                                        + functions[at + 3]);
            }
        }
    }

    private record Kept(float[] to, int channels) implements Writer {
        @Override
        public void write(int pixel, double[] functions, int first, int count) {
            int target = 4 * (pixel * channels + first);
            for (int i = 0; i < 4 * count; i++) {
                to[target + i] = (float) functions[i];
            }
        }
    }

    /// Some channels of a map.
    private final class Group {
        private final float[] from;
        private final int offset;
        private final Writer writer;
        private final int channels;
        private final int first;
        private final int count;

        Group(Tensor map, Writer writer, int first, int count) {
            this.from = map.floats();
            this.offset = map.offset();
            this.writer = writer;
            this.channels = map.shape().size(3);
            this.first = first;
            this.count = count;
        }

        /// Rows come in at `y`, windows around `y - radius` are solved, and those around `y - 2 radius` averaged.
        void filter(int top, int bottom) {
            var products = new SlidingBox(height, width, GUIDE + 4 * count, radius);
            var functions = new SlidingBox(height, width, 4 * count, radius);
            for (int y = top - 2 * radius; y < bottom + 2 * radius; y++) {
                int entered = y;
                int solved = y - radius;
                int written = solved - radius;
                products.next(row -> multiply(entered, row));
                if (solved >= top - radius) {
                    functions.next(row -> solve(solved, products, row));
                }
                if (written >= top) {
                    functions.means(
                            written,
                            (x, means) -> writer.write(written * width + x, means, first, count));
                }
            }
        }

        private boolean isInside(int y) {
            return y >= 0 && y < height;
        }

        /// Of each pixel the colours, their products, and the channels with each of their products with the colours.
        private void multiply(int y, double[] row) {
            if (!isInside(y)) {
                return;
            }
            int to = 0;
            for (int pixel = y * width; pixel < (y + 1) * width; pixel++) {
                double red = guide[COLOURS * pixel];
                double green = guide[COLOURS * pixel + 1];
                double blue = guide[COLOURS * pixel + 2];
                row[to] = red;
                row[to + 1] = green;
                row[to + 2] = blue;
                row[to + 3] = red * red;
                row[to + 4] = red * green;
                row[to + 5] = red * blue;
                row[to + 6] = green * green;
                row[to + 7] = green * blue;
                row[to + 8] = blue * blue;
                to += GUIDE;
                for (int i = 0, at = offset + pixel * channels + first; i < count; i++, at++) {
                    double value = from[at];
                    row[to] = value;
                    row[to + 1] = value * red;
                    row[to + 2] = value * green;
                    row[to + 3] = value * blue;
                    to += 4;
                }
            }
        }

        /// Of each window the linear function of each channel: three factors, and what is added.
        private void solve(int y, SlidingBox products, double[] row) {
            if (!isInside(y)) {
                return;
            }
            products.means(
                    y,
                    (x, means) -> {
                        double red = means[0];
                        double green = means[1];
                        double blue = means[2];
                        double rr = means[3] - red * red + epsilon;
                        double rg = means[4] - red * green;
                        double rb = means[5] - red * blue;
                        double gg = means[6] - green * green + epsilon;
                        double gb = means[7] - green * blue;
                        double bb = means[8] - blue * blue + epsilon;
                        // The inverse of a symmetric matrix by its cofactors.
                        double irr = gg * bb - gb * gb;
                        double irg = gb * rb - rg * bb;
                        double irb = rg * gb - gg * rb;
                        double igg = rr * bb - rb * rb;
                        double igb = rb * rg - rr * gb;
                        double ibb = rr * gg - rg * rg;
                        double scale = 1 / (rr * irr + rg * irg + rb * irb);
                        int to = x * 4 * count;
                        for (int at = GUIDE; at < means.length; at += 4, to += 4) {
                            double mean = means[at];
                            double r = means[at + 1] - red * mean;
                            double g = means[at + 2] - green * mean;
                            double b = means[at + 3] - blue * mean;
                            row[to] = scale * (irr * r + irg * g + irb * b);
                            row[to + 1] = scale * (irg * r + igg * g + igb * b);
                            row[to + 2] = scale * (irb * r + igb * g + ibb * b);
                            row[to + 3] =
                                    mean - row[to] * red - row[to + 1] * green - row[to + 2] * blue;
                        }
                    });
        }
    }
}
