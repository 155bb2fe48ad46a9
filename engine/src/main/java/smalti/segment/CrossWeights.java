package smalti.segment;

import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.tensor.Shape;

/// How much each cell of a coarser feature map counts for each segment: `|p_i ∩ r_j| / sum_j |p_i ∩ r_j|`, the area that
/// segment `i` shares with the receptive rectangle of cell `j`. Sparse, immutable, and kept in both directions, so that
/// the forward and the backward pass each own their outputs.
///
/// Source: the superpixel pooling layer of Kwak, Hong, Han, "Weakly Supervised Semantic Segmentation Using Superpixel
/// Pooling Network", AAAI 2017.
public final class CrossWeights {
    private final int batch;
    private final int segments;
    private final int rows;
    private final int columns;
    private final int[] segmentStarts;
    private final int[] cells;
    private final float[] weights;
    private final int[] cellStarts;
    private final int[] cellSegments;
    private final float[] cellWeights;

    private CrossWeights(SegmentMap map, AxisCover down, AxisCover across) {
        this.batch = map.batch();
        this.segments = map.segments();
        this.rows = down.cells();
        this.columns = across.cells();
        SparseOverlaps overlaps = new SparseOverlaps(map, down, across);
        this.segmentStarts = overlaps.segmentStarts();
        this.cells = overlaps.cells();
        this.weights = overlaps.shares();
        int tables = Shape.of(batch, rows, columns).arrayLength("cross-resolution weights");
        this.cellStarts = new int[tables + 1];
        this.cellSegments = new int[cells.length];
        this.cellWeights = new float[cells.length];
        transpose();
    }

    /// Weights for `rows x columns` cells that tile the picture evenly; a cell may end within a pixel, which then counts
    /// by its part.
    ///
    /// @throws ParameterException if there is no cell
    public static CrossWeights tiling(SegmentMap map, int rows, int columns) {
        return of(
                map, AxisCover.tiling(map.height(), rows), AxisCover.tiling(map.width(), columns));
    }

    /// Weights for receptive rectangles given along each axis.
    ///
    /// @throws ShapeException if the axes do not have the map's height and width
    public static CrossWeights of(SegmentMap map, AxisCover down, AxisCover across) {
        if (down.pixels() != map.height() || across.pixels() != map.width()) {
            throw new ShapeException(
                    "cross-resolution weights",
                    "axes of " + map.height() + " and " + map.width() + " pixels",
                    down.pixels() + " and " + across.pixels());
        }
        return new CrossWeights(map, down, across);
    }

    private void transpose() {
        int perImage = rows * columns;
        for (int image = 0; image < batch; image++) {
            for (int at = segmentStarts[image * segments];
                    at < segmentStarts[(image + 1) * segments];
                    at++) {
                cellStarts[image * perImage + cells[at] + 1]++;
            }
        }
        for (int i = 1; i < cellStarts.length; i++) {
            cellStarts[i] += cellStarts[i - 1];
        }
        int[] next = cellStarts.clone();
        for (int image = 0; image < batch; image++) {
            for (int segment = 0; segment < segments; segment++) {
                int row = image * segments + segment;
                for (int at = segmentStarts[row]; at < segmentStarts[row + 1]; at++) {
                    int to = next[image * perImage + cells[at]]++;
                    cellSegments[to] = segment;
                    cellWeights[to] = weights[at];
                }
            }
        }
    }

    public int batch() {
        return batch;
    }

    /// K of the segment map.
    public int segments() {
        return segments;
    }

    /// Cells down the picture.
    public int rows() {
        return rows;
    }

    /// Cells across the picture.
    public int columns() {
        return columns;
    }

    /// Where the entries of each segment `b·K + k` begin, and their number as last entry.
    public int[] segmentStarts() {
        return segmentStarts;
    }

    /// The cell `row·columns + column` of each entry, ascending within a segment.
    public int[] cells() {
        return cells;
    }

    /// The weight of each entry; those of one segment sum to 1.
    public float[] weights() {
        return weights;
    }

    /// Where the transposed entries of each cell `b·rows·columns + cell` begin, and their number as last entry.
    public int[] cellStarts() {
        return cellStarts;
    }

    /// The segment of each transposed entry, ascending within a cell.
    public int[] cellSegments() {
        return cellSegments;
    }

    /// The weight of each transposed entry.
    public float[] cellWeights() {
        return cellWeights;
    }
}
