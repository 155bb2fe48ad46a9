package smalti.picture;

import java.util.Arrays;

/// Pixels while they are drawn; what lies outside is not drawn.
final class Canvas {
    private final int width;
    private final int height;
    private final int[] rgb;

    Canvas(int width, int height) {
        this.width = width;
        this.height = height;
        this.rgb = new int[Math.multiplyExact(width, height)];
    }

    int height() {
        return height;
    }

    void fill(int colour) {
        Arrays.fill(rgb, colour);
    }

    void set(int x, int y, int colour) {
        if (x >= 0 && x < width && y >= 0 && y < height) {
            rgb[y * width + x] = colour;
        }
    }

    void fill(int left, int top, int columns, int rows, int colour) {
        for (int y = top; y < top + rows; y++) {
            for (int x = left; x < left + columns; x++) {
                set(x, y, colour);
            }
        }
    }

    Drawing drawing() {
        return new Drawing(width, height, rgb);
    }
}
