package smalti.demo;

import smalti.photo.Photo;
import smalti.superpixel.Samples;

/// Pixels under the brush. Shapes have soft edges one pixel wide.
final class Canvas {
    private final int width;
    private final int height;
    private final double[] levels;

    Canvas(int width, int height) {
        this.width = width;
        this.height = height;
        this.levels = new double[3 * width * height];
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    Colour at(int x, int y) {
        int at = 3 * (y * width + x);
        return new Colour(levels[at], levels[at + 1], levels[at + 2]);
    }

    /// Lays a colour over a pixel; outside of the canvas nothing happens.
    void blend(int x, int y, Colour colour, double share) {
        if (x < 0 || x >= width || y < 0 || y >= height || share <= 0) {
            return;
        }
        double part = Math.min(1, share);
        int at = 3 * (y * width + x);
        levels[at] += (colour.red() - levels[at]) * part;
        levels[at + 1] += (colour.green() - levels[at + 1]) * part;
        levels[at + 2] += (colour.blue() - levels[at + 2]) * part;
    }

    /// An ellipse.
    void ellipse(
            double centreX,
            double centreY,
            double radiusX,
            double radiusY,
            Colour colour,
            double share) {
        int top = (int) Math.floor(centreY - radiusY - 1);
        int bottom = (int) Math.ceil(centreY + radiusY + 1);
        int left = (int) Math.floor(centreX - radiusX - 1);
        int right = (int) Math.ceil(centreX + radiusX + 1);
        double smaller = Math.min(radiusX, radiusY);
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                double reach = Math.hypot((x - centreX) / radiusX, (y - centreY) / radiusY);
                blend(x, y, colour, share * Math.clamp((1 - reach) * smaller + 0.5, 0, 1));
            }
        }
    }

    /// A line of a thickness that may change along it.
    void line(
            double fromX,
            double fromY,
            double toX,
            double toY,
            double fromThick,
            double toThick,
            Colour colour) {
        double thick = Math.max(fromThick, toThick);
        int top = (int) Math.floor(Math.min(fromY, toY) - thick);
        int bottom = (int) Math.ceil(Math.max(fromY, toY) + thick);
        int left = (int) Math.floor(Math.min(fromX, toX) - thick);
        int right = (int) Math.ceil(Math.max(fromX, toX) + thick);
        double alongX = toX - fromX;
        double alongY = toY - fromY;
        double length = Math.max(1e-9, alongX * alongX + alongY * alongY);
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                double along =
                        Math.clamp(((x - fromX) * alongX + (y - fromY) * alongY) / length, 0, 1);
                double distance =
                        Math.hypot(x - fromX - along * alongX, y - fromY - along * alongY);
                double half = (fromThick + (toThick - fromThick) * along) / 2;
                blend(x, y, colour, Math.clamp(half - distance + 0.5, 0, 1));
            }
        }
    }

    /// A convex polygon, its corners clockwise as seen.
    void polygon(Colour colour, double... corners) {
        double left = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < corners.length; i += 2) {
            left = Math.min(left, corners[i]);
            right = Math.max(right, corners[i]);
            top = Math.min(top, corners[i + 1]);
            bottom = Math.max(bottom, corners[i + 1]);
        }
        for (int y = (int) Math.floor(top); y <= Math.ceil(bottom); y++) {
            for (int x = (int) Math.floor(left); x <= Math.ceil(right); x++) {
                blend(x, y, colour, Math.clamp(0.5 + inside(corners, x, y), 0, 1));
            }
        }
    }

    /// The distance to the nearest edge, negative outside.
    private static double inside(double[] corners, double x, double y) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < corners.length; i += 2) {
            int next = (i + 2) % corners.length;
            double edgeX = corners[next] - corners[i];
            double edgeY = corners[next + 1] - corners[i + 1];
            double distance =
                    (edgeX * (y - corners[i + 1]) - edgeY * (x - corners[i]))
                            / Math.hypot(edgeX, edgeY);
            nearest = Math.min(nearest, distance);
        }
        return nearest;
    }

    Photo photo() {
        byte[] bytes = new byte[levels.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.round(Math.clamp(levels[i], 0, 255));
        }
        return new Photo(width, height, new Samples.Bytes(bytes));
    }
}
