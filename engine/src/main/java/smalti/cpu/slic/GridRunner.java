package smalti.cpu.slic;

import java.util.Arrays;
import smalti.segment.SegmentMap;
import smalti.slic.Region;
import smalti.slic.Seeds;
import smalti.superpixel.Connectivity;
import smalti.superpixel.Grid;
import smalti.superpixel.Picture;

/// Draws the regular [Grid].
public final class GridRunner {
    /// Pieces that a region of interest leaves of a cell below this share of a cell join a neighbour.
    private static final double SMALLEST = 0.25;

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
        int target = grid.target().segments(region.pixels());
        int[] labels = new int[width * height];
        if (target == 0) {
            Arrays.fill(labels, -1);
            return labels;
        }
        // As many cells as cover the picture in the size that the region's are to have.
        long cells = (long) target * width * height / region.pixels();
        draw(labels, width, height, (int) cells);
        if (region.inside().isEmpty()) {
            return labels;
        }
        boolean[] inside = region.inside().get();
        for (int i = 0; i < labels.length; i++) {
            labels[i] = inside[i] ? labels[i] : -1;
        }
        int smallest = (int) Math.max(1, SMALLEST * region.pixels() / target);
        return Connectivity.ofAllPieces()
                .withSmallest(smallest)
                .withTarget(target)
                .apply(SegmentMap.of(labels, height, width))
                .labels()
                .ints();
    }

    private static void draw(int[] labels, int width, int height, int cells) {
        int rows = Seeds.rows(width, height, cells);
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
