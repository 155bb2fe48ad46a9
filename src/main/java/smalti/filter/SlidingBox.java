package smalti.filter;

import java.util.function.Consumer;

/// Means of windows of `2·radius + 1` rows and columns, of a map whose rows come one after the other. Windows are cut off at the
/// borders: their means are those of the pixels that are there.
///
/// Sums run along: a pixel costs the same whatever the radius is. Kept are the rows of one window.
final class SlidingBox {
    private final int height;
    private final int width;
    private final int values;
    private final int radius;
    private final double[][] rows;
    private final double[] columns;
    private final double[] window;
    private int next;

    /// @param values of each pixel
    SlidingBox(int height, int width, int values, int radius) {
        this.height = height;
        this.width = width;
        this.values = values;
        this.radius = radius;
        this.rows = new double[2 * radius + 1][width * values];
        this.columns = new double[width * values];
        this.window = new double[values];
    }

    /// Takes the next row in, and the one that no window needs any more out.
    ///
    /// @param filler writes the values of the row, of which all are 0 before; it must leave a row outside the map so
    void next(Consumer<double[]> filler) {
        double[] row = rows[next++ % rows.length];
        for (int i = 0; i < row.length; i++) {
            columns[i] -= row[i];
            row[i] = 0;
        }
        filler.accept(row);
        for (int i = 0; i < row.length; i++) {
            columns[i] += row[i];
        }
    }

    /// Is shown the means around a pixel.
    interface Visitor {
        /// @param means valid during the call
        void see(int x, double[] means);
    }

    /// Shows the means around each pixel of a row, whose last neighbour was the last to come in.
    void means(int y, Visitor visitor) {
        int high = Math.min(height - 1, y + radius) - Math.max(0, y - radius) + 1;
        double[] sums = new double[values];
        for (int x = 0; x < Math.min(radius, width); x++) {
            add(sums, x, 1);
        }
        for (int x = 0; x < width; x++) {
            if (x + radius < width) {
                add(sums, x + radius, 1);
            }
            if (x > radius) {
                add(sums, x - radius - 1, -1);
            }
            int wide = Math.min(width - 1, x + radius) - Math.max(0, x - radius) + 1;
            double share = 1.0 / ((double) high * wide);
            for (int i = 0; i < values; i++) {
                window[i] = sums[i] * share;
            }
            visitor.see(x, window);
        }
    }

    private void add(double[] sums, int x, double sign) {
        for (int i = 0, at = x * values; i < values; i++, at++) {
            sums[i] += sign * columns[at];
        }
    }
}
