package smalti.picture;

import smalti.error.ShapeException;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Soft layers side by side: the photo, all layers as colours, and each layer on a checkerboard.
public final class LayerSheet {
    private static final int GAP = 6;
    private static final int SQUARE = 8;
    private static final int PAPER = 0xFFFFFF;
    private static final int LIGHT = 0xE8E8E8;
    private static final int DARK = 0xC4C4C4;

    private LayerSheet() {}

    /// Draws a sheet.
    ///
    /// @param photo in the layers' size
    /// @param alphas `[1,H,W,layers]` from 0 to 1, in each pixel with a sum of 1
    /// @throws ShapeException if photo and layers differ in size
    public static Drawing draw(Drawing photo, Tensor alphas) {
        Shape shape = alphas.shape();
        if (shape.rank() != 4
                || shape.size(1) != photo.height()
                || shape.size(2) != photo.width()) {
            throw new ShapeException(
                    "a sheet of layers",
                    "[1,%d,%d,layers]".formatted(photo.height(), photo.width()),
                    shape);
        }
        int layers = shape.size(3);
        int cells = layers + 2;
        int columns = columns(cells, photo);
        int rows = Math.ceilDiv(cells, columns);
        var canvas =
                new Canvas(
                        columns * (photo.width() + GAP) + GAP, rows * (photo.height() + GAP) + GAP);
        canvas.fill(PAPER);
        for (int cell = 0; cell < cells; cell++) {
            int left = GAP + cell % columns * (photo.width() + GAP);
            int top = GAP + cell / columns * (photo.height() + GAP);
            for (int y = 0; y < photo.height(); y++) {
                for (int x = 0; x < photo.width(); x++) {
                    canvas.set(left + x, top + y, colour(cell, photo, alphas, x, y));
                }
            }
        }
        return canvas.drawing();
    }

    /// As many columns as make the sheet about twice as wide as high.
    private static int columns(int cells, Drawing photo) {
        double columns = Math.sqrt(2.0 * cells * photo.height() / photo.width());
        return (int) Math.clamp(Math.ceil(columns), 1, cells);
    }

    private static int colour(int cell, Drawing photo, Tensor alphas, int x, int y) {
        int layers = alphas.shape().size(3);
        int at = alphas.offset() + (y * photo.width() + x) * layers;
        return switch (cell) {
            case 0 -> photo.at(x, y);
            case 1 -> mixed(alphas.floats(), at, layers);
            default -> {
                int under = (x / SQUARE + y / SQUARE) % 2 == 0 ? LIGHT : DARK;
                yield Drawing.blend(under, photo.at(x, y), alphas.floats()[at + cell - 2]);
            }
        };
    }

    /// The layers' own colours, each by its opacity.
    private static int mixed(float[] alphas, int at, int layers) {
        double red = 0;
        double green = 0;
        double blue = 0;
        for (int k = 0; k < layers; k++) {
            int colour = LabelColours.of(k);
            red += alphas[at + k] * (colour >> 16 & 0xFF);
            green += alphas[at + k] * (colour >> 8 & 0xFF);
            blue += alphas[at + k] * (colour & 0xFF);
        }
        return level(red) << 16 | level(green) << 8 | level(blue);
    }

    private static int level(double value) {
        return (int) Math.clamp(Math.round(value), 0, 255);
    }
}
