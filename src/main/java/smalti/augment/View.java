package smalti.augment;

import smalti.error.ParameterException;
import smalti.op.Size;

/// Where on a picture the pixels of another one lie: pixel `(x, y)` shows the place
/// `(xx·x + xy·y + x0, yx·x + yy·y + y0)`. Whole numbers are the middles of pixels. Steps are composed, so that a picture
/// that is scaled, turned and cut is sampled once.
///
/// @param size of the pictures that are shown
public record View(Size size, double xx, double xy, double x0, double yx, double yy, double y0) {
    public View {
        if (size.height() < 1 || size.width() < 1) {
            throw new ParameterException("the size of a view", "at least 1x1", size);
        }
    }

    /// A picture as it is.
    public static View whole(Size size) {
        return new View(size, 1, 0, 0, 0, 1, 0);
    }

    /// The same in another size: the edges of pixels stay where they are.
    public View resized(Size other) {
        double across = (double) size.width() / other.width();
        double down = (double) size.height() / other.height();
        return after(other, across, 0, (across - 1) / 2, 0, down, (down - 1) / 2);
    }

    /// The same scaled until its long side is so long, in the middle of a square.
    public View squared(int side) {
        int longer = Math.max(size.height(), size.width());
        View inside = resized(size.scaled((double) side / longer));
        return inside.cut(
                Math.floorDiv(inside.size.height() - side, 2),
                Math.floorDiv(inside.size.width() - side, 2),
                Size.square(side));
    }

    /// A part of the same, or more than it: what lies outside is nowhere.
    ///
    /// @param top the first row, also below 0
    /// @param left the first column, also below 0
    public View cut(int top, int left, Size other) {
        return after(other, 1, 0, left, 0, 1, top);
    }

    /// The same mirrored, left for right.
    public View mirrored() {
        return after(size, -1, 0, size.width() - 1.0, 0, 1, 0);
    }

    /// The same upside down.
    public View upsideDown() {
        return after(size, 1, 0, 0, 0, -1, size.height() - 1.0);
    }

    /// The same turned around its middle, in the direction of the clock.
    public View turned(double degrees) {
        double cosine = Math.cos(Math.toRadians(degrees));
        double sine = Math.sin(Math.toRadians(degrees));
        double x = (size.width() - 1) / 2.0;
        double y = (size.height() - 1) / 2.0;
        return after(
                size,
                cosine,
                sine,
                x - cosine * x - sine * y,
                -sine,
                cosine,
                y + sine * x - cosine * y);
    }

    /// How many pixels of the picture lie between neighbours of the view, at least.
    double step() {
        return Math.min(Math.hypot(xx, yx), Math.hypot(xy, yy));
    }

    /// The same on a picture whose sides are divided by a whole number.
    View onReduced(int factor) {
        double middle = (1 - factor) / (2.0 * factor);
        return new View(
                size,
                xx / factor,
                xy / factor,
                x0 / factor + middle,
                yx / factor,
                yy / factor,
                y0 / factor + middle);
    }

    /// This view of what another one shows.
    private View after(
            Size other, double ax, double bx, double cx, double ay, double by, double cy) {
        return new View(
                other,
                xx * ax + xy * ay,
                xx * bx + xy * by,
                xx * cx + xy * cy + x0,
                yx * ax + yy * ay,
                yx * bx + yy * by,
                yx * cx + yy * cy + y0);
    }
}
