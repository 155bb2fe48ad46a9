package smalti.algebra;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The order in which the pixels of a picture are eliminated such that few entries arise: the picture is halved by a strip that
/// nothing reaches across, both halves come before the strip, and so on within them.
///
/// George, "Nested Dissection of a Regular Finite Element Mesh", 1973.
final class Dissection {
    /// Regions of so few pixels are not halved any more.
    private static final int SMALL = 16;

    private static final int REACH = GridStencil.REACH;

    /// What is eliminated together.
    ///
    /// @param front pixels: those eliminated here, and behind them those that are left and that a pixel of the region reaches
    /// @param pivots how many are eliminated here
    /// @param children the two halves of the region, or none
    record Node(int[] front, int pivots, List<Node> children) {
        /// Pixels that are left when those eliminated here are gone.
        int rest() {
            return front.length - pivots;
        }

        /// Entries of the factor: columns of the pivots, each as long as the front.
        long entries() {
            return (long) pivots * front.length;
        }
    }

    private final int height;
    private final int width;
    private final List<List<Node>> levels = new ArrayList<>();

    private Dissection(int height, int width) {
        this.height = height;
        this.width = width;
    }

    /// The nodes by their depth: those of one list do not depend on each other, and those of the last come first.
    static List<List<Node>> of(int height, int width) {
        var dissection = new Dissection(height, width);
        dissection.node(0, 0, height, width, 0);
        return dissection.levels;
    }

    private Node node(int top, int left, int bottom, int right, int depth) {
        if (levels.size() <= depth) {
            levels.add(new ArrayList<>());
        }
        int rows = bottom - top;
        int columns = right - left;
        Node node;
        if (rows * columns <= SMALL || Math.max(rows, columns) < REACH + 2) {
            node = node(top, left, bottom, right, top, left, bottom, right, List.of());
        } else if (columns >= rows) {
            int strip = left + (columns - REACH) / 2;
            List<Node> halves =
                    List.of(
                            node(top, left, bottom, strip, depth + 1),
                            node(top, strip + REACH, bottom, right, depth + 1));
            node = node(top, left, bottom, right, top, strip, bottom, strip + REACH, halves);
        } else {
            int strip = top + (rows - REACH) / 2;
            List<Node> halves =
                    List.of(
                            node(top, left, strip, right, depth + 1),
                            node(strip + REACH, left, bottom, right, depth + 1));
            node = node(top, left, bottom, right, strip, left, strip + REACH, right, halves);
        }
        levels.get(depth).add(node);
        return node;
    }

    /// A node of a region, of which a part is eliminated last.
    private Node node(
            int top,
            int left,
            int bottom,
            int right,
            int firstRow,
            int firstColumn,
            int lastRow,
            int lastColumn,
            List<Node> halves) {
        int pivots = (lastRow - firstRow) * (lastColumn - firstColumn);
        int[] front = new int[(bottom - top + 2 * REACH) * (right - left + 2 * REACH) + pivots];
        int count = 0;
        for (int y = firstRow; y < lastRow; y++) {
            for (int x = firstColumn; x < lastColumn; x++) {
                front[count++] = y * width + x;
            }
        }
        for (int y = Math.max(0, top - REACH); y < Math.min(height, bottom + REACH); y++) {
            for (int x = Math.max(0, left - REACH); x < Math.min(width, right + REACH); x++) {
                if (y < top || y >= bottom || x < left || x >= right) {
                    front[count++] = y * width + x;
                }
            }
        }
        return new Node(Arrays.copyOf(front, count), pivots, halves);
    }
}
