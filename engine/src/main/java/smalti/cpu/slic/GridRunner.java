package smalti.cpu.slic;

import java.util.Arrays;
import smalti.segment.SegmentMap;
import smalti.slic.GridScheme;
import smalti.slic.Region;
import smalti.superpixel.Connectivity;
import smalti.superpixel.Grid;
import smalti.superpixel.Picture;

/// Draws the regular [Grid].
public final class GridRunner {
    private GridRunner() {}

    /// Labels all pictures of a batch, `[B,H,W]` flat.
    public static int[] labels(Grid grid, Picture picture) {
        int size = picture.height() * picture.width();
        int[] labels = new int[picture.batch() * size];
        for (int image = 0; image < picture.batch() && size > 0; image++) {
            Region region = Region.of(picture, image);
            int[] own = labels(grid, picture.width(), picture.height(), region);
            for (int i = 0; i < size; i++) {
                labels[image * size + i] = own[i] + grid.startLabel();
            }
        }
        return labels;
    }

    private static int[] labels(Grid grid, int width, int height, Region region) {
        int[] labels = new int[width * height];
        if (region.pixels() == 0) {
            Arrays.fill(labels, -1);
            return labels;
        }
        GridScheme scheme = GridScheme.of(grid, width, height, region.pixels());
        draw(labels, width, height, scheme);
        if (region.inside().isEmpty()) {
            return labels;
        }
        boolean[] inside = region.inside().get();
        for (int i = 0; i < labels.length; i++) {
            labels[i] = inside[i] ? labels[i] : -1;
        }
        return Connectivity.ofAllPieces()
                .withSmallest(scheme.smallest())
                .withTarget(scheme.target())
                .apply(SegmentMap.of(labels, height, width))
                .labels()
                .ints();
    }

    private static void draw(int[] labels, int width, int height, GridScheme scheme) {
        int rows = scheme.rows();
        int cells = scheme.cells();
        for (int y = 0; y < height; y++) {
            int row = (int) (((long) y * 2 + 1) * rows / (2L * height));
            int first = (int) ((long) row * cells / rows);
            int columns = (int) ((long) (row + 1) * cells / rows) - first;
            for (int x = 0; x < width; x++) {
                labels[y * width + x] = first + (int) (((long) x * 2 + 1) * columns / (2L * width));
            }
        }
    }
}
