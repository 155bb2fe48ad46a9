package smalti.picture;

import smalti.error.ShapeException;
import smalti.segment.SegmentMap;

/// The labels of the first image of a segment map, pixel by pixel; -1 where ignored.
final class Labels {
    private final int width;
    private final int height;
    private final int[] labels;

    private Labels(int width, int height, int[] labels) {
        this.width = width;
        this.height = height;
        this.labels = labels;
    }

    static Labels of(SegmentMap segments) {
        if (segments.batch() < 1) {
            throw new ShapeException(
                    "a picture of segments", "a map of at least one image", segments);
        }
        return new Labels(segments.width(), segments.height(), segments.labels().ints());
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int at(int x, int y) {
        return labels[y * width + x];
    }

    void expectSize(String operation, Drawing picture) {
        if (picture.width() != width || picture.height() != height) {
            throw new ShapeException(
                    operation,
                    "a picture of %d x %d for these labels".formatted(width, height),
                    picture.width() + " x " + picture.height());
        }
    }

    /// Every segment in its colour, `0xRRGGBB`; ignored pixels are hatched.
    Drawing painted(int[] colours) {
        int[] rgb = new int[width * height];
        for (int y = 0, at = 0; y < height; y++) {
            for (int x = 0; x < width; x++, at++) {
                int label = at(x, y);
                rgb[at] = label < 0 ? Hatching.plain(x, y) : colours[label];
            }
        }
        return new Drawing(width, height, rgb);
    }
}
