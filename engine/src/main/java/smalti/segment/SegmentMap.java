package smalti.segment;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import smalti.error.LabelException;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// A label map `[B,H,W]`, checked once and indexed: the table that every reduction, both directions, every layout and
/// every device share. Immutable; building it is one pass of O(B·H·W) and a counting sort of the row runs.
///
/// Labels may come in any order and with gaps; a segment without pixels is *empty*. Negative labels (and one more that a
/// [Labelling] may name) are ignored: they belong to no segment and read back as -1. Images of a batch may have
/// different numbers of segments; tables then have [#segments()] rows an image, the last ones empty.
///
/// Pixels are numbered through the batch in raster order, `(b·H + y)·W + x`. A *run* is a maximal piece of one row with
/// one label; it never crosses a row. Arrays returned by methods named in the plural are the map's own tables: they are
/// shared with kernels for speed and must not be written to.
public final class SegmentMap {
    private final int batch;
    private final int height;
    private final int width;
    private final int segments;
    private final int[] imageSegments;
    private final int[] runStarts;
    private final int[] runLabels;
    private final int[] rowRuns;
    private final int[] counts;
    private final int[] segmentStarts;
    private final int[] segmentRuns;
    private volatile @Nullable Strips strips;

    private SegmentMap(
            int batch,
            int height,
            int width,
            int[] imageSegments,
            int[] runStarts,
            int[] runLabels,
            int[] rowRuns) {
        this.batch = batch;
        this.height = height;
        this.width = width;
        this.imageSegments = imageSegments;
        this.segments = Arrays.stream(imageSegments).max().orElse(0);
        this.runStarts = runStarts;
        this.runLabels = runLabels;
        this.rowRuns = rowRuns;
        int entries = Shape.of(batch, segments).arrayLength("a segment map");
        this.counts = new int[entries];
        this.segmentStarts = new int[entries + 1];
        countRuns();
        this.segmentRuns = new int[segmentStarts[entries]];
        sortRuns();
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
        int rank = labels.shape().rank();
        if (labels.dtype() != DType.I32 || (rank != 2 && rank != 3)) {
            throw new ShapeException("a segment map", "labels I32 [B,H,W] or [H,W]", labels);
        }
        int batch = rank == 3 ? labels.shape().size(0) : 1;
        int height = labels.shape().size(-2);
        int width = labels.shape().size(-1);
        labels.shape().arrayLength("a segment map");
        // Rows of no pixels are rows too, and there may be more of them than of pixels.
        Shape.of(batch, height).arrayLength("a segment map");
        RowRuns found =
                new RowRuns(labels.ints(), labels.offset(), batch, height, width, labelling);
        int[] imageSegments =
                Arrays.stream(found.largest())
                        .map(largest -> labelling.segments().orElse(largest + 1))
                        .toArray();
        return new SegmentMap(
                batch,
                height,
                width,
                imageSegments,
                found.starts(),
                found.labels(),
                found.rowRuns());
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
        return new SegmentMap(
                imageSegments.length,
                height,
                width,
                imageSegments.clone(),
                runStarts.clone(),
                runLabels.clone(),
                rowRuns);
    }

    /// The first half of the counting sort: pixels and runs of each segment, and from them where its runs begin.
    private void countRuns() {
        int run = 0;
        for (int image = 0; image < batch; image++) {
            int base = image * segments;
            for (int end = rowRuns[(image + 1) * height]; run < end; run++) {
                if (runLabels[run] >= 0) {
                    counts[base + runLabels[run]] += runStarts[run + 1] - runStarts[run];
                    segmentStarts[base + runLabels[run] + 1]++;
                }
            }
        }
        for (int i = 1; i < segmentStarts.length; i++) {
            segmentStarts[i] += segmentStarts[i - 1];
        }
    }

    /// The second half: every run into the next place of its segment, which leaves those of a segment in raster order.
    private void sortRuns() {
        int[] next = Arrays.copyOf(segmentStarts, counts.length);
        int run = 0;
        for (int image = 0; image < batch; image++) {
            int base = image * segments;
            for (int end = rowRuns[(image + 1) * height]; run < end; run++) {
                if (runLabels[run] >= 0) {
                    segmentRuns[next[base + runLabels[run]]++] = run;
                }
            }
        }
    }

    public int batch() {
        return batch;
    }

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    /// Pixels of the whole batch, `B·H·W`.
    public int pixels() {
        return batch * height * width;
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
        return counts;
    }

    /// The number of row runs, ignored ones included.
    public int runs() {
        return runLabels.length;
    }

    /// The first pixel of each run, in raster order, and the number of pixels as last entry: run `r` covers the pixels
    /// from `runStarts[r]` to before `runStarts[r + 1]`.
    public int[] runStarts() {
        return runStarts;
    }

    /// The segment of each run, -1 where it is ignored.
    public int[] runLabels() {
        return runLabels;
    }

    /// The first run of each row `b·H + y`, and the number of runs as last entry.
    public int[] rowRuns() {
        return rowRuns;
    }

    /// Runs sorted by segment `b·K + k`, those of one segment in raster order. Ignored runs are left out.
    public int[] segmentRuns() {
        return segmentRuns;
    }

    /// Where each segment's runs begin in [#segmentRuns()], and their number as last entry: `B·K + 1` entries.
    public int[] segmentStarts() {
        return segmentStarts;
    }

    /// The first pixel of segment `b·K + k` in its image, `y·W + x`; the segment must not be empty.
    public int firstPixel(int segment) {
        return runStarts[segmentRuns[segmentStarts[segment]]] % (height * width);
    }

    /// The rows of a strip: see [Strips].
    public int stripRows() {
        return Strips.rowsOf(width);
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
        int[] labels = new int[pixels()];
        for (int run = 0; run < runLabels.length; run++) {
            Arrays.fill(labels, runStarts[run], runStarts[run + 1], runLabels[run]);
        }
        return Tensor.of(labels, batch, height, width);
    }

    /// Where each image's segments begin when the ragged batch is packed into one table of `sum K_b` rows, and that sum
    /// as last entry.
    public int[] packedOffsets() {
        int[] offsets = new int[batch + 1];
        for (int image = 0; image < batch; image++) {
            offsets[image + 1] = offsets[image] + imageSegments[image];
        }
        return offsets;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SegmentMap map
                && batch == map.batch
                && height == map.height
                && width == map.width
                && Arrays.equals(imageSegments, map.imageSegments)
                && Arrays.equals(runStarts, map.runStarts)
                && Arrays.equals(runLabels, map.runLabels);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(runLabels) * 31 + Arrays.hashCode(runStarts);
    }

    @Override
    public String toString() {
        return "SegmentMap [%d,%d,%d] of %d segments".formatted(batch, height, width, segments);
    }
}
