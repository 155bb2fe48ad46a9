package smalti.superpixel;

import java.util.Arrays;

/// Connected parts of a picture and the borders between them, joined step by step: small parts first, then those that
/// differ least. Deterministic: ties go to the part, or the border, that was added first.
///
/// Borders are stored as two half-edges `2i` and `2i + 1`, each in the list of the part it leaves. When parts join, the
/// lists are spliced and double borders added up, O(borders of the two).
public final class PartGraph {
    /// Tells in a border's far end that it has vanished.
    private static final int GONE = -1;

    /// A join that makes a part larger than this many mean segments comes after all others.
    private static final double LARGEST = 2;

    private static final double TOO_LARGE = 1e6;

    /// How much a long common border speaks for joining.
    private static final double BORDER_WEIGHT = 2;

    private final int channels;
    private final int[] parents;
    private final int[] sizes;
    private final long[] sums;
    private final int[] heads;
    private final BorderTable borders;
    private int alive;

    /// Parts without borders.
    ///
    /// @param sizes pixels a part; taken over
    /// @param sums values a part and channel, added up over its pixels; taken over
    public PartGraph(int[] sizes, long[] sums, int channels) {
        this.channels = channels;
        this.sizes = sizes;
        this.sums = sums;
        this.alive = sizes.length;
        this.parents = new int[sizes.length];
        for (int part = 0; part < parents.length; part++) {
            parents[part] = part;
        }
        this.heads = new int[sizes.length];
        Arrays.fill(heads, GONE);
        this.borders = new BorderTable(sizes.length);
    }

    /// Adds to the length of the border between two parts; nothing if they are one.
    public void addBorder(int one, int other, int length) {
        if (one == other) {
            return;
        }
        int low = Math.min(one, other);
        int high = Math.max(one, other);
        int edge = borders.find(low, high);
        if (edge == borders.count()) {
            borders.add(low, high, heads[low], heads[high]);
            heads[low] = edge;
            heads[high] = edge + 1;
        }
        borders.lengthen(edge, length);
    }

    /// Parts that are left.
    public int count() {
        return alive;
    }

    /// The part that a part has become one with.
    public int root(int part) {
        int at = part;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }

    /// The number of each part as it is now, in raster order if parts were numbered so.
    public int[] numbers() {
        int[] numbers = new int[parents.length];
        Arrays.fill(numbers, GONE);
        int next = 0;
        for (int part = 0; part < parents.length; part++) {
            // The first of the joined parts is not always their root, and raster order goes by the
            // first.
            int root = root(part);
            if (numbers[root] == GONE) {
                numbers[root] = next++;
            }
            numbers[part] = numbers[root];
        }
        return numbers;
    }

    /// Joins each part below a size with the neighbour that it shares the longest border with, the smallest part first.
    /// Parts without neighbours stay.
    public void joinSmall(int smallest) {
        long[] order = new long[sizes.length];
        int small = 0;
        for (int part = 0; part < sizes.length; part++) {
            if (sizes[part] < smallest) {
                order[small++] = (long) sizes[part] << Integer.SIZE | part;
            }
        }
        Arrays.sort(order, 0, small);
        for (int i = 0; i < small; i++) {
            int part = (int) order[i];
            if (parents[part] == part && sizes[part] < smallest) {
                int edge = longestBorder(part);
                if (edge != GONE) {
                    join(part, borders.to[edge]);
                }
            }
        }
    }

    private int longestBorder(int part) {
        int longest = GONE;
        for (int edge = heads[part]; edge != GONE; edge = borders.next[edge]) {
            if (borders.to[edge] != GONE) {
                boolean better =
                        longest == GONE
                                || borders.length[edge] > borders.length[longest]
                                || (borders.length[edge] == borders.length[longest]
                                        && borders.to[edge] < borders.to[longest]);
                longest = better ? edge : longest;
            }
        }
        return longest;
    }

    /// Joins neighbours until only so many parts are left, or none has a neighbour: first those whose join adds least
    /// to the squared deviation from the parts' means (Ward's criterion) for the length of their border.
    ///
    /// @param offset added to the squared distance of two means, so that equal colours join by size
    public void joinAlike(int target, double offset) {
        if (alive <= target) {
            return;
        }
        double largest = LARGEST * area() / target;
        var queue = new BorderQueue(borders.count());
        for (int edge = 0; edge < borders.count(); edge += 2) {
            if (borders.to[edge] != GONE) {
                queue.add(edge, cost(edge, offset, largest));
            }
        }
        while (alive > target && !queue.isEmpty()) {
            int edge = queue.poll();
            if (borders.to[edge] == GONE) {
                continue;
            }
            int one = borders.to[edge];
            int other = borders.to[edge + 1];
            int kept = sizes[one] >= sizes[other] ? one : other;
            join(kept == one ? other : one, kept);
            for (int touched = heads[kept]; touched != GONE; touched = borders.next[touched]) {
                if (borders.to[touched] != GONE) {
                    queue.add(touched & ~1, cost(touched & ~1, offset, largest));
                }
            }
        }
    }

    /// Pixels of all parts; those of a part that has joined another count there.
    private long area() {
        long area = 0;
        for (int part = 0; part < sizes.length; part++) {
            area += parents[part] == part ? sizes[part] : 0;
        }
        return area;
    }

    private double cost(int edge, double offset, double largest) {
        int one = borders.to[edge];
        int other = borders.to[edge + 1];
        double a = sizes[one];
        double b = sizes[other];
        double distance = offset;
        for (int channel = 0; channel < channels; channel++) {
            double difference =
                    sums[one * channels + channel] / a - sums[other * channels + channel] / b;
            distance += difference * difference;
        }
        double gain = a * b / (a + b) * distance;
        double border = BORDER_WEIGHT * borders.length[edge] / Math.sqrt(Math.min(a, b));
        return gain / (1 + border) * (a + b > largest ? TOO_LARGE : 1);
    }

    /// Makes `part` a piece of `kept`.
    private void join(int part, int kept) {
        int[] to = borders.to;
        int[] next = borders.next;
        int[] known = borders.scratch;
        for (int edge = heads[kept]; edge != GONE; edge = next[edge]) {
            if (to[edge] != GONE) {
                known[to[edge]] = edge + 1;
            }
        }
        for (int edge = heads[part], following; edge != GONE; edge = following) {
            following = next[edge];
            int far = to[edge];
            if (far == GONE) {
                continue;
            }
            if (far == kept) {
                borders.remove(edge);
            } else if (known[far] != 0) {
                borders.lengthen(known[far] - 1, borders.length[edge]);
                borders.remove(edge);
            } else {
                to[edge ^ 1] = kept;
                next[edge] = heads[kept];
                heads[kept] = edge;
            }
        }
        int before = GONE;
        for (int edge = heads[kept]; edge != GONE; edge = next[edge]) {
            if (to[edge] == GONE) {
                // Unlinked here, so that lists stay as short as the parts have neighbours.
                if (before == GONE) {
                    heads[kept] = next[edge];
                } else {
                    next[before] = next[edge];
                }
            } else {
                known[to[edge]] = 0;
                before = edge;
            }
        }
        heads[part] = GONE;
        parents[part] = kept;
        sizes[kept] += sizes[part];
        for (int channel = 0; channel < channels; channel++) {
            sums[kept * channels + channel] += sums[part * channels + channel];
        }
        alive--;
    }

    /// The half-edges, and where a pair of parts has its own.
    private static final class BorderTable {
        private static final int FACTOR = 0x9E3779B9;

        private int[] to;
        private int[] next;
        private int[] length;
        private int[] slots;
        private int count;

        /// 0 for each part between joins.
        private final int[] scratch;

        BorderTable(int parts) {
            int room = Math.max(16, 8 * parts);
            to = new int[room];
            next = new int[room];
            length = new int[room];
            slots = new int[Integer.highestOneBit(room) * 2];
            scratch = new int[parts];
        }

        int count() {
            return count;
        }

        /// The half-edge from `low` to `high`; [#count()] if there is none yet.
        int find(int low, int high) {
            for (int slot = slot(low, high); ; slot = slot + 1 & slots.length - 1) {
                int edge = slots[slot] - 1;
                if (edge < 0) {
                    return count;
                }
                if (to[edge] == high && to[edge + 1] == low) {
                    return edge;
                }
            }
        }

        private int slot(int low, int high) {
            int hash = (low * FACTOR + high) * FACTOR;
            return hash >>> 7 & slots.length - 1;
        }

        void add(int low, int high, int nextOfLow, int nextOfHigh) {
            if (count + 2 > to.length) {
                to = Arrays.copyOf(to, 2 * to.length);
                next = Arrays.copyOf(next, 2 * next.length);
                length = Arrays.copyOf(length, 2 * length.length);
            }
            if (2 * count > slots.length) {
                slots = new int[2 * slots.length];
                for (int edge = 0; edge < count; edge += 2) {
                    put(to[edge + 1], to[edge], edge);
                }
            }
            to[count] = high;
            to[count + 1] = low;
            next[count] = nextOfLow;
            next[count + 1] = nextOfHigh;
            put(low, high, count);
            count += 2;
        }

        private void put(int low, int high, int edge) {
            int slot = slot(low, high);
            while (slots[slot] != 0) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = edge + 1;
        }

        void lengthen(int edge, int by) {
            length[edge] += by;
            length[edge ^ 1] += by;
        }

        void remove(int edge) {
            to[edge] = GONE;
            to[edge ^ 1] = GONE;
        }
    }

    /// Borders by the cost of joining over them, cheapest first. A border that is added again replaces its older entry,
    /// which is skipped when it comes up.
    private static final class BorderQueue {
        private double[] costs;
        private int[] edges;
        private int[] versions;
        private final int[] current;
        private int size;

        BorderQueue(int halfEdges) {
            int room = Math.max(16, halfEdges);
            costs = new double[room];
            edges = new int[room];
            versions = new int[room];
            current = new int[halfEdges / 2];
        }

        boolean isEmpty() {
            while (size > 0 && versions[0] != current[edges[0] / 2]) {
                removeFirst();
            }
            return size == 0;
        }

        void add(int edge, double cost) {
            if (size == costs.length) {
                costs = Arrays.copyOf(costs, 2 * size);
                edges = Arrays.copyOf(edges, 2 * size);
                versions = Arrays.copyOf(versions, 2 * size);
            }
            int version = ++current[edge / 2];
            int at = size++;
            while (at > 0 && before(cost, edge, (at - 1) / 2)) {
                move((at - 1) / 2, at);
                at = (at - 1) / 2;
            }
            set(at, cost, edge, version);
        }

        /// Removes the cheapest; there must be one, see [#isEmpty()].
        int poll() {
            int edge = edges[0];
            removeFirst();
            return edge;
        }

        private void removeFirst() {
            size--;
            double cost = costs[size];
            int edge = edges[size];
            int version = versions[size];
            int at = 0;
            while (true) {
                int child = 2 * at + 1;
                if (child >= size) {
                    break;
                }
                if (child + 1 < size && before(costs[child + 1], edges[child + 1], child)) {
                    child++;
                }
                if (before(cost, edge, child)) {
                    break;
                }
                move(child, at);
                at = child;
            }
            set(at, cost, edge, version);
        }

        private boolean before(double cost, int edge, int than) {
            return cost < costs[than] || (cost == costs[than] && edge < edges[than]);
        }

        private void move(int from, int to) {
            set(to, costs[from], edges[from], versions[from]);
        }

        private void set(int at, double cost, int edge, int version) {
            costs[at] = cost;
            edges[at] = edge;
            versions[at] = version;
        }
    }
}
