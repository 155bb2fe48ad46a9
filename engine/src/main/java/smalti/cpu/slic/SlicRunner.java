package smalti.cpu.slic;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import smalti.cpu.kernel.SlicFrame;
import smalti.cpu.kernel.SlicKernels;
import smalti.cpu.work.Workers;
import smalti.error.ShapeException;
import smalti.superpixel.Divider;
import smalti.superpixel.PartGraph;
import smalti.superpixel.Picture;
import smalti.superpixel.Slic;
import smalti.tensor.Shape;

/// Runs [Slic] on the CPU. Rows are shared out in bands; sums are integers and borders are refined from the labels of
/// the pass before, so neither kernels nor threads change a bit. Safe for use by several threads.
public final class SlicRunner {
    /// Weight of position in units of colour for a compactness of 1.
    private static final double POSITION = 3;

    /// How much nearer a cluster is for each of the nine pixels around that it owns, in units of colour.
    private static final int NEIGHBOUR = 8;

    /// Iterations look at every third row, which costs no quality,
    private static final int STEP = 3;

    /// unless segments are so small that some would have no row.
    private static final double ROWS_A_STEP = 2;

    /// Passes that move borders.
    private static final int REFINEMENTS = 2;

    /// Added to the squared distance of two segments' colours when the most alike are joined.
    private static final double OFFSET = 400;

    /// Smaller bands are not worth a thread.
    private static final int PIXELS_A_BAND = 1 << 15;

    private final SlicKernels kernels;
    private final Workers workers;
    private final AtomicReference<SlicWorkspace> spare = new AtomicReference<>(new SlicWorkspace());

    public SlicRunner(SlicKernels kernels, Workers workers) {
        this.kernels = kernels;
        this.workers = workers;
    }

    /// Labels all pictures of a batch, `[B,H,W]` flat.
    ///
    /// @throws ShapeException if a picture is too large to be addressed with its margins
    public int[] labels(Slic slic, Picture picture) {
        int size = picture.height() * picture.width();
        int[] labels = new int[picture.batch() * size];
        if (labels.length == 0) {
            return labels;
        }
        SlicFrame frame = SlicFrame.of(picture.width(), picture.height(), picture.channels());
        if (frame.values() > Shape.MAX_ELEMENTS) {
            throw new ShapeException(
                    "SLIC",
                    "at most " + Shape.MAX_ELEMENTS + " values with margins",
                    picture + " = " + frame.values());
        }
        SlicWorkspace work = spare.getAndSet(null);
        if (work == null) {
            work = new SlicWorkspace();
        }
        work.fit(frame);
        for (int image = 0; image < picture.batch(); image++) {
            label(slic, picture, image, frame, work, labels);
        }
        spare.set(work);
        return labels;
    }

    private void label(
            Slic slic,
            Picture picture,
            int image,
            SlicFrame frame,
            SlicWorkspace work,
            int[] labels) {
        Region region = Region.of(picture, image);
        int offset = image * frame.width() * frame.height();
        int target = slic.target().segments(region.pixels());
        if (target == region.pixels()) {
            eachPixel(region, slic.startLabel(), labels, offset, frame.width() * frame.height());
            return;
        }
        RowSource source = RowSource.of(picture, image, kernels);
        int bands =
                Math.clamp(
                        (long) frame.width() * frame.height() / PIXELS_A_BAND,
                        1,
                        workers.threads());
        readColours(slic, frame, source, region.inside(), work, bands);
        cluster(slic, frame, region, work, target, source.unit(), bands);
        var runs = new PartRuns(frame);
        runs.find(kernels, work.labels);
        PartGraph graph = runs.graph(work.prefix);
        double mean = (double) region.pixels() / target;
        double unit = source.unit();
        graph.joinSmall((int) Math.ceil(slic.smallest() * mean));
        graph.joinAlike(target, OFFSET * unit * unit);
        int[] numbers = graph.numbers();
        workers.run(
                bands,
                band ->
                        runs.paint(
                                row(band, bands, frame),
                                row(band + 1, bands, frame),
                                numbers,
                                slic.startLabel(),
                                labels,
                                offset));
        if (graph.count() < target) {
            divide(labels, offset, frame, graph.count(), target, slic.startLabel());
        }
    }

    /// Divides segments that are too few. They are rarely, so what is painted is taken back.
    private static void divide(
            int[] labels, int offset, SlicFrame frame, int segments, int target, int start) {
        int[] own = Arrays.copyOfRange(labels, offset, offset + frame.width() * frame.height());
        for (int i = 0; i < own.length; i++) {
            own[i] -= start;
        }
        Divider.divide(own, frame.width(), segments, target);
        for (int i = 0; i < own.length; i++) {
            labels[offset + i] = own[i] + start;
        }
    }

    private static int row(int band, int bands, SlicFrame frame) {
        return (int) ((long) frame.height() * band / bands);
    }

    private static void eachPixel(Region region, int start, int[] labels, int offset, int size) {
        int next = start;
        for (int i = 0; i < size; i++) {
            int at = i;
            boolean kept = region.inside().map(flags -> flags[at]).orElse(true);
            labels[offset + i] = kept ? next++ : start - 1;
        }
    }

    private void readColours(
            Slic slic,
            SlicFrame frame,
            RowSource source,
            Optional<boolean[]> inside,
            SlicWorkspace work,
            int bands) {
        var smoothing = Smoothing.of(slic.sigma());
        workers.run(
                bands,
                band -> {
                    var pass = new ColourPass(frame, kernels, source, inside);
                    pass.read(
                            row(band, bands, frame),
                            row(band + 1, bands, frame),
                            smoothing.side(),
                            work.planes);
                });
        for (int again = 1; again < smoothing.passes(); again++) {
            short[] from = work.planes;
            short[] to = work.prefix;
            var earlier = new RowSource.Smoothed(frame, from);
            workers.run(
                    bands,
                    band -> {
                        var pass = new ColourPass(frame, kernels, earlier, Optional.empty());
                        pass.read(
                                row(band, bands, frame),
                                row(band + 1, bands, frame),
                                smoothing.side(),
                                to);
                    });
            work.planes = to;
            work.prefix = from;
        }
        workers.run(
                bands,
                band -> {
                    for (int y = row(band, bands, frame); y < row(band + 1, bands, frame); y++) {
                        for (int channel = 0; channel < frame.channels(); channel++) {
                            kernels.prefix(
                                    work.planes,
                                    work.prefix,
                                    frame.at(0, y) + channel * frame.plane(),
                                    frame.width());
                        }
                    }
                });
    }

    private void cluster(
            Slic slic,
            SlicFrame frame,
            Region region,
            SlicWorkspace work,
            int target,
            double unit,
            int bands) {
        double mean = (double) region.pixels() / target;
        // A strip narrower than a square segment is divided along its length only.
        double spacing = Math.max(Math.sqrt(mean), mean / Math.min(frame.width(), frame.height()));
        int radius = (int) Math.max(1, Math.round(spacing));
        double weight = POSITION * slic.compactness() * unit;
        Optional<AdaptiveWeights> weights =
                slic.adaptive()
                        ? Optional.of(new AdaptiveWeights(spacing, weight))
                        : Optional.empty();
        var clusters =
                new Clusters(
                        Seeds.of(frame.width(), frame.height(), target, region.inside()), frame);
        clusters.pickColours(frame, work.planes);
        ClusterPass[] passes = new ClusterPass[bands];
        ClusterSums[] sums = new ClusterSums[bands];
        for (int band = 0; band < bands; band++) {
            passes[band] =
                    new ClusterPass(
                            frame,
                            kernels,
                            work,
                            clusters,
                            region.inside(),
                            row(band, bands, frame),
                            row(band + 1, bands, frame));
            sums[band] = passes[band].sums();
        }
        closeMargins(frame, work);
        SpatialTable near = SpatialTable.of(radius).fill(weight, spacing);
        int step = (int) Math.clamp(spacing / ROWS_A_STEP, 1, STEP);
        for (int iteration = 0; iteration < slic.iterations(); iteration++) {
            int phase = iteration % step;
            workers.run(bands, band -> passes[band].assign(near, weights, phase, step));
            if (clusters.move(sums) < slic.tolerance()) {
                break;
            }
        }
        workers.run(bands, band -> passes[band].assign(near, weights, 0, 1));
        SpatialTable far = SpatialTable.of(2 * radius).fill(weight, spacing);
        for (int pass = 0; pass < REFINEMENTS; pass++) {
            clusters.move(sums);
            clusters.enclose(sums);
            work.swapLabels();
            workers.run(
                    bands,
                    band -> passes[band].refine(far, weights, (int) Math.rint(NEIGHBOUR * unit)));
        }
    }

    private static void closeMargins(SlicFrame frame, SlicWorkspace work) {
        for (int y = -1; y <= frame.height(); y += frame.height() + 1) {
            int at = frame.at(-1, y);
            Arrays.fill(work.labels, at, at + frame.width() + 2, SlicKernels.NOBODY);
            Arrays.fill(work.previous, at, at + frame.width() + 2, SlicKernels.NOBODY);
        }
    }
}
