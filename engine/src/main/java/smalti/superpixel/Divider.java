package smalti.superpixel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.PriorityQueue;

/// Divides segments until there are enough: each time the largest one in two connected halves.
///
/// The half is what is reached first from one end of the segment; what that cuts off from the rest joins it. So both
/// pieces are 4-connected whatever the shape.
public final class Divider {
    private static final int UNSEEN = -1;

    private final int[] labels;
    private final int width;
    private final int[] queue;
    private final int[] seen;

    private Divider(int[] labels, int width) {
        this.labels = labels;
        this.width = width;
        this.queue = new int[labels.length];
        this.seen = new int[labels.length];
        Arrays.fill(seen, UNSEEN);
    }

    /// Divides the segments of a picture in place; labels are in raster order afterwards.
    ///
    /// @param labels contiguous from 0, each segment 4-connected; negative where pixels are left out
    /// @param target the number of segments wanted, at most the number of pixels not left out
    public static void divide(int[] labels, int width, int segments, int target) {
        new Divider(labels, width).divide(segments, target);
    }

    private void divide(int segments, int target) {
        int[] sizes = new int[target];
        int[] first = new int[target];
        for (int i = labels.length - 1; i >= 0; i--) {
            if (labels[i] >= 0) {
                sizes[labels[i]]++;
                first[labels[i]] = i;
            }
        }
        var largest =
                new PriorityQueue<Integer>((a, b) ->
                        sizes[a] != sizes[b]
                                ? Integer.compare(sizes[b], sizes[a])
                                : Integer.compare(a, b));
        for (int label = 0; label < segments; label++) {
            largest.add(label);
        }
        for (int added = segments; added < target; added++) {
            int label = largest.remove();
            divideOne(label, added, sizes, first);
            largest.add(label);
            largest.add(added);
        }
        renumber(target);
    }

    private void renumber(int segments) {
        int[] numbers = new int[segments];
        Arrays.fill(numbers, -1);
        int next = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] >= 0) {
                if (numbers[labels[i]] < 0) {
                    numbers[labels[i]] = next++;
                }
                labels[i] = numbers[labels[i]];
            }
        }
    }

    private void divideOne(int label, int added, int[] sizes, int[] first) {
        int size = reach(first[label], label, sizes[label], 2 * added);
        int end = queue[size - 1];
        // The marks of the two walks must differ from each other and from all earlier ones.
        int half = reach(end, label, size / 2, 2 * added + 1);
        for (int i = 0; i < half; i++) {
            labels[queue[i]] = added;
        }
        first[added] = end;
        sizes[added] = half;
        int[] piece = largestPiece(label, added, half, size);
        first[label] = piece[0];
        sizes[label] = piece[1];
        sizes[added] = size - piece[1];
    }

    /// Finds the largest connected piece left of a segment and gives the others to its new neighbour.
    private int[] largestPiece(int label, int added, int half, int size) {
        int[] cut = Arrays.copyOf(queue, half);
        int best = -1;
        int bestSize = 0;
        var starts = new ArrayList<Integer>();
        int mark = UNSEEN - 1 - added;
        for (int pixel : cut) {
            for (int side = 0; side < 4; side++) {
                int near = neighbour(pixel, side);
                if (near >= 0 && labels[near] == label && seen[near] != mark) {
                    int reached = reach(near, label, size, mark);
                    starts.add(near);
                    if (reached > bestSize) {
                        best = near;
                        bestSize = reached;
                    }
                }
            }
        }
        for (int start : starts) {
            if (start != best) {
                int reached = reach(start, label, size, mark - labels.length);
                for (int i = 0; i < reached; i++) {
                    labels[queue[i]] = added;
                }
            }
        }
        return new int[] {best, bestSize};
    }

    /// Walks a segment from a pixel outwards, at most so many pixels, and leaves them in the queue.
    private int reach(int start, int label, int most, int mark) {
        int filled = 0;
        queue[filled++] = start;
        seen[start] = mark;
        for (int at = 0; at < filled && filled < most; at++) {
            for (int side = 0; side < 4 && filled < most; side++) {
                int near = neighbour(queue[at], side);
                if (near >= 0 && labels[near] == label && seen[near] != mark) {
                    seen[near] = mark;
                    queue[filled++] = near;
                }
            }
        }
        return filled;
    }

    /// The pixel above, left, right or below; -1 outside of the picture.
    private int neighbour(int pixel, int side) {
        return switch (side) {
            case 0 -> pixel - width >= 0 ? pixel - width : -1;
            case 1 -> pixel % width > 0 ? pixel - 1 : -1;
            case 2 -> pixel % width < width - 1 ? pixel + 1 : -1;
            default -> pixel + width < labels.length ? pixel + width : -1;
        };
    }
}
