package smalti.cpu.slic;

import java.util.Arrays;
import java.util.Optional;
import smalti.cpu.kernel.ClusterWindow;
import smalti.cpu.kernel.SlicFrame;
import smalti.cpu.kernel.SlicKernels;

/// One band of rows in one pass over the picture: labels the band's pixels and adds them up. Bands share nothing that
/// they write.
final class ClusterPass {
    private final SlicFrame frame;
    private final SlicKernels kernels;
    private final SlicWorkspace work;
    private final Clusters clusters;
    private final Optional<boolean[]> inside;
    private final int firstRow;
    private final int endRow;
    private final ClusterWindow window = new ClusterWindow();
    private final ClusterSums sums;

    ClusterPass(
            SlicFrame frame,
            SlicKernels kernels,
            SlicWorkspace work,
            Clusters clusters,
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
        this.sums = new ClusterSums(frame, clusters);
    }

    ClusterSums sums() {
        return sums;
    }

    /// Gives every pixel of the rows `y % step == phase` to the nearest cluster that reaches it.
    ///
    /// @param weights the weight of position of each cluster; absent if `table` holds for all
    void assign(SpatialTable table, Optional<AdaptiveWeights> weights, int phase, int step) {
        int first = alignUp(firstRow, phase, step);
        sums.clear();
        for (int y = first; y < endRow; y += step) {
            int at = frame.at(0, y);
            Arrays.fill(work.best, at, at + frame.width(), SlicKernels.FAR);
            Arrays.fill(work.labels, at, at + frame.width(), SlicKernels.NOBODY);
        }
        int radius = table.radius();
        SpatialTable own = weights.isPresent() ? SpatialTable.of(radius) : table;
        for (int cluster = 0; cluster < clusters.count; cluster++) {
            int y = clusters.y[cluster];
            int top = alignUp(Math.max(firstRow, y - radius), phase, step);
            int bottom = Math.min(endRow - 1, y + radius);
            if (top <= bottom) {
                if (weights.isPresent()) {
                    weights.get().fill(own, clusters.contrasts[cluster]);
                }
                int x = clusters.x[cluster];
                int left = Math.max(0, x - radius);
                int right = Math.min(frame.width() - 1, x + radius);
                open(cluster, own, left, right, top, (bottom - top) / step + 1, step);
                kernels.assign(
                        frame, work.planes, clusters.colours, window, work.best, work.labels);
            }
        }
        for (int y = first; y < endRow; y += step) {
            finishRow(y);
            if (weights.isPresent()) {
                measureContrast(y);
            }
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
        int radius = table.radius();
        SpatialTable own = weights.isPresent() ? SpatialTable.of(radius) : table;
        sums.clear();
        for (int y = firstRow; y < endRow; y++) {
            int at = frame.at(0, y);
            System.arraycopy(work.previous, at, work.labels, at, frame.width());
            Arrays.fill(work.best, at, at + frame.width(), SlicKernels.FAR);
        }
        for (int cluster = 0, box = 0; cluster < clusters.count; cluster++, box += 4) {
            int x = clusters.x[cluster];
            int y = clusters.y[cluster];
            int top = Math.max(firstRow, Math.max(clusters.boxes[box + 2] - 1, y - radius));
            int bottom = Math.min(endRow - 1, Math.min(clusters.boxes[box + 3] + 1, y + radius));
            int left = Math.max(0, Math.max(clusters.boxes[box] - 1, x - radius));
            int right =
                    Math.min(frame.width() - 1, Math.min(clusters.boxes[box + 1] + 1, x + radius));
            if (clusters.boxes[box + 3] >= 0 && top <= bottom && left <= right) {
                if (weights.isPresent()) {
                    weights.get().fill(own, clusters.contrasts[cluster]);
                }
                open(cluster, own, left, right, top, bottom - top + 1, 1);
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
        for (int y = firstRow; y < endRow; y++) {
            finishRow(y);
            if (weights.isPresent()) {
                measureContrast(y);
            }
        }
    }

    /// Takes out what is outside of the region, closes the margin and adds the row up.
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
        closeRow(work.labels, y);
        kernels.changes(work.labels, at, frame.width(), sums.words());
        sums.addRow(y, work.labels, work.prefix);
    }

    /// Kernels may have written labels beside the row, and refining looks there.
    void closeRow(short[] labels, int y) {
        labels[frame.at(-1, y)] = SlicKernels.NOBODY;
        labels[frame.at(frame.width(), y)] = SlicKernels.NOBODY;
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
