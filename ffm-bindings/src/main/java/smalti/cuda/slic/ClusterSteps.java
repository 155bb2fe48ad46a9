package smalti.cuda.slic;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import smalti.cuda.driver.Geometry;
import smalti.cuda.launch.Allotment;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.slic.PositionTerms;
import smalti.slic.Seeds;
import smalti.slic.SlicScheme;
import smalti.superpixel.Picture;
import smalti.superpixel.Slic;

/// The iterations of one picture. Clusters lie in lists by cells as wide as they reach, so that a pixel looks through nine
/// of them; there are two sets of lists, since clusters enter the next one while the last is being emptied.
final class ClusterSteps {
    /// Clusters that 16-bit codes can tell apart, beside those of pixels without a cluster.
    static final int MOST_CLUSTERS = 65_534;

    private static final int LANES = 32;

    /// Number, column and row, beside the colours.
    private static final int SUMS = 3;

    private static final int CLUSTER_BYTES = 4 * Integer.BYTES;

    private final Kernels kernels;
    private final Queue queue;
    private final Allotment memory;
    private final Slic slic;
    private final SlicScheme scheme;
    private final int width;
    private final int height;
    private final int channels;
    private final int count;
    private final int across;
    private final int down;
    private final int terms;
    private final String variant;

    ClusterSteps(
            Kernels kernels,
            Queue queue,
            Allotment memory,
            Slic slic,
            SlicScheme scheme,
            Picture picture) {
        this.kernels = kernels;
        this.queue = queue;
        this.memory = memory;
        this.slic = slic;
        this.scheme = scheme;
        this.width = picture.width();
        this.height = picture.height();
        this.channels = picture.channels();
        this.count = scheme.target();
        this.across = (width + scheme.radius() - 1) / scheme.radius();
        this.down = (height + scheme.radius() - 1) / scheme.radius();
        this.terms = 2 * scheme.radius() + 1;
        this.variant = channels == 3 ? "3" : "any";
    }

    /// @param planes the address of the colours
    /// @param inside the address of the region's flags, if pixels are left out
    Clustered run(long planes, Seeds seeds, Optional<Long> inside) {
        long flags = inside.orElse(0L);
        long codeBytes = (long) width * height * Short.BYTES;
        long headBytes = (long) across * down * Integer.BYTES;
        long[] heads = {memory.take(headBytes, -1), memory.take(headBytes, -1)};
        long clusters = memory.take((long) count * CLUSTER_BYTES);
        long colours = memory.take((long) count * Short.BYTES * (channels == 3 ? 4 : channels), 0);
        long sums = memory.take((long) count * (SUMS + channels) * Long.BYTES, 0);
        long contrasts = memory.take((long) count * Integer.BYTES, 0);
        long moved = memory.take((long) slic.iterations() * Long.BYTES, 0);
        long codes = memory.take(codeBytes);
        long distances = distances();
        int termsACluster = slic.adaptive() ? terms : 0;
        queue.launch(
                kernels.get("slic_start"),
                queue.over(count),
                memory.copy(seeds.x()),
                memory.copy(seeds.y()),
                planes,
                clusters,
                colours,
                heads[0],
                width,
                width * height,
                channels,
                count,
                scheme.radius(),
                across);
        for (int iteration = 0; iteration < slic.iterations(); iteration++) {
            adapt(clusters, distances);
            long used = heads[iteration % 2];
            int phase = iteration % scheme.step();
            if (phase < height) {
                queue.launch(
                        kernels.get("slic_assign_" + variant),
                        rows((height - phase + scheme.step() - 1) / scheme.step(), width),
                        planes,
                        colours,
                        clusters,
                        used,
                        distances,
                        flags,
                        codes,
                        sums,
                        contrasts,
                        moved,
                        slic.tolerance(),
                        iteration,
                        count,
                        width,
                        height,
                        channels,
                        scheme.step(),
                        scheme.radius(),
                        across,
                        down,
                        termsACluster);
            }
            queue.launch(
                    kernels.get("slic_move"),
                    queue.over(Math.max(count, across * down)),
                    clusters,
                    colours,
                    heads[(iteration + 1) % 2],
                    used,
                    sums,
                    contrasts,
                    moved,
                    slic.tolerance(),
                    iteration,
                    count,
                    channels,
                    scheme.step(),
                    scheme.radius(),
                    across,
                    down);
        }
        adapt(clusters, distances);
        long refined = memory.take(codeBytes);
        queue.launch(
                kernels.get("slic_refine_" + variant),
                queue.over((long) width * height),
                planes,
                colours,
                clusters,
                distances,
                flags,
                codes,
                refined,
                width,
                height,
                channels,
                termsACluster,
                terms - 1,
                scheme.neighbour());
        return new Clustered(refined, planes, colours);
    }

    /// Threads for rows of which each warp takes 32 pixels.
    static Geometry rows(int rows, int width) {
        long warps = (long) rows * ((width + LANES - 1) / LANES);
        return Geometry.of(ColourSteps.blocks(warps * LANES), Queue.THREADS);
    }

    /// The distances along one axis by the offset: one table for all clusters, or room for one each.
    private long distances() {
        if (slic.adaptive()) {
            return memory.take((long) count * terms * Short.BYTES);
        }
        var position = PositionTerms.of(scheme.weight(), scheme.spacing());
        short[] table = new short[terms];
        for (int offset = 0; offset < terms; offset++) {
            table[offset] = position.at(offset);
        }
        long there = memory.take((long) terms * Short.BYTES);
        queue.upload(MemorySegment.ofArray(table), there);
        return there;
    }

    private void adapt(long clusters, long distances) {
        if (slic.adaptive()) {
            queue.launch(
                    kernels.get("slic_terms"),
                    queue.over((long) count * terms),
                    clusters,
                    distances,
                    count,
                    terms,
                    scheme.weight(),
                    SlicScheme.CONTRAST_SHARE,
                    scheme.spacing(),
                    (double) PositionTerms.MOST);
        }
    }
}
