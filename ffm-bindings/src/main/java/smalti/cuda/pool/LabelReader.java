package smalti.cuda.pool;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.Supplier;
import smalti.cuda.driver.Geometry;
import smalti.cuda.launch.DeviceBuffer;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;
import smalti.segment.PlacedLabels;
import smalti.segment.SegmentMap;

/// Reads and checks labels that lie on the GPU. That one of them is wrong is told at the stream's next stop.
final class LabelReader {
    /// Pixels that a thread looks at when it looks for the largest label, so that few words of it come together.
    private static final int PIXELS_A_THREAD = 16;

    /// Pixels that a thread reads at a time.
    private static final int TOGETHER = 4;

    private final Kernels kernels;

    /// @param kernels of plans
    LabelReader(Kernels kernels) {
        this.kernels = kernels;
    }

    /// Whether a stream can read labels: they lie on its GPU, and are still there.
    static boolean reaches(PlacedLabels labels, Queue queue) {
        return labels.labels().storage() instanceof DeviceBuffer buffer && buffer.isOpenTo(queue);
    }

    /// Does steps that read labels, after those of the stream that wrote them, and before it gives them back.
    <T> T reading(PlacedLabels labels, Queue queue, Supplier<T> steps) {
        Queue owner = ((DeviceBuffer) labels.labels().storage()).queue();
        queue.follow(owner);
        T result = steps.get();
        owner.follow(queue);
        return result;
    }

    /// The number of segments of each image. Where it is not given, the largest labels are waited for.
    int[] imageSegments(PlacedLabels labels, Queue queue) {
        int[] segments = new int[labels.batch()];
        OptionalInt given = labels.labelling().segments();
        if (given.isPresent()) {
            Arrays.fill(segments, given.getAsInt());
        } else {
            reading(labels, queue, () -> largest(labels, segments, queue));
            Arrays.setAll(segments, image -> segments[image] + 1);
        }
        return segments;
    }

    private int[] largest(PlacedLabels labels, int[] largest, Queue queue) {
        int pixels = labels.pixels() / largest.length;
        int blocks = Math.ceilDiv(pixels, Queue.THREADS * PIXELS_A_THREAD);
        try (Scratch found = queue.allocate(largest.length * (long) Integer.BYTES)) {
            queue.fill(found.address(), (byte) -1, found.bytes());
            queue.launch(
                    kernels.get("segment_largest"),
                    Geometry.of(
                            blocks,
                            Math.min(largest.length, Geometry.MOST_BLOCKS_Y),
                            Queue.THREADS),
                    DeviceTensor.of(labels.labels()),
                    ignored(labels),
                    labels.limit(),
                    queue.faultSlot(labels::tooLarge),
                    pixels,
                    largest.length,
                    found.address());
            // Before anybody sizes a table by them, wrong labels are told.
            queue.synchronize();
            queue.download(found.address(), MemorySegment.ofArray(largest));
        }
        return largest;
    }

    /// Writes the segment of each pixel, -1 where it is ignored.
    ///
    /// @param labels of the map
    void read(PlacedLabels labels, SegmentMap map, Queue queue, long segmentOf) {
        queue.launch(
                kernels.get("segment_read_labels"),
                queue.over(Math.ceilDiv(map.pixels(), TOGETHER)),
                DeviceTensor.of(labels.labels()),
                ignored(labels),
                labels.limit(),
                queue.faultSlot(labels::tooLarge),
                map.height() * map.width(),
                map.segments(),
                (long) map.pixels(),
                segmentOf);
    }

    private static int ignored(PlacedLabels labels) {
        return labels.labelling().ignore().orElse(-1);
    }
}
