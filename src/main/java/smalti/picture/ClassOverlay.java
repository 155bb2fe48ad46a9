package smalti.picture;

import java.util.ArrayList;
import java.util.List;
import smalti.error.ShapeException;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// A photo tinted by the classes of its pixels, with a legend of those that occur. Pixels of an uncoloured class, such as
/// the background, stay as they are.
public final class ClassOverlay {
    private static final double OPACITY = 0.55;
    private static final int PIXELS_A_DOT = 400;
    private static final int PAPER = 0xFFFFFF;
    private static final int INK = 0x202020;

    private final List<String> names;
    private final int uncoloured;

    /// @param names of the classes
    /// @param uncoloured the class that is not shown, or -1
    public ClassOverlay(List<String> names, int uncoloured) {
        this.names = List.copyOf(names);
        this.uncoloured = uncoloured;
    }

    /// Draws the photo and, below it, the legend.
    ///
    /// @param classes `I32 [H,W]`, each below the number of names
    /// @throws ShapeException if picture and classes differ in size
    public Drawing draw(Drawing picture, Tensor classes) {
        int width = picture.width();
        int height = picture.height();
        if (!classes.shape().equals(Shape.of(height, width))) {
            throw new ShapeException(
                    "an overlay of classes", Shape.of(height, width), classes.shape());
        }
        int dot = 1 + Math.max(width, height) / PIXELS_A_DOT;
        Legend legend = new Legend(present(classes), width, dot);
        Canvas canvas = new Canvas(width, height + legend.height());
        canvas.fill(PAPER);
        int[] values = classes.ints();
        for (int y = 0, at = classes.offset(); y < height; y++) {
            for (int x = 0; x < width; x++, at++) {
                int under = picture.at(x, y);
                canvas.set(
                        x,
                        y,
                        values[at] == uncoloured
                                ? under
                                : Drawing.blend(under, colour(values[at]), OPACITY));
            }
        }
        legend.draw(canvas, height);
        return canvas.drawing();
    }

    /// Draws the classes alone; the uncoloured one is black.
    ///
    /// @param classes `I32 [H,W]`
    public Drawing mask(Tensor classes) {
        int[] values = classes.ints();
        int[] rgb = new int[(int) classes.elements()];
        for (int i = 0; i < rgb.length; i++) {
            int each = values[classes.offset() + i];
            rgb[i] = each == uncoloured ? 0 : colour(each);
        }
        return new Drawing(classes.shape().size(1), classes.shape().size(0), rgb);
    }

    private static int colour(int index) {
        return LabelColours.of(index);
    }

    private List<Integer> present(Tensor classes) {
        boolean[] seen = new boolean[names.size()];
        for (int i = 0; i < classes.elements(); i++) {
            seen[classes.ints()[classes.offset() + i]] = true;
        }
        List<Integer> present = new ArrayList<>();
        for (int i = 0; i < seen.length; i++) {
            if (seen[i] && i != uncoloured) {
                present.add(i);
            }
        }
        return present;
    }

    /// Squares of colour with names behind them, in as many rows as they need.
    private final class Legend {
        private final List<Entry> entries = new ArrayList<>();
        private final int dot;
        private int rows;

        private record Entry(int index, int left, int row) {}

        Legend(List<Integer> classes, int width, int dot) {
            this.dot = dot;
            int left = margin();
            for (int index : classes) {
                int needed = square() + 2 * margin() + DotFont.width(names.get(index), dot);
                if (left > margin() && left + needed > width) {
                    left = margin();
                    rows++;
                }
                entries.add(new Entry(index, left, rows));
                left += needed;
            }
            rows += classes.isEmpty() ? 0 : 1;
        }

        private int margin() {
            return 4 * dot;
        }

        private int square() {
            return DotFont.HEIGHT * dot;
        }

        private int rowHeight() {
            return square() + margin();
        }

        int height() {
            return rows == 0 ? 0 : rows * rowHeight() + margin();
        }

        void draw(Canvas canvas, int from) {
            for (Entry entry : entries) {
                int top = from + margin() + entry.row() * rowHeight();
                canvas.fill(entry.left(), top, square(), square(), colour(entry.index()));
                DotFont.draw(
                        canvas,
                        names.get(entry.index()),
                        entry.left() + square() + margin() / 2,
                        top,
                        dot,
                        INK);
            }
        }
    }
}
