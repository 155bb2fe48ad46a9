package smalti.cuda.pool;

import java.lang.foreign.MemorySegment;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;
import smalti.op.Layout;
import smalti.op.SegmentOp;
import smalti.segment.CrossWeights;

/// Means of features of another resolution than the labels: a sparse matrix times the cells, and its transpose.
final class CrossPooler {
    private final Kernels kernels;

    CrossPooler(GpuDriver driver) {
        this.kernels = new Kernels(driver, "segment_cross");
    }

    /// A sparse matrix on the GPU: the entries of each row, their columns and weights.
    private record Sparse(Scratch starts, Scratch columns, Scratch weights) {
        static Sparse of(int[] starts, int[] columns, float[] weights, Queue queue) {
            Scratch values = queue.allocate((long) weights.length * Float.BYTES);
            queue.upload(MemorySegment.ofArray(weights), values.address());
            return new Sparse(queue.upload(starts), queue.upload(columns), values);
        }

        void close() {
            starts.close();
            columns.close();
            weights.close();
        }
    }

    private record Both(Sparse bySegment, Sparse byCell) implements Queue.Kept {
        static Both of(CrossWeights weights, Queue queue) {
            return queue.kept(
                    weights,
                    Both.class,
                    () ->
                            new Both(
                                    Sparse.of(
                                            weights.segmentStarts(),
                                            weights.cells(),
                                            weights.weights(),
                                            queue),
                                    Sparse.of(
                                            weights.cellStarts(),
                                            weights.cellSegments(),
                                            weights.cellWeights(),
                                            queue)));
        }

        @Override
        public void close() {
            bySegment.close();
            byCell.close();
        }
    }

    void pool(SegmentOp.CrossPool op, DeviceTensor cells, DeviceTensor table, Queue queue) {
        if (table.elements() > 0) {
            CrossWeights weights = op.weights();
            boolean planes = op.layout() == Layout.NCHW;
            int all = weights.rows() * weights.columns();
            Sparse sparse = Both.of(weights, queue).bySegment;
            multiply(
                    sparse,
                    cells,
                    planes,
                    all,
                    table,
                    false,
                    weights.segments(),
                    op.empty(),
                    queue);
        }
    }

    void gradient(
            SegmentOp.CrossPoolGradient op,
            DeviceTensor upstream,
            DeviceTensor cells,
            Queue queue) {
        if (cells.elements() > 0) {
            CrossWeights weights = op.weights();
            boolean planes = op.layout() == Layout.NCHW;
            int all = weights.rows() * weights.columns();
            Sparse sparse = Both.of(weights, queue).byCell;
            multiply(sparse, upstream, false, weights.segments(), cells, planes, all, 0, queue);
        }
    }

    private void multiply(
            Sparse sparse,
            DeviceTensor in,
            boolean inPlanes,
            int inRows,
            DeviceTensor out,
            boolean outPlanes,
            int outRows,
            double empty,
            Queue queue) {
        int batch = out.shape().size(0);
        queue.launch(
                kernels.get("segment_cross_" + FeatureMap.word(out.dtype())),
                queue.over(out.elements()),
                in,
                sparse.starts.address(),
                sparse.columns.address(),
                sparse.weights.address(),
                out,
                empty,
                inPlanes ? 1 : 0,
                outPlanes ? 1 : 0,
                batch,
                inRows,
                outRows,
                (int) (out.elements() / batch / outRows));
    }
}
