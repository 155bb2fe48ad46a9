package smalti.segment;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import smalti.error.LabelException;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.tensor.Tensor;

/// A label map `[B,H,W]`, checked once and indexed: the table that every reduction, both directions, every layout and
/// every device share. Immutable; building it is one pass of O(B·H·W) and a counting sort of the row runs.
///
/// Labels may come in any order and with gaps; a segment without pixels is *empty*. Negative labels (and one more that a
/// [Labelling] may name) are ignored: they belong to no segment and read back as -1. Images of a batch may have
/// different numbers of segments; tables then have [#segments()] rows an image, the last ones empty.
///
/// Labels may lie on a device ([PlacedLabels], [smalti.device.Device#segments]). Sizes and numbers of segments are known
/// then, and the device has what it needs for its operators; the tables here are made of a copy of the labels when somebody
/// first asks for one of them, and kept. That fails with a [smalti.error.DeviceException] if the labels are gone by then.
///
/// Pixels are numbered through the batch in raster order, `(b·H + y)·W + x`. A *run* is a maximal piece of one row with
/// one label; it never crosses a row. Arrays returned by methods named in the plural are the map's own tables: they are
/// shared with kernels for speed and must not be written to.
public final class SegmentMap {
    private final LabelShape shape;
    private final int segments;
    private final int[] imageSegments;

    /// Null where labels lie on a device, and the index is made later.
    private final @Nullable RunIndex known;

    private final Optional<PlacedIndex> placed;

    private volatile @Nullable Strips strips;

    private SegmentMap(
            LabelShape shape,
            int[] imageSegments,
            @Nullable RunIndex known,
            Optional<PlacedIndex> placed) {
        this.shape = shape;
        this.segments = most(imageSegments);
        this.imageSegments = imageSegments;
        this.known = known;
        this.placed = placed;
    }

    private static SegmentMap of(
            LabelShape shape,
            int[] imageSegments,
            int[] runStarts,
            int[] runLabels,
            int[] rowRuns) {
        int segments = most(imageSegments);
        shape.expectTables(segments);
        var index = RunIndex.of(shape, segments, runStarts, runLabels, rowRuns);
        return new SegmentMap(shape, imageSegments, index, Optional.empty());
    }

    private static int most(int[] imageSegments) {
        return Arrays.stream(imageSegments).max().orElse(0);
    }

    /// A map of one image from labels in raster order.
    public static SegmentMap of(int[] labels, int height, int width) {
        return of(Tensor.of(labels, 1, height, width), Labelling.DENSE);
    }

    /// A map from labels `[B,H,W]` or `[H,W]` of type [DType#I32].
    ///
    /// @throws ShapeException if the tensor has another rank or type
    /// @throws LabelException if a label is not below the number of segments
    public static SegmentMap of(Tensor labels, Labelling labelling) {
        LabelShape shape = LabelShape.of(labels);
        RowRuns found = new RowRuns(labels, shape, labelling);
        int[] imageSegments =
                Arrays.stream(found.largest())
                        .map(largest -> labelling.segments().orElse(largest + 1))
                        .toArray();
        return of(shape, imageSegments, found.starts(), found.labels(), found.rowRuns());
    }

    /// A map of labels that lie on a device. For devices, which check them: an error in them is told here when a table is
    /// first asked for.
    ///
    /// @param imageSegments the number of segments of each image, of which one has at least 1
    public static SegmentMap of(PlacedLabels labels, int[] imageSegments) {
        int segments = most(imageSegments);
        labels.shape().expectTables(segments);
        var index = new PlacedIndex(labels.withSegments(segments), segments);
        return new SegmentMap(labels.shape(), imageSegments.clone(), null, Optional.of(index));
    }

    /// A map from runs, as [#runStarts()] and [#runLabels()] give them; the arrays are copied. For maps that were stored:
    /// everything is checked.
    ///
    /// @param imageSegments the number of segments of each image of the batch, at least 0
    /// @param runStarts the first pixel of each run, and the number of pixels as last entry
    /// @param runLabels the segment of each run, -1 where it is ignored
    /// @throws ShapeException if there is not one entry too many in `runStarts`, or too many pixels
    /// @throws ParameterException if runs do not ascend from 0 to the number of pixels, do not end with each row, or are
    ///     followed by another one of their label in the same row; or if a number of segments is negative
    /// @throws LabelException if a label is not below the number of its image's segments
    public static SegmentMap ofRuns(
            int height, int width, int[] imageSegments, int[] runStarts, int[] runLabels) {
        int[] rowRuns = new RunCheck(height, width, imageSegments, runStarts, runLabels).rowRuns();
        return of(
                new LabelShape(imageSegments.length, height, width),
                imageSegments.clone(),
                runStarts.clone(),
                runLabels.clone(),
                rowRuns);
    }

    private RunIndex index() {
        RunIndex index = known;
        return index == null ? placed.orElseThrow().get() : index;
    }

    /// The labels on their device, if that is where they lie; with the number of segments, whether it was given or found.
    public Optional<PlacedLabels> placed() {
        return placed.map(PlacedIndex::labels);
    }

    public int batch() {
        return shape.batch();
    }

    public int height() {
        return shape.height();
    }

    public int width() {
        return shape.width();
    }

    /// Pixels of the whole batch, `B·H·W`.
    public int pixels() {
        return shape.pixels();
    }

    /// K: the largest number of segments of an image in the batch.
    public int segments() {
        return segments;
    }

    /// The number of segments of one image.
    public int segments(int image) {
        return imageSegments[image];
    }

    /// Pixels a segment, `[B,K]` flat.
    public int[] counts() {
        return index().counts();
    }

    /// The number of row runs, ignored ones included.
    public int runs() {
        return index().runLabels().length;
    }

    /// The first pixel of each run, in raster order, and the number of pixels as last entry: run `r` covers the pixels
    /// from `runStarts[r]` to before `runStarts[r + 1]`.
    public int[] runStarts() {
        return index().runStarts();
    }

    /// The segment of each run, -1 where it is ignored.
    public int[] runLabels() {
        return index().runLabels();
    }

    /// The first run of each row `b·H + y`, and the number of runs as last entry.
    public int[] rowRuns() {
        return index().rowRuns();
    }

    /// Runs sorted by segment `b·K + k`, those of one segment in raster order. Ignored runs are left out.
    public int[] segmentRuns() {
        return index().segmentRuns();
    }

    /// Where each segment's runs begin in [#segmentRuns()], and their number as last entry: `B·K + 1` entries.
    public int[] segmentStarts() {
        return index().segmentStarts();
    }

    /// The first pixel of segment `b·K + k` in its image, `y·W + x`; the segment must not be empty.
    public int firstPixel(int segment) {
        RunIndex found = index();
        int run = found.segmentRuns()[found.segmentStarts()[segment]];
        return found.runStarts()[run] % (shape.height() * shape.width());
    }

    /// The rows of a strip: see [Strips].
    public int stripRows() {
        return Strips.rowsOf(shape.width());
    }

    /// The pixels in strips and patches, of pieces of at most `longest` pixels. Built when first asked for and kept.
    ///
    /// @throws ParameterException unless `longest` is from 1 to 8
    public Strips strips(int longest) {
        if (longest < 1 || longest > Strips.MOST_PIXELS) {
            throw new ParameterException(
                    "the longest piece", "from 1 to " + Strips.MOST_PIXELS + " pixels", longest);
        }
        Strips kept = strips;
        if (kept == null || kept.longest() != longest) {
            kept = new Strips(this, longest);
            strips = kept;
        }
        return kept;
    }

    /// The labels again, `[B,H,W]`, ignored pixels as -1.
    public Tensor labels() {
        int[] runStarts = runStarts();
        int[] runLabels = runLabels();
        int[] labels = new int[pixels()];
        for (int run = 0; run < runLabels.length; run++) {
            Arrays.fill(labels, runStarts[run], runStarts[run + 1], runLabels[run]);
        }
        return Tensor.of(labels, batch(), height(), width());
    }

    /// Where each image's segments begin when the ragged batch is packed into one table of `sum K_b` rows, and that sum
    /// as last entry.
    public int[] packedOffsets() {
        int[] offsets = new int[imageSegments.length + 1];
        for (int image = 0; image < imageSegments.length; image++) {
            offsets[image + 1] = offsets[image] + imageSegments[image];
        }
        return offsets;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SegmentMap map
                && shape.equals(map.shape)
                && Arrays.equals(imageSegments, map.imageSegments)
                && Arrays.equals(runStarts(), map.runStarts())
                && Arrays.equals(runLabels(), map.runLabels());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(runLabels()) * 31 + Arrays.hashCode(runStarts());
    }

    @Override
    public String toString() {
        return "SegmentMap [%d,%d,%d] of %d segments"
                .formatted(batch(), height(), width(), segments);
    }
}
