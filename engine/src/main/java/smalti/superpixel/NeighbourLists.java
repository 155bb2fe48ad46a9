package smalti.superpixel;

import java.util.Arrays;

/// For each part the borders with its neighbours, as lists that are spliced when parts join.
///
/// A border is stored as two half-edges `2i` and `2i + 1`, each in the list of the part it leaves. A half-edge that has
/// vanished stays in its list until somebody walks by.
final class NeighbourLists {
    /// The end of a list, and the far end of a half-edge that has vanished.
    static final int NONE = -1;

    private final int[] heads;
    private final int[] next;
    private final int[] to;
    private final int[] lengths;

    /// For each part the half-edge from the part that is just joining, counted from 1; 0 between joins.
    private final int[] known;

    NeighbourLists(int parts, Borders borders) {
        heads = new int[parts];
        Arrays.fill(heads, NONE);
        next = new int[2 * borders.count()];
        to = new int[next.length];
        lengths = new int[next.length];
        known = new int[parts];
        for (int border = 0, edge = 0; border < borders.count(); border++) {
            addHalf(edge++, borders.low(border), borders.high(border), borders.length(border));
            addHalf(edge++, borders.high(border), borders.low(border), borders.length(border));
        }
    }

    private void addHalf(int edge, int from, int far, int length) {
        to[edge] = far;
        lengths[edge] = length;
        next[edge] = heads[from];
        heads[from] = edge;
    }

    /// The number of half-edges, vanished ones included.
    int count() {
        return to.length;
    }

    /// The first half-edge of a part's list, or [#NONE].
    int first(int part) {
        return heads[part];
    }

    /// The half-edge behind another, or [#NONE].
    int next(int edge) {
        return next[edge];
    }

    /// The part at the far end, or [#NONE] if the half-edge has vanished.
    int to(int edge) {
        return to[edge];
    }

    int length(int edge) {
        return lengths[edge];
    }

    /// The neighbour that a part has the longest border with, of several the one with the lowest number; [#NONE] if it
    /// has no neighbour.
    int closest(int part) {
        int closest = NONE;
        int longest = 0;
        for (int edge = heads[part]; edge != NONE; edge = next[edge]) {
            int far = to[edge];
            int length = lengths[edge];
            if (far != NONE && (length > longest || (length == longest && far < closest))) {
                closest = far;
                longest = length;
            }
        }
        return closest;
    }

    /// Gives the neighbours of `part` to `kept`; where both had the same one, the border of `kept` is lengthened. It
    /// costs as much as walking the shorter list twice and the longer one, at most, once.
    void join(int part, int kept) {
        int unsettled = 0;
        for (int edge = heads[part]; edge != NONE; edge = next[edge]) {
            if (to[edge] == kept) {
                remove(edge);
            } else if (to[edge] != NONE) {
                known[to[edge]] = edge + 1;
                unsettled++;
            }
        }
        addToDoubles(kept, unsettled);
        for (int edge = heads[part], following; edge != NONE; edge = following) {
            following = next[edge];
            if (to[edge] != NONE) {
                known[to[edge]] = 0;
                to[edge ^ 1] = kept;
                next[edge] = heads[kept];
                heads[kept] = edge;
            }
        }
        heads[part] = NONE;
    }

    /// Adds known half-edges to those of `kept` that lead to the same neighbour.
    private void addToDoubles(int kept, int most) {
        int before = NONE;
        for (int edge = heads[kept], left = most; edge != NONE && left > 0; edge = next[edge]) {
            if (to[edge] == NONE) {
                // Lists stay as short as the parts have neighbours.
                if (before == NONE) {
                    heads[kept] = next[edge];
                } else {
                    next[before] = next[edge];
                }
                continue;
            }
            before = edge;
            int twin = known[to[edge]] - 1;
            if (twin >= 0) {
                known[to[edge]] = 0;
                lengths[edge] += lengths[twin];
                lengths[edge ^ 1] += lengths[twin];
                remove(twin);
                left--;
            }
        }
    }

    private void remove(int edge) {
        to[edge] = NONE;
        to[edge ^ 1] = NONE;
    }
}
