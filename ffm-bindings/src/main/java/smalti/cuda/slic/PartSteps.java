package smalti.cuda.slic;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import smalti.cuda.driver.Geometry;
import smalti.cuda.launch.Allotment;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.superpixel.Borders;
import smalti.superpixel.Divider;
import smalti.superpixel.PartGraph;

/// The 4-connected parts of one picture: found, measured and painted on the GPU. Which of them join is a chain of thousands
/// of decisions, each of which may change the next, so it is left to the host, for which only the graph of the parts is
/// copied.
final class PartSteps {
    /// A plane graph has less than three edges a node.
    private static final int BORDERS_A_PART = 3;

    /// Slots of the hash table of borders a part.
    private static final int SLOTS_A_PART = 4;

    private static final int FEWEST_SLOTS = 16;

    private final Kernels kernels;
    private final Queue queue;
    private final Allotment memory;
    private final int width;
    private final int height;
    private final int channels;
    private final int pixels;
    private final long labels;
    private final BorderOrder order;

    /// In which order the CPU meets borders; which of joins that cost the same comes first goes by that.
    enum BorderOrder {
        /// By rows, in each the sides of pixels first and then the edges to the row above.
        ROW_BY_ROW,
        /// The sides of all pixels first and then all edges to rows above.
        SIDES_FIRST;

        /// Places from one row's sides to the next's.
        int rowPlaces(int width) {
            return this == ROW_BY_ROW ? 2 * width : width;
        }

        /// Places from the side of a pixel to its edge to the row above.
        int topPlaces(int width, int height) {
            return this == ROW_BY_ROW ? width : width * height;
        }
    }

    /// @param channels of the colours by which parts join; may be 0
    /// @param labels the address of the picture's labels
    PartSteps(
            Kernels kernels,
            Queue queue,
            Allotment memory,
            int width,
            int height,
            int channels,
            long labels,
            BorderOrder order) {
        this.kernels = kernels;
        this.queue = queue;
        this.memory = memory;
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.pixels = width * height;
        this.labels = labels;
        this.order = order;
    }

    /// Finds the parts, and leaves the number of each pixel's in the labels.
    PartGraph graph(Clustered clustered) {
        long parents = memory.take((long) pixels * Integer.BYTES);
        int words = Ranks.words(pixels);
        long firsts = memory.take((long) words * Integer.BYTES);
        Geometry rows = ClusterSteps.rows(height, width);
        queue.launch(kernels.get("parts_runs"), rows, clustered.codes(), parents, width, height);
        queue.launch(
                kernels.get("parts_join"),
                queue.over(pixels),
                clustered.codes(),
                parents,
                width,
                height);
        queue.launch(kernels.get("parts_flatten"), each(), parents, firsts, pixels);
        Ranks ranks = Ranks.of(firsts, words, kernels, queue, memory);
        int[] parts = new int[1];
        queue.download(ranks.total(), MemorySegment.ofArray(parts));
        return measure(clustered, parents, ranks, parts[0]);
    }

    /// A thread a pixel.
    private Geometry each() {
        return Geometry.of(ColourSteps.blocks(pixels), Queue.THREADS);
    }

    /// Where the graph's arrays lie in one piece of memory, which is copied in one go.
    private record Places(int parts, int channels) {
        int borders() {
            return BORDERS_A_PART * parts;
        }

        long pairs() {
            return (long) parts * channels * Long.BYTES;
        }

        long sizes() {
            return pairs() + (long) borders() * Long.BYTES;
        }

        long lengths() {
            return sizes() + (long) parts * Integer.BYTES;
        }

        long count() {
            return lengths() + (long) borders() * Integer.BYTES;
        }

        long bytes() {
            return (count() + Integer.BYTES + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        }
    }

    private PartGraph measure(Clustered clustered, long parents, Ranks ranks, int parts) {
        var places = new Places(parts, channels);
        long graph = memory.take(places.bytes(), 0);
        long codes = memory.take((long) parts * Integer.BYTES);
        queue.launch(
                kernels.get("parts_measure"),
                each(),
                clustered.codes(),
                parents,
                ranks.words(),
                ranks.ranks(),
                ranks.bases(),
                clustered.planes(),
                labels,
                graph + places.sizes(),
                codes,
                graph,
                pixels,
                channels);
        if (channels > 0) {
            queue.launch(
                    kernels.get("parts_colour"),
                    queue.over(parts),
                    graph + places.sizes(),
                    codes,
                    clustered.colours(),
                    graph,
                    parts,
                    channels);
        }
        listBorders(graph, places);
        return fetch(graph, places);
    }

    private void listBorders(long graph, Places places) {
        int slots = slots(places.parts());
        long pairs = memory.take((long) slots * Long.BYTES, -1);
        long lengths = memory.take((long) slots * Integer.BYTES, 0);
        long firsts = memory.take((long) slots * Integer.BYTES, -1);
        queue.launch(
                kernels.get("parts_borders"),
                ClusterSteps.rows(height, width),
                labels,
                pairs,
                lengths,
                firsts,
                slots,
                width,
                height,
                order.rowPlaces(width),
                order.topPlaces(width, height));
        int count = Ranks.words(2L * pixels);
        long words = memory.take((long) count * Integer.BYTES, 0);
        queue.launch(kernels.get("parts_mark"), queue.over(slots), firsts, words, slots);
        Ranks ranks = Ranks.of(words, count, kernels, queue, memory);
        queue.launch(
                kernels.get("parts_list"),
                queue.over(slots),
                pairs,
                lengths,
                firsts,
                words,
                ranks.ranks(),
                ranks.bases(),
                graph + places.pairs(),
                graph + places.lengths(),
                slots);
        queue.copy(graph + places.count(), ranks.total(), Integer.BYTES);
    }

    private static int slots(int parts) {
        int least = Math.max(FEWEST_SLOTS, SLOTS_A_PART * parts);
        return Integer.highestOneBit(2 * least - 1);
    }

    private PartGraph fetch(long graph, Places places) {
        MemorySegment all = MemorySegment.ofArray(new long[(int) (places.bytes() / Long.BYTES)]);
        queue.download(graph, all);
        int count = all.get(ValueLayout.JAVA_INT, places.count());
        long[] sums = longs(all, 0, places.parts() * channels);
        long[] pairs = longs(all, places.pairs(), count);
        int[] sizes = ints(all, places.sizes(), places.parts());
        int[] lengths = ints(all, places.lengths(), count);
        return new PartGraph(sizes, sums, channels, Borders.of(pairs, lengths, count));
    }

    private static long[] longs(MemorySegment all, long from, int count) {
        return all.asSlice(from, (long) count * Long.BYTES).toArray(ValueLayout.JAVA_LONG);
    }

    private static int[] ints(MemorySegment all, long from, int count) {
        return all.asSlice(from, (long) count * Integer.BYTES).toArray(ValueLayout.JAVA_INT);
    }

    /// Turns the numbers of parts into labels.
    ///
    /// @param segments to be met, by dividing the largest if there are fewer
    /// @param start the first label
    void paint(PartGraph graph, int segments, int start) {
        queue.launch(
                kernels.get("parts_paint"),
                queue.over(pixels),
                labels,
                memory.copy(graph.numbers()),
                pixels,
                start);
        if (graph.count() < segments) {
            divide(graph.count(), segments, start);
        }
    }

    /// Divides segments that are too few, on the host: they are rarely.
    private void divide(int segments, int target, int start) {
        int[] own = new int[pixels];
        queue.download(labels, MemorySegment.ofArray(own));
        Arrays.setAll(own, i -> own[i] - start);
        Divider.divide(own, width, segments, target);
        Arrays.setAll(own, i -> own[i] + start);
        queue.upload(MemorySegment.ofArray(own), labels);
    }
}
