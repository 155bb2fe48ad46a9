package smalti.superpixel;

import java.util.Arrays;

/// Borders by the cost of joining over them, cheapest first. A border that is added again replaces its older entry,
/// which is skipped when it comes up.
final class BorderQueue {
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
