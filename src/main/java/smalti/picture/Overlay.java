package smalti.picture;

import smalti.error.ShapeException;
import smalti.segment.SegmentMap;
import smalti.tensor.Shape;

/// Segment boundaries drawn over a picture. A line runs along the pixels whose right or lower neighbour belongs to another
/// segment; it is as wide as the picture needs to be seen whole on a screen. Ignored pixels are hatched.
public final class Overlay {
    /// The colour of the lines.
    public static final int YELLOW = 0xFFDD1A;

    private static final int PIXELS_A_LINE_WIDTH = 1600;
    private static final double OPACITY = 0.88;

    private Overlay() {}

    /// Draws the boundaries of the first image of a segment map.
    ///
    /// @throws ShapeException if picture and map differ in size
    public static Drawing draw(Drawing picture, SegmentMap segments) {
        return draw(picture, segments, YELLOW);
    }

    /// The same in another colour.
    public static Drawing draw(Drawing picture, SegmentMap segments, int colour) {
        int width = picture.width();
        int height = picture.height();
        Labels labels = Labels.of(segments);
        labels.expectSize("an overlay", picture);
        int[] rgb = picture.pixels().clone();
        for (int y = 0, at = 0; y < height; y++) {
            for (int x = 0; x < width; x++, at++) {
                if (labels.at(x, y) < 0) {
                    rgb[at] = Hatching.over(rgb[at], x, y);
                }
            }
        }
        int thickness = 1 + Math.max(width, height) / PIXELS_A_LINE_WIDTH;
        boolean[] line = lines(labels, thickness);
        for (int at = 0; at < rgb.length; at++) {
            if (line[at]) {
                rgb[at] = Drawing.blend(rgb[at], colour, OPACITY);
            }
        }
        return new Drawing(width, height, rgb);
    }

    private static boolean[] lines(Labels labels, int thickness) {
        int width = labels.width();
        int height = labels.height();
        boolean[] line = new boolean[Shape.of(height, width).arrayLength("an overlay")];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int label = labels.at(x, y);
                boolean boundary =
                        (x + 1 < width && labels.at(x + 1, y) != label)
                                || (y + 1 < height && labels.at(x, y + 1) != label);
                if (boundary) {
                    mark(line, x, y, width, height, thickness);
                }
            }
        }
        return line;
    }

    /// Marks a square of `thickness` pixels about a point, rather to the right and below.
    private static void mark(boolean[] line, int x, int y, int width, int height, int thickness) {
        int before = (thickness - 1) / 2;
        int fromX = Math.max(0, x - before);
        int toX = Math.min(width, x - before + thickness);
        int toY = Math.min(height, y - before + thickness);
        for (int row = Math.max(0, y - before); row < toY; row++) {
            java.util.Arrays.fill(line, row * width + fromX, row * width + toX, true);
        }
    }
}
