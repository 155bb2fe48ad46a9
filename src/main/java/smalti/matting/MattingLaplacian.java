package smalti.matting;

import smalti.algebra.GridStencil;
import smalti.device.Device;
import smalti.error.ShapeException;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// How badly an opacity map fits a picture: within each window of 3x3 pixels it should be a linear function of the colours.
///
/// With `μ` and `Σ` the mean and the covariance of the colours in a window `w`, two of its pixels `i` and `j` get
/// `δij - (1 + (Ii - μ)ᵀ (Σ + ε/9)⁻¹ (Ij - μ)) / 9` from it, and the matrix holds the sums over all windows that lie within the
/// picture. It is positive semidefinite, constant maps cost nothing, and a pixel's own entry is below the number of windows it
/// is in, at most 9.
///
/// Levin, Lischinski, Weiss, "A Closed-Form Solution to Natural Image Matting", 2008, equation 12.
public final class MattingLaplacian {
    /// What makes windows of few colours solvable: the paper's, of colours from 0 to 1.
    public static final double EPSILON = 1e-7;

    private static final int COLOURS = 3;
    private static final int WINDOW = 9;
    private static final int LEAST_SIDE = 3;
    private static final int BAND = 16;

    /// Of each window its mean and, by rows, the upper triangle of the inverse of its covariance.
    private static final int VALUES = 9;

    private final double[] colours;
    private final int height;
    private final int width;
    private final double[] windows;
    private final GridStencil matrix;

    private MattingLaplacian(Tensor picture) {
        this.height = picture.shape().size(1);
        this.width = picture.shape().size(2);
        this.colours = new double[height * width * COLOURS];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = picture.floats()[picture.offset() + i];
        }
        this.windows = new double[height * width * VALUES];
        this.matrix = new GridStencil(height, width);
    }

    /// The matrix of a picture.
    ///
    /// @param device whose threads compute
    /// @param picture `[1,H,W,3]` from 0 to 1, at least 3 by 3
    /// @throws ShapeException if the picture is none
    public static GridStencil of(Device device, Tensor picture) {
        Shape shape = picture.shape();
        if (shape.rank() != 4
                || shape.size(0) != 1
                || shape.size(1) < LEAST_SIDE
                || shape.size(2) < LEAST_SIDE
                || shape.size(3) != COLOURS) {
            throw new ShapeException(
                    "a matting Laplacian", "a picture [1,H,W,3] of at least 3x3", shape);
        }
        var laplacian = new MattingLaplacian(picture);
        laplacian.eachBand(device, laplacian::describeRow);
        laplacian.eachBand(device, laplacian::gatherRow);
        return laplacian.matrix;
    }

    /// Does something with a row.
    private interface Row {
        void at(int y);
    }

    private void eachBand(Device device, Row row) {
        device.runParts(
                Math.ceilDiv(height, BAND),
                part -> {
                    int below = Math.min(height, (part + 1) * BAND);
                    for (int y = part * BAND; y < below; y++) {
                        row.at(y);
                    }
                });
    }

    private void describeRow(int y) {
        if (y < 1 || y > height - 2) {
            return;
        }
        for (int x = 1; x < width - 1; x++) {
            describe(y * width + x);
        }
    }

    private void describe(int centre) {
        double red = 0;
        double green = 0;
        double blue = 0;
        for (int place = 0; place < WINDOW; place++) {
            int at = COLOURS * pixel(centre, place);
            red += colours[at] / WINDOW;
            green += colours[at + 1] / WINDOW;
            blue += colours[at + 2] / WINDOW;
        }
        double rr = EPSILON / WINDOW;
        double rg = 0;
        double rb = 0;
        double gg = EPSILON / WINDOW;
        double gb = 0;
        double bb = EPSILON / WINDOW;
        // Around the mean: differences of squares would lose what epsilon is there for.
        for (int place = 0; place < WINDOW; place++) {
            int at = COLOURS * pixel(centre, place);
            double r = colours[at] - red;
            double g = colours[at + 1] - green;
            double b = colours[at + 2] - blue;
            rr += r * r / WINDOW;
            rg += r * g / WINDOW;
            rb += r * b / WINDOW;
            gg += g * g / WINDOW;
            gb += g * b / WINDOW;
            bb += b * b / WINDOW;
        }
        int to = centre * VALUES;
        windows[to] = red;
        windows[to + 1] = green;
        windows[to + 2] = blue;
        // The inverse of a symmetric matrix by its cofactors.
        double irr = gg * bb - gb * gb;
        double irg = gb * rb - rg * bb;
        double irb = rg * gb - gg * rb;
        double determinant = rr * irr + rg * irg + rb * irb;
        windows[to + 3] = irr / determinant;
        windows[to + 4] = irg / determinant;
        windows[to + 5] = irb / determinant;
        windows[to + 6] = (rr * bb - rb * rb) / determinant;
        windows[to + 7] = (rb * rg - rr * gb) / determinant;
        windows[to + 8] = (rr * gg - rg * rg) / determinant;
    }

    private int pixel(int centre, int place) {
        return centre + (place / 3 - 1) * width + place % 3 - 1;
    }

    /// Sums up what the windows around each pixel say of it and of those after it: each entry is written by one thread.
    private void gatherRow(int y) {
        for (int x = 0; x < width; x++) {
            for (int v = Math.max(1, y - 1); v <= Math.min(height - 2, y + 1); v++) {
                for (int u = Math.max(1, x - 1); u <= Math.min(width - 2, x + 1); u++) {
                    gather(y, x, v, u);
                }
            }
        }
    }

    private void gather(int y, int x, int v, int u) {
        int pixel = y * width + x;
        int from = (v * width + u) * VALUES;
        double red = windows[from];
        double green = windows[from + 1];
        double blue = windows[from + 2];
        double r = colours[COLOURS * pixel] - red;
        double g = colours[COLOURS * pixel + 1] - green;
        double b = colours[COLOURS * pixel + 2] - blue;
        double a = windows[from + 3] * r + windows[from + 4] * g + windows[from + 5] * b;
        double c = windows[from + 4] * r + windows[from + 6] * g + windows[from + 7] * b;
        double d = windows[from + 5] * r + windows[from + 7] * g + windows[from + 8] * b;
        for (int row = y; row <= v + 1; row++) {
            for (int column = row == y ? x : u - 1; column <= u + 1; column++) {
                int at = COLOURS * (row * width + column);
                double product =
                        a * (colours[at] - red)
                                + c * (colours[at + 1] - green)
                                + d * (colours[at + 2] - blue);
                double own = row == y && column == x ? 1 : 0;
                matrix.entries(row - y, column - x)[pixel] += own - (1 + product) / WINDOW;
            }
        }
    }
}
