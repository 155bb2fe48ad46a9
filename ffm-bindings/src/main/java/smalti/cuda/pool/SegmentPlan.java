package smalti.cuda.pool;

import java.util.Arrays;
import java.util.Optional;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.Allotment;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;
import smalti.cuda.sort.Order;
import smalti.cuda.sort.Sorter;
import smalti.segment.PlacedLabels;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

/// A label map on the GPU: the segment of each pixel, the pixels of each segment, and the pieces that these are reduced in.
/// Made once a map and stream, and used by all operators on it.
///
/// Segments are numbered through the batch, `b·K + k`, as pixels are.
final class SegmentPlan implements Queue.Kept {
    /// Pixels of a piece: enough for a piece to be worth a thread's start, few enough for many threads to share a segment.
    static final int PIECE_PIXELS = 128;

    private final SegmentMap map;
    private final Allotment memory;
    private final long segmentOf;
    private final Order order;
    private final long pieces;

    private SegmentPlan(
            SegmentMap map, Allotment memory, long segmentOf, Order order, long pieces) {
        this.map = map;
        this.memory = memory;
        this.segmentOf = segmentOf;
        this.order = order;
        this.pieces = pieces;
    }

    /// Pieces that a map may have, whatever the sizes of its segments: nobody needs to know them for it.
    private static int pieceCount(SegmentMap map) {
        return map.pixels() / PIECE_PIXELS + map.batch() * map.segments();
    }

    /// Writes the segment of each pixel.
    @FunctionalInterface
    private interface Painting {
        void paint(long segmentOf);
    }

    /// Makes plans on one GPU.
    static final class Maker {
        private final Kernels kernels;
        private final LabelReader reader;
        private final Sorter sorter;

        Maker(GpuDriver driver, Sorter sorter) {
            this.kernels = new Kernels(driver, "segment_plan");
            this.reader = new LabelReader(kernels);
            this.sorter = sorter;
        }

        /// Checks labels, and makes their map and its plan.
        SegmentMap map(PlacedLabels labels, Queue queue) {
            int[] segments = reader.imageSegments(labels, queue);
            if (Arrays.stream(segments).allMatch(each -> each == 0)) {
                // There is nothing to compute, and nothing to name as the number of segments.
                Tensor fetched = labels.fetching().apply(labels.labels());
                return SegmentMap.of(fetched, labels.labelling());
            }
            SegmentMap map = SegmentMap.of(labels, segments);
            of(map, queue);
            return map;
        }

        /// The plan of a map, from the last time or made now: of labels that lie on this GPU, else of the map's runs.
        SegmentPlan of(SegmentMap map, Queue queue) {
            return queue.kept(map, SegmentPlan.class).orElseGet(() -> made(map, queue));
        }

        private SegmentPlan made(SegmentMap map, Queue queue) {
            Optional<PlacedLabels> labels =
                    map.placed().filter(placed -> LabelReader.reaches(placed, queue));
            if (labels.isPresent()) {
                return reader.reading(
                        labels.get(),
                        queue,
                        () -> kept(map, queue, to -> reader.read(labels.get(), map, queue, to)));
            }
            // Before the queue is locked: they may have to be fetched from another one.
            int[] runStarts = map.runStarts();
            return kept(map, queue, to -> paint(map, runStarts, queue, to));
        }

        private SegmentPlan kept(SegmentMap map, Queue queue, Painting painting) {
            return queue.kept(map, SegmentPlan.class, () -> make(map, queue, painting));
        }

        private SegmentPlan make(SegmentMap map, Queue queue, Painting painting) {
            var memory = new Allotment(queue);
            boolean done = false;
            try {
                SegmentPlan plan = make(map, queue, painting, memory);
                done = true;
                return plan;
            } finally {
                if (!done) {
                    memory.close();
                }
            }
        }

        private SegmentPlan make(SegmentMap map, Queue queue, Painting painting, Allotment memory) {
            int segments = map.batch() * map.segments();
            int pieceCount = pieceCount(map);
            long segmentOf = memory.take((long) map.pixels() * Integer.BYTES);
            long pieces = memory.take((long) pieceCount * Integer.BYTES);
            if (map.pixels() > 0) {
                painting.paint(segmentOf);
            }
            Order order = sorter.sort(segmentOf, map.pixels(), segments, memory, queue);
            if (segments > 0) {
                queue.launch(
                        kernels.get("segment_pieces"),
                        queue.over(segments * 32L),
                        order.starts(),
                        segments,
                        PIECE_PIXELS,
                        (long) pieceCount,
                        pieces);
            }
            return new SegmentPlan(map, memory, segmentOf, order, pieces);
        }

        private void paint(SegmentMap map, int[] runStarts, Queue queue, long segmentOf) {
            try (Scratch starts = queue.upload(runStarts);
                    Scratch segments = queue.upload(runSegments(map))) {
                queue.launch(
                        kernels.get("segment_paint_runs"),
                        queue.over(map.runs() * 32L),
                        starts.address(),
                        segments.address(),
                        map.runs(),
                        segmentOf);
            }
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
        return map.batch() * map.segments();
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
        return segmentOf;
    }

    /// The address of the pixels in the order of their segments.
    long order() {
        return order.positions();
    }

    /// The address of where each segment begins in the order, and the number of all behind the last.
    long starts() {
        return order.starts();
    }

    /// The address of the segment of each piece, -1 where there is none.
    long pieces() {
        return pieces;
    }

    int pieceCount() {
        return pieceCount(map);
    }

    @Override
    public void close() {
        memory.close();
    }
}
