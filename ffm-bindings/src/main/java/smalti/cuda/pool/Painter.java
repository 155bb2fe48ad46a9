package smalti.cuda.pool;

import smalti.cuda.driver.Geometry;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.error.ParameterException;

/// Moves elements between tables and maps, whatever their type.
final class Painter {
    private static final int BLOCKS_A_PROCESSOR = 16;

    /// Pixels that a worker takes at a time.
    private static final int TOGETHER = 4;

    /// Channels that a thread takes at a time where they lie apart.
    private static final int PLANES_TOGETHER = 4;

    /// Planes that are painted by the same threads, which read the segments of their pixels once.
    private static final int PLANES_A_THREAD = 16;

    private static final int WIDE_BYTES = 16;

    private final Kernels kernels;

    Painter(GpuDriver driver) {
        this.kernels = new Kernels(driver, "segment_paint");
    }

    /// Paints the rows of a table on the pixels of their segments.
    void paint(SegmentPlan plan, DeviceTensor table, FeatureMap map, Queue queue) {
        if (map.isEmpty()) {
            return;
        }
        if (map.planes()) {
            paintPlanes(plan, table, map, queue);
        } else {
            paintRows(plan, table, map, queue);
        }
    }

    private void paintRows(SegmentPlan plan, DeviceTensor table, FeatureMap map, Queue queue) {
        int pixels = plan.batch() * plan.pixels();
        boolean wide = map.hasWideRows() && table.isAligned(WIDE_BYTES);
        Workers workers = Workers.of(wide ? map.channels() / map.wideElements() : map.channels());
        long blocks = Math.ceilDiv(pixels, workers.perBlock() * TOGETHER);
        long most = (long) queue.facts().processors() * BLOCKS_A_PROCESSOR;
        queue.launch(
                kernel(wide ? "paint_rows_wide" : "paint_rows", table),
                workers.geometry(Math.min(blocks, most)),
                table,
                plan.segmentOf(),
                map.tensor(),
                pixels,
                map.channels(),
                workers.lanesLog());
    }

    private void paintPlanes(SegmentPlan plan, DeviceTensor table, FeatureMap map, Queue queue) {
        int channels = map.channels();
        int packed = map.wideElements();
        boolean wide =
                plan.pixels() % packed == 0
                        && channels % PLANES_TOGETHER == 0
                        && map.tensor().isAligned(WIDE_BYTES)
                        && table.isAligned(PLANES_TOGETHER * table.dtype().bytes());
        long packs = (long) plan.batch() * plan.pixels() / (wide ? packed : 1);
        Geometry threads = queue.over(packs);
        int groups = Math.ceilDiv(channels, PLANES_A_THREAD);
        queue.launch(
                kernel(wide ? "paint_planes_wide" : "paint_planes", table),
                Geometry.of(
                        threads.blocksX(), Math.min(groups, Geometry.MOST_BLOCKS_Y), Queue.THREADS),
                table,
                plan.segmentOf(),
                map.tensor(),
                plan.batch(),
                plan.pixels(),
                channels);
    }

    /// Writes the elements of a table to their positions in a map that is 0 elsewhere.
    void spread(
            SegmentPlan plan,
            DeviceTensor table,
            DeviceTensor positions,
            FeatureMap map,
            Queue queue) {
        queue.fill(map.tensor().address(), (byte) 0, map.tensor().bytes());
        select("spread", plan, table, positions, map, table, queue);
    }

    /// Reads the elements of a map at the positions of a table.
    void pick(
            SegmentPlan plan,
            FeatureMap map,
            DeviceTensor positions,
            DeviceTensor table,
            Queue queue) {
        select("pick", plan, map.tensor(), positions, map, table, queue);
    }

    private void select(
            String what,
            SegmentPlan plan,
            DeviceTensor from,
            DeviceTensor positions,
            FeatureMap map,
            DeviceTensor table,
            Queue queue) {
        if (table.elements() == 0) {
            return;
        }
        int pixels = plan.pixels();
        long word =
                queue.faultSlot((at, position) ->
                        new ParameterException(
                                "position " + at,
                                "from -1 to below " + pixels + " pixels",
                                position));
        queue.launch(
                kernel(what, table),
                queue.over(table.elements()),
                from,
                positions,
                from == table ? map.tensor() : table,
                word,
                map.planesFlag(),
                plan.segments(),
                map.channels(),
                pixels,
                plan.segmentsAnImage());
    }

    private smalti.cuda.launch.Kernel kernel(String what, DeviceTensor moved) {
        return kernels.get("segment_" + what + "_" + moved.dtype().bytes() * Byte.SIZE);
    }
}
