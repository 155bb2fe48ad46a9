package smalti.superpixel;

import smalti.segment.SegmentMap;

/// Label maps that a few lines of any language can rebuild, so that other programs can score the same ones.
final class LabelMaps {
    private LabelMaps() {}

    /// Squares of `size` pixels, numbered in raster order.
    static SegmentMap grid(int height, int width, int size) {
        int[] labels = new int[height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                labels[y * width + x] = y / size * columns(width, size) + x / size;
            }
        }
        return SegmentMap.of(labels, height, width);
    }

    /// The nearest of centres scattered one in each square of `size` pixels, each pixel looked up a few pixels astray: like
    /// superpixels, but ragged and in several parts.
    static SegmentMap ragged(int height, int width, int size) {
        int[] labels = new int[height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int astrayY = Math.clamp(y + x * 11 % 5 - 2, 0, height - 1);
                int astrayX = Math.clamp(x + y * 13 % 7 - 3, 0, width - 1);
                labels[y * width + x] = nearest(height, width, size, astrayY, astrayX);
            }
        }
        return SegmentMap.of(labels, height, width);
    }

    private static int nearest(int height, int width, int size, int y, int x) {
        int columns = columns(width, size);
        int rows = columns(height, size);
        long best = Long.MAX_VALUE;
        int label = 0;
        for (int row = y / size - 1; row <= y / size + 1; row++) {
            for (int column = x / size - 1; column <= x / size + 1; column++) {
                long cell = (long) row * columns + column;
                long down = y - (row * size + cell * 7919 % size);
                long across = x - (column * size + cell * 104729 % size);
                boolean inside = row >= 0 && row < rows && column >= 0 && column < columns;
                if (inside && down * down + across * across < best) {
                    best = down * down + across * across;
                    label = (int) cell;
                }
            }
        }
        return label;
    }

    private static int columns(int width, int size) {
        return (width + size - 1) / size;
    }
}
