package smalti.superpixel;

import java.util.Arrays;

/// A set of pixels of one picture: those with an unlike 4-neighbour, so both sides of a border, or those near them.
final class Contour {
    private final boolean[] pixels;
    private final int height;
    private final int width;

    private Contour(boolean[] pixels, int height, int width) {
        this.pixels = pixels;
        this.height = height;
        this.width = width;
    }

    /// The pixels of a label map that have an unlike 4-neighbour.
    static Contour of(int[] labels, int height, int width) {
        boolean[] pixels = new boolean[height * width];
        for (int y = 0; y < height; y++) {
            int row = y * width;
            for (int at = row + 1; at < row + width; at++) {
                if (labels[at] != labels[at - 1]) {
                    pixels[at] = true;
                    pixels[at - 1] = true;
                }
            }
        }
        for (int at = width; at < pixels.length; at++) {
            if (labels[at] != labels[at - width]) {
                pixels[at] = true;
                pixels[at - width] = true;
            }
        }
        return new Contour(pixels, height, width);
    }

    /// The pixels within a square window of `2·radius + 1` around those of this set.
    Contour widened(int radius) {
        boolean[] along = new boolean[pixels.length];
        for (int y = 0; y < height; y++) {
            int row = y * width;
            int filled = row;
            for (int at = row; at < row + width; at++) {
                if (pixels[at]) {
                    int to = Math.min(at + radius, row + width - 1) + 1;
                    Arrays.fill(along, Math.max(filled, at - radius), to, true);
                    filled = to;
                }
            }
        }
        boolean[] around = new boolean[pixels.length];
        for (int y = 0; y < height; y++) {
            int row = y * width;
            for (int near = Math.max(0, y - radius);
                    near <= Math.min(height - 1, y + radius);
                    near++) {
                for (int x = 0, from = near * width; x < width; x++) {
                    around[row + x] |= along[from + x];
                }
            }
        }
        return new Contour(around, height, width);
    }

    /// The number of pixels in this set.
    int size() {
        int size = 0;
        for (boolean pixel : pixels) {
            size += pixel ? 1 : 0;
        }
        return size;
    }

    /// The number of pixels that lie in both sets.
    int shared(Contour other) {
        int size = 0;
        for (int at = 0; at < pixels.length; at++) {
            size += pixels[at] & other.pixels[at] ? 1 : 0;
        }
        return size;
    }
}
