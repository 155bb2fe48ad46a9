package smalti.superpixel;

import java.util.Arrays;
import java.util.List;
import smalti.error.ShapeException;
import smalti.segment.Components;
import smalti.segment.RegionTable;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

/// How good the superpixels of one picture are: by themselves, against humans, and against the picture. Ignored pixels
/// count as one more label, in superpixels and in truths alike, so that a mask's border is a border.
///
/// Immutable and safe for use by several threads.
public final class SuperpixelMetrics {
    /// The radius of boundary recall and precision: a window of 5x5 pixels.
    private static final int RADIUS = 2;

    /// The radius of the fine boundary recall, as a share of the picture's diagonal.
    private static final double FINE_RADIUS = 0.0025;

    private final SegmentMap map;
    private final Contour contour;
    private final Contour near;
    private final Contour finelyNear;

    private SuperpixelMetrics(SegmentMap map, int[] labels) {
        this.map = map;
        this.contour = Contour.of(labels, map.height(), map.width());
        this.near = contour.widened(RADIUS);
        double diagonal = Math.hypot(map.height(), map.width());
        this.finelyNear = contour.widened((int) Math.floor(FINE_RADIUS * diagonal + 0.5));
    }

    /// Measures the superpixels of one picture `[1,H,W]`.
    ///
    /// @throws ShapeException if there is more than one picture, or no pixel
    public static SuperpixelMetrics of(SegmentMap superpixels) {
        if (superpixels.batch() != 1 || superpixels.pixels() == 0) {
            throw new ShapeException(
                    "superpixel metrics",
                    "one picture of at least one pixel",
                    "[%d,%d,%d]"
                            .formatted(
                                    superpixels.batch(),
                                    superpixels.height(),
                                    superpixels.width()));
        }
        SegmentMap map = withoutIgnored(superpixels);
        return new SuperpixelMetrics(map, map.labels().ints());
    }

    /// The map with its ignored pixels as a segment of their own.
    private static SegmentMap withoutIgnored(SegmentMap map) {
        int[] labels = map.labels().ints();
        boolean any = false;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0) {
                labels[i] = map.segments();
                any = true;
            }
        }
        return any ? SegmentMap.of(labels, map.height(), map.width()) : map;
    }

    /// K: the number of labels that have pixels.
    public int labels() {
        return (int) Arrays.stream(map.counts()).filter(count -> count > 0).count();
    }

    /// The number of 4-connected parts of equal label; as many as labels if every superpixel is connected.
    public int components() {
        return Components.of(map).count();
    }

    /// CO: how round superpixels are, `4π · area / perimeter²` weighted by area, where the perimeter counts pixel edges
    /// and those of the picture's border too; π/4 for squares. Source: Schick, Fischer, Stiefelhagen, "Measuring and
    /// Evaluating the Compactness of Superpixels", ICPR 2012.
    public double compactness() {
        long[] perimeters = RegionTable.of(map).perimeters();
        double sum = 0;
        for (int segment = 0; segment < perimeters.length; segment++) {
            double area = map.counts()[segment];
            double perimeter = perimeters[segment];
            sum += area > 0 ? area * 4 * Math.PI * area / (perimeter * perimeter) : 0;
        }
        return sum / map.pixels();
    }

    /// CD: the share of pixels that have an unlike 4-neighbour.
    public double contourDensity() {
        return (double) contour.size() / map.pixels();
    }

    /// EV: the share of the picture's variance that the superpixels' mean colours keep, over all channels; 1 for a picture
    /// of one colour. Source: Moore et al., "Superpixel Lattices", CVPR 2008.
    ///
    /// @param picture `[H,W,C]` of any type; its scale does not matter
    /// @throws ShapeException if its size is not that of the superpixels
    public double explainedVariation(Tensor picture) {
        int[] size = picture.shape().sizes();
        if (size.length != 3 || size[0] != map.height() || size[1] != map.width()) {
            throw new ShapeException(
                    "explained variation",
                    "a picture [%d,%d,C]".formatted(map.height(), map.width()),
                    picture);
        }
        double explained = 0;
        double total = 0;
        double[] values = new double[map.pixels()];
        for (int channel = 0; channel < size[2]; channel++) {
            double mean = 0;
            for (int pixel = 0; pixel < values.length; pixel++) {
                values[pixel] = picture.get(pixel * size[2] + channel);
                mean += values[pixel];
            }
            mean /= values.length;
            for (double value : values) {
                total += (value - mean) * (value - mean);
            }
            explained += variationOfMeans(values, mean);
        }
        return total > 0 ? explained / total : 1;
    }

    private double variationOfMeans(double[] values, double mean) {
        double[] sums = new double[map.segments()];
        for (int run = 0; run < map.runs(); run++) {
            double sum = 0;
            for (int pixel = map.runStarts()[run]; pixel < map.runStarts()[run + 1]; pixel++) {
                sum += values[pixel];
            }
            sums[map.runLabels()[run]] += sum;
        }
        double variation = 0;
        for (int segment = 0; segment < sums.length; segment++) {
            int count = map.counts()[segment];
            if (count > 0) {
                double distance = sums[segment] / count - mean;
                variation += count * distance * distance;
            }
        }
        return variation;
    }

    /// Compares the superpixels with one segmentation drawn by a human.
    ///
    /// @throws ShapeException if it has another size
    public Agreement against(SegmentMap drawn) {
        if (drawn.batch() != 1 || drawn.height() != map.height() || drawn.width() != map.width()) {
            throw new ShapeException(
                    "superpixel metrics",
                    "a truth of the superpixels' size [1,%d,%d]"
                            .formatted(map.height(), map.width()),
                    "[%d,%d,%d]".formatted(drawn.batch(), drawn.height(), drawn.width()));
        }
        SegmentMap truth = withoutIgnored(drawn);
        int[] labels = truth.labels().ints();
        Contour drawnContour = Contour.of(labels, map.height(), map.width());
        int wanted = drawnContour.size();
        int found = drawnContour.shared(near);
        int astray = contour.size() - contour.shared(drawnContour.widened(RADIUS));
        Cuts cuts = cut(labels, truth.segments());
        return new Agreement(
                share(found, wanted),
                share(drawnContour.shared(finelyNear), wanted),
                share(found, found + astray),
                (double) cuts.leaked / map.pixels(),
                (double) cuts.right / map.pixels());
    }

    /// Compares the superpixels with each of several humans, in their order.
    public List<Agreement> against(List<SegmentMap> drawn) {
        return drawn.stream().map(this::against).toList();
    }

    private static double share(int part, int whole) {
        return whole > 0 ? (double) part / whole : 1;
    }

    /// @param leaked pixels on the smaller side of every cut of a superpixel by a truth's border
    /// @param right pixels of each superpixel's most frequent truth
    private record Cuts(long leaked, long right) {}

    /// Counts the truths within each superpixel. One histogram serves all superpixels; only what was touched is cleared.
    private Cuts cut(int[] truth, int truths) {
        int[] histogram = new int[truths];
        int[] touched = new int[truths];
        long leaked = 0;
        long right = 0;
        for (int segment = 0; segment < map.segments(); segment++) {
            int kinds = 0;
            for (int at = map.segmentStarts()[segment];
                    at < map.segmentStarts()[segment + 1];
                    at++) {
                int run = map.segmentRuns()[at];
                for (int pixel = map.runStarts()[run]; pixel < map.runStarts()[run + 1]; pixel++) {
                    int label = truth[pixel];
                    if (histogram[label]++ == 0) {
                        touched[kinds++] = label;
                    }
                }
            }
            int most = 0;
            for (int kind = 0; kind < kinds; kind++) {
                int pixels = histogram[touched[kind]];
                histogram[touched[kind]] = 0;
                leaked += Math.min(pixels, map.counts()[segment] - pixels);
                most = Math.max(most, pixels);
            }
            right += most;
        }
        return new Cuts(leaked, right);
    }
}
