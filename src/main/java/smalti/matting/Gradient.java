package smalti.matting;

import smalti.tensor.Tensor;

/// How steep a picture is: the length of the gradient of its colours after a Gaussian of 1.5 pixels, in levels a pixel.
///
/// Aksoy's code has tables of a filter of 13 pixels by Farid and Simoncelli, "Differentiation of Discrete Multidimensional Signals",
/// 2004; this one has the same width.
final class Gradient {
    private static final double SIGMA = 1.5;
    private static final int RADIUS = 6;
    private static final int COLOURS = 3;

    private Gradient() {}

    /// A value a pixel.
    ///
    /// @param picture `[1,H,W,3]`
    static double[] of(Tensor picture) {
        int height = picture.shape().size(1);
        int width = picture.shape().size(2);
        double[] smooth = new double[2 * RADIUS + 1];
        double[] steep = new double[2 * RADIUS + 1];
        double sum = 0;
        double slope = 0;
        for (int i = -RADIUS; i <= RADIUS; i++) {
            smooth[RADIUS + i] = Math.exp(-i * i / (2 * SIGMA * SIGMA));
            steep[RADIUS + i] = i * smooth[RADIUS + i];
            sum += smooth[RADIUS + i];
            slope += i * steep[RADIUS + i];
        }
        for (int i = 0; i < smooth.length; i++) {
            smooth[i] /= sum;
            steep[i] /= slope;
        }
        double[] squares = new double[height * width];
        for (int c = 0; c < COLOURS; c++) {
            double[] values = new double[height * width];
            for (int i = 0; i < values.length; i++) {
                values[i] = picture.floats()[picture.offset() + i * COLOURS + c];
            }
            double[] right =
                    filtered(
                            filtered(values, height, width, steep, true),
                            height,
                            width,
                            smooth,
                            false);
            double[] down =
                    filtered(
                            filtered(values, height, width, smooth, true),
                            height,
                            width,
                            steep,
                            false);
            for (int i = 0; i < squares.length; i++) {
                squares[i] += right[i] * right[i] + down[i] * down[i];
            }
        }
        for (int i = 0; i < squares.length; i++) {
            squares[i] = Math.sqrt(squares[i]);
        }
        return squares;
    }

    /// Along rows or along columns; pixels of the border go on outside.
    private static double[] filtered(
            double[] values, int height, int width, double[] weights, boolean along) {
        double[] filtered = new double[values.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double sum = 0;
                for (int i = -RADIUS; i <= RADIUS; i++) {
                    int v = along ? y : Math.clamp(y + i, 0, height - 1);
                    int u = along ? Math.clamp(x + i, 0, width - 1) : x;
                    sum += weights[RADIUS + i] * values[v * width + u];
                }
                filtered[y * width + x] = sum;
            }
        }
        return filtered;
    }
}
