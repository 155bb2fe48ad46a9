package smalti.cpu.slic;

import java.util.Arrays;
import java.util.Optional;
import smalti.cpu.kernel.ClusterWindow;
import smalti.cpu.kernel.SlicFrame;
import smalti.cpu.kernel.SlicKernels;

/// One band of rows in one pass over the picture: labels the band's pixels and adds them up. Bands share nothing that
/// they write.
final class ClusterPass {
    /// Values that a strip of rows has in all planes: as much as stays in a core's second cache.
    private static final int STRIP_VALUES = 1 << 18;

    private final SlicFrame frame;
    private final SlicKernels kernels;
    private final SlicWorkspace work;
    private final Clusters clusters;
    private final Optional<boolean[]> inside;
    private final int firstRow;
    private final int endRow;
    private final int stripRows;
    private final ClusterWindow window = new ClusterWindow();
    private final ClusterSums sums;

    ClusterPass(
            SlicFrame frame,
            SlicKernels kernels,
            SlicWorkspace work,
            Clusters clusters,
            int steps,
            Optional<boolean[]> inside,
            int firstRow,
            int endRow) {
        this.frame = frame;
        this.kernels = kernels;
        this.work = work;
        this.clusters = clusters;
        this.inside = inside;
        this.firstRow = firstRow;
        this.endRow = endRow;
        // Colours, the distance, and labels before and after.
        this.stripRows = Math.max(1, STRIP_VALUES / (frame.stride() * (frame.channels() + 3)));
        this.sums = new ClusterSums(frame, clusters, steps);
    }

    ClusterSums sums() {
        return sums;
    }

    /// Gives every pixel of the rows `y % step == phase` to the nearest cluster that reaches it.
    ///
    /// @param weights the weight of position of each cluster; absent if `table` holds for all
    void assign(SpatialTable table, Optional<AdaptiveWeights> weights, int phase, int step) {
        sums.clear(phase);
        SpatialTable own = weights.isPresent() ? SpatialTable.of(table.radius()) : table;
        for (int from = firstRow; from < endRow; from += stripRows * step) {
            int to = Math.min(endRow, from + stripRows * step);
            int first = alignUp(from, phase, step);
            for (int y = first; y < to; y += step) {
                int at = frame.at(0, y);
                Arrays.fill(work.best, at, at + frame.width(), SlicKernels.FAR);
                Arrays.fill(work.labels, at, at + frame.width(), SlicKernels.NOBODY);
            }
            assignStrip(own, weights, first, to, step);
            for (int y = first; y < to; y += step) {
                finishRow(y);
                sumRow(y, phase, weights.isPresent());
            }
        }
    }

    private void assignStrip(
            SpatialTable table, Optional<AdaptiveWeights> weights, int first, int end, int step) {
        int radius = table.radius();
        for (int cluster = 0; cluster < clusters.count; cluster++) {
            int y = clusters.y[cluster];
            int top = alignUp(Math.max(first, y - radius), first, step);
            int bottom = Math.min(end - 1, y + radius);
            if (top <= bottom) {
                adapt(table, weights, cluster);
                int x = clusters.x[cluster];
                int left = Math.max(0, x - radius);
                int right = Math.min(frame.width() - 1, x + radius);
                open(cluster, table, left, right, top, (bottom - top) / step + 1, step);
                kernels.assign(
                        frame, work.planes, clusters.colours, window, work.best, work.labels);
            }
        }
    }

    private void adapt(SpatialTable table, Optional<AdaptiveWeights> weights, int cluster) {
        if (weights.isPresent()) {
            weights.get().fill(table, clusters.contrasts[cluster]);
        }
    }

    private static int alignUp(int row, int phase, int step) {
        return row + Math.floorMod(phase - row, step);
    }

    private void open(
            int cluster, SpatialTable table, int left, int right, int top, int rows, int step) {
        window.at = frame.at(left, top);
        window.step = step * frame.stride();
        window.rows = rows;
        window.width = right - left + 1;
        window.code = Clusters.code(cluster);
        window.colour = cluster * clusters.channels;
        window.spatial = table.terms();
        window.columnTerm = table.radius() + left - clusters.x[cluster];
        window.rowTerm = table.radius() + top - clusters.y[cluster];
        window.rowTermStep = step;
    }

    /// Moves borders: every pixel goes to the best of the clusters around it.
    void refine(SpatialTable table, Optional<AdaptiveWeights> weights, int neighbour) {
        SpatialTable own = weights.isPresent() ? SpatialTable.of(table.radius()) : table;
        for (int from = firstRow; from < endRow; from += stripRows) {
            int to = Math.min(endRow, from + stripRows);
            for (int y = from; y < to; y++) {
                int at = frame.at(0, y);
                System.arraycopy(work.previous, at, work.labels, at, frame.width());
                Arrays.fill(work.best, at, at + frame.width(), SlicKernels.FAR);
            }
            refineStrip(own, weights, neighbour, from, to);
            for (int y = from; y < to; y++) {
                finishRow(y);
            }
        }
    }

    private void refineStrip(
            SpatialTable table,
            Optional<AdaptiveWeights> weights,
            int neighbour,
            int from,
            int to) {
        int radius = table.radius();
        int[] boxes = clusters.boxes;
        for (int cluster = 0, box = 0; cluster < clusters.count; cluster++, box += 4) {
            int y = clusters.y[cluster];
            int top = Math.max(from, Math.max(boxes[box + 2] - 1, y - radius));
            int bottom = Math.min(to - 1, Math.min(boxes[box + 3] + 1, y + radius));
            if (top <= bottom && boxes[box + 3] >= 0) {
                int x = clusters.x[cluster];
                int left = Math.max(0, Math.max(boxes[box] - 1, x - radius));
                int right = Math.min(frame.width() - 1, Math.min(boxes[box + 1] + 1, x + radius));
                if (left <= right) {
                    adapt(table, weights, cluster);
                    open(cluster, table, left, right, top, bottom - top + 1, 1);
                    kernels.refine(
                            frame,
                            work.planes,
                            clusters.colours,
                            window,
                            neighbour,
                            work.previous,
                            work.best,
                            work.labels);
                }
            }
        }
    }

    /// Takes out what is outside of the region and closes the margin.
    private void finishRow(int y) {
        int at = frame.at(0, y);
        if (inside.isPresent()) {
            boolean[] flags = inside.get();
            for (int x = 0, i = y * frame.width(); x < frame.width(); x++, i++) {
                if (!flags[i]) {
                    work.labels[at + x] = SlicKernels.LEFT_OUT;
                }
            }
        }
        // Kernels may have written labels beside the row, and refining looks there.
        work.labels[at - 1] = SlicKernels.NOBODY;
        work.labels[at + frame.width()] = SlicKernels.NOBODY;
    }

    private void sumRow(int y, int phase, boolean contrast) {
        int at = frame.at(0, y);
        kernels.differences(work.labels, at, at - 1, frame.width(), sums.words(), 0);
        sums.addRow(kernels, y, phase, work.labels, work.planes);
        if (contrast) {
            measureContrast(y);
        }
    }

    private void measureContrast(int y) {
        int at = frame.at(0, y);
        for (int x = 0; x < frame.width(); x++) {
            short code = work.labels[at + x];
            if (Clusters.isCluster(code)) {
                int cluster = clusters.cluster(code, y);
                int distance = 0;
                for (int channel = 0; channel < clusters.channels; channel++) {
                    distance +=
                            Math.abs(
                                    work.planes[at + x + channel * frame.plane()]
                                            - clusters.colours[
                                                    cluster * clusters.channels + channel]);
                }
                sums.contrasts[cluster] = Math.max(sums.contrasts[cluster], distance);
            }
        }
    }
}
