package smalti.cuda.pool;

import java.util.Arrays;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;
import smalti.cuda.sort.Order;
import smalti.cuda.sort.Sorter;
import smalti.segment.SegmentMap;

/// A label map on the GPU: the segment of each pixel, the pixels of each segment, and the pieces that these are reduced in.
/// Made once a map and stream, and used by all operators on it.
///
/// Segments are numbered through the batch, `b·K + k`, as pixels are.
final class SegmentPlan implements Queue.Kept {
    /// Pixels of a piece: enough for a piece to be worth a thread's start, few enough for many threads to share a segment.
    static final int PIECE_PIXELS = 128;

    private final SegmentMap map;
    private final Scratch segmentOf;
    private final Order order;
    private final Scratch pieces;
    private final int pieceCount;

    private SegmentPlan(
            SegmentMap map, Scratch segmentOf, Order order, Scratch pieces, int pieceCount) {
        this.map = map;
        this.segmentOf = segmentOf;
        this.order = order;
        this.pieces = pieces;
        this.pieceCount = pieceCount;
    }

    /// Makes plans on one GPU.
    static final class Maker {
        private final Kernels kernels;
        private final Sorter sorter;

        Maker(GpuDriver driver, Sorter sorter) {
            this.kernels = new Kernels(driver, "segment_plan");
            this.sorter = sorter;
        }

        /// The plan of a map, from the last time or made now.
        SegmentPlan of(SegmentMap map, Queue queue) {
            return queue.kept(map, SegmentPlan.class, () -> make(map, queue));
        }

        private SegmentPlan make(SegmentMap map, Queue queue) {
            Scratch segmentOf = queue.allocate((long) map.pixels() * Integer.BYTES);
            if (map.runs() > 0) {
                try (Scratch runStarts = queue.upload(map.runStarts());
                        Scratch runSegments = queue.upload(runSegments(map))) {
                    queue.launch(
                            kernels.get("segment_paint_runs"),
                            queue.over(map.runs() * 32L),
                            runStarts.address(),
                            runSegments.address(),
                            map.runs(),
                            segmentOf.address());
                }
            }
            int segments = map.counts().length;
            Order order = sorter.sort(segmentOf.address(), map.pixels(), segments, queue);
            int pieceCount = Arrays.stream(map.counts()).sum() / PIECE_PIXELS + segments;
            Scratch pieces = queue.allocate((long) pieceCount * Integer.BYTES);
            if (segments > 0) {
                queue.fill(pieces.address(), (byte) -1, pieces.bytes());
                queue.launch(
                        kernels.get("segment_pieces"),
                        queue.over(segments * 32L),
                        order.starts().address(),
                        segments,
                        PIECE_PIXELS,
                        pieces.address());
            }
            return new SegmentPlan(map, segmentOf, order, pieces, pieceCount);
        }

        private static int[] runSegments(SegmentMap map) {
            int[] segments = map.runLabels().clone();
            for (int image = 0; image < map.batch(); image++) {
                int end = map.rowRuns()[(image + 1) * map.height()];
                for (int run = map.rowRuns()[image * map.height()]; run < end; run++) {
                    if (segments[run] >= 0) {
                        segments[run] += image * map.segments();
                    }
                }
            }
            return segments;
        }
    }

    /// The number of segments of the batch.
    int segments() {
        return map.counts().length;
    }

    /// K: the segments of an image.
    int segmentsAnImage() {
        return map.segments();
    }

    int batch() {
        return map.batch();
    }

    /// The pixels of an image.
    int pixels() {
        return map.height() * map.width();
    }

    /// The address of the segment of each pixel, -1 where it is ignored.
    long segmentOf() {
        return segmentOf.address();
    }

    /// The address of the pixels in the order of their segments.
    long order() {
        return order.positions().address();
    }

    /// The address of where each segment begins in the order, and the number of all behind the last.
    long starts() {
        return order.starts().address();
    }

    /// The address of the segment of each piece, -1 where there is none.
    long pieces() {
        return pieces.address();
    }

    int pieceCount() {
        return pieceCount;
    }

    @Override
    public void close() {
        segmentOf.close();
        order.close();
        pieces.close();
    }
}
