package smalti.superpixel;

/// Connected parts of a picture and the borders between them, joined step by step: small parts first, then those that
/// differ least. Deterministic: ties go to the part, or the border, that was added first.
public final class PartGraph {
    /// A join that makes a part larger than this many mean segments comes after all others.
    private static final double LARGEST = 2;

    private static final double TOO_LARGE = 1e6;

    private final Parts parts;
    private final NeighbourLists neighbours;

    /// @param sizes pixels a part; taken over
    /// @param sums values a part and channel, added up over its pixels; taken over
    public PartGraph(int[] sizes, long[] sums, int channels, Borders borders) {
        this.parts = new Parts(sizes, sums, channels);
        this.neighbours = new NeighbourLists(sizes.length, borders);
    }

    /// Parts that are left.
    public int count() {
        return parts.alive();
    }

    /// The number of each part as it is now, in raster order if parts were numbered so.
    public int[] numbers() {
        return parts.numbers();
    }

    /// Joins each part below a size with the neighbour that it shares the longest border with, the smallest part first.
    /// Parts without neighbours stay.
    public void joinSmall(int smallest) {
        for (int part : below(smallest)) {
            // It may have grown meanwhile.
            if (parts.isAlive(part) && parts.size(part) < smallest) {
                int kept = neighbours.closest(part);
                if (kept != NeighbourLists.NONE) {
                    join(part, kept);
                }
            }
        }
    }

    /// The parts below a size, by size and, if that is the same, by number: a counting sort.
    private int[] below(int smallest) {
        int largest = 0;
        for (int part = 0; part < parts.count(); part++) {
            largest = Math.max(largest, parts.size(part));
        }
        int end = Math.min(smallest, largest + 1);
        int[] places = new int[Math.max(0, end) + 1];
        for (int part = 0; part < parts.count(); part++) {
            if (parts.size(part) < end) {
                places[parts.size(part) + 1]++;
            }
        }
        for (int size = 1; size < places.length; size++) {
            places[size] += places[size - 1];
        }
        int[] order = new int[places[places.length - 1]];
        for (int part = 0; part < parts.count(); part++) {
            if (parts.size(part) < end) {
                order[places[parts.size(part)]++] = part;
            }
        }
        return order;
    }

    /// Joins neighbours until only so many parts are left, or none has a neighbour: first those whose join adds least
    /// to the squared deviation from the parts' means (Ward's criterion) for the length of their border.
    ///
    /// @param offset added to the squared distance of two means, so that equal colours join by size
    public void joinAlike(int target, double offset) {
        if (parts.alive() <= target) {
            return;
        }
        double largest = LARGEST * parts.area() / target;
        var queue = new BorderQueue(neighbours.count());
        for (int edge = 0; edge < neighbours.count(); edge += 2) {
            if (neighbours.to(edge) != NeighbourLists.NONE) {
                queue.add(edge, cost(edge, offset, largest));
            }
        }
        while (parts.alive() > target && !queue.isEmpty()) {
            int edge = queue.poll();
            int one = neighbours.to(edge);
            int other = neighbours.to(edge + 1);
            if (one == NeighbourLists.NONE) {
                continue;
            }
            int kept = parts.size(one) >= parts.size(other) ? one : other;
            join(kept == one ? other : one, kept);
            for (int touched = neighbours.first(kept);
                    touched != NeighbourLists.NONE;
                    touched = neighbours.next(touched)) {
                if (neighbours.to(touched) != NeighbourLists.NONE) {
                    queue.add(touched & ~1, cost(touched & ~1, offset, largest));
                }
            }
        }
    }

    private double cost(int edge, double offset, double largest) {
        int one = neighbours.to(edge);
        int other = neighbours.to(edge + 1);
        double cost = parts.cost(one, other, neighbours.length(edge), offset);
        return parts.size(one) + parts.size(other) > largest ? cost * TOO_LARGE : cost;
    }

    /// Makes `part` a piece of `kept`.
    private void join(int part, int kept) {
        neighbours.join(part, kept);
        parts.join(part, kept);
    }
}
