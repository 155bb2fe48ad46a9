package smalti.cpu.slic;

import java.util.Arrays;
import java.util.Optional;
import smalti.cpu.kernel.SlicFrame;
import smalti.cpu.kernel.SlicKernels;
import smalti.cpu.work.Workers;
import smalti.slic.ColourScale;
import smalti.slic.Region;
import smalti.slic.Seeds;
import smalti.slic.SlicScheme;
import smalti.slic.Smoothing;
import smalti.superpixel.Divider;
import smalti.superpixel.PartGraph;
import smalti.superpixel.Picture;
import smalti.superpixel.Slic;

/// The division of one picture. Rows are shared out in bands; sums are integers and borders are refined from the labels
/// of the pass before, so neither kernels nor threads change a bit.
final class SlicRun {
    private final Slic slic;
    private final SlicFrame frame;
    private final SlicWorkspace work;
    private final SlicKernels kernels;
    private final Bands bands;
    private final int image;
    private final Region region;
    private final RowSource source;
    private final ColourScale scale;
    private final int target;

    SlicRun(
            Slic slic,
            Picture picture,
            int image,
            SlicFrame frame,
            SlicWorkspace work,
            SlicKernels kernels,
            Workers workers,
            int pixelsABand) {
        this.slic = slic;
        this.image = image;
        this.frame = frame;
        this.work = work;
        this.kernels = kernels;
        this.bands = Bands.of(workers, frame.width(), frame.height(), pixelsABand);
        this.region = Region.of(picture, image);
        this.source = RowSource.of(picture, image, kernels);
        this.scale = ColourScale.of(picture);
        this.target = slic.target().segments(region.pixels());
    }

    /// Writes the picture's labels to its place in the batch.
    void label(int[] labels) {
        int offset = image * frame.width() * frame.height();
        if (target == region.pixels()) {
            labelEachPixel(labels, offset);
            return;
        }
        readColours();
        var scheme =
                SlicScheme.of(slic, frame.width(), frame.height(), region.pixels(), scale.unit());
        Clusters clusters = cluster(scheme);
        var parts = new PartMap(frame, bands, kernels, work.labels);
        PartGraph graph = parts.graph(work.planes, clusters);
        graph.joinSmall(scheme.smallest());
        graph.joinAlike(target, scheme.offset());
        parts.paint(graph.numbers(), slic.startLabel(), labels, offset);
        if (graph.count() < target) {
            divide(labels, offset, graph.count());
        }
    }

    private void labelEachPixel(int[] labels, int offset) {
        int next = slic.startLabel();
        for (int i = 0; i < frame.width() * frame.height(); i++) {
            boolean kept = region.inside().isEmpty() || region.inside().get()[i];
            labels[offset + i] = kept ? next++ : slic.startLabel() - 1;
        }
    }

    /// Divides segments that are too few. They are rarely, so what is painted is taken back.
    private void divide(int[] labels, int offset, int segments) {
        int[] own = Arrays.copyOfRange(labels, offset, offset + frame.width() * frame.height());
        for (int i = 0; i < own.length; i++) {
            own[i] -= slic.startLabel();
        }
        Divider.divide(own, frame.width(), segments, target);
        for (int i = 0; i < own.length; i++) {
            labels[offset + i] = own[i] + slic.startLabel();
        }
    }

    private void readColours() {
        var smoothing = Smoothing.of(slic.sigma());
        smooth(source, region.inside(), smoothing.side());
        for (int again = 2; again <= smoothing.passes(); again++) {
            var earlier = new RowSource.Smoothed(frame, work.planes);
            work.swapPlanes();
            smooth(earlier, Optional.empty(), smoothing.side());
        }
    }

    private void smooth(RowSource rows, Optional<boolean[]> inside, int side) {
        bands.each(band ->
                new ColourPass(frame, kernels, rows, inside)
                        .read(bands.row(band), bands.row(band + 1), side, work.planes));
    }

    private Clusters cluster(SlicScheme scheme) {
        double spacing = scheme.spacing();
        int radius = scheme.radius();
        double weight = scheme.weight();
        Optional<AdaptiveWeights> weights =
                slic.adaptive()
                        ? Optional.of(new AdaptiveWeights(spacing, weight))
                        : Optional.empty();
        var clusters =
                new Clusters(
                        Seeds.of(frame.width(), frame.height(), target, region.inside()), frame);
        clusters.pickColours(frame, work.planes);
        int step = scheme.step();
        ClusterPass[] passes = new ClusterPass[bands.count()];
        ClusterSums[] sums = new ClusterSums[bands.count()];
        for (int band = 0; band < bands.count(); band++) {
            passes[band] =
                    new ClusterPass(
                            frame,
                            kernels,
                            work,
                            clusters,
                            step,
                            region.inside(),
                            bands.row(band),
                            bands.row(band + 1));
            sums[band] = passes[band].sums();
        }
        closeMargins();
        SpatialTable near = SpatialTable.of(radius).fill(weight, spacing);
        for (int iteration = 0; iteration < slic.iterations(); iteration++) {
            int phase = iteration % step;
            bands.each(band -> passes[band].assign(near, weights, phase, step));
            boolean settled = clusters.move(sums) < slic.tolerance();
            // Every row must have had its turn.
            if (settled && iteration >= step - 1) {
                break;
            }
        }
        clusters.enclose(sums);
        work.swapLabels();
        SpatialTable far = SpatialTable.of(2 * radius).fill(weight, spacing);
        bands.each(band -> passes[band].refine(far, weights, scheme.neighbour()));
        return clusters;
    }

    private void closeMargins() {
        for (int y = -1; y <= frame.height(); y += frame.height() + 1) {
            int at = frame.at(-1, y);
            Arrays.fill(work.labels, at, at + frame.width() + 2, SlicKernels.NOBODY);
            Arrays.fill(work.previous, at, at + frame.width() + 2, SlicKernels.NOBODY);
        }
    }
}
