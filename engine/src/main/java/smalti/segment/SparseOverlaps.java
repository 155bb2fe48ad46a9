package smalti.segment;

import java.util.Arrays;
import smalti.tensor.Shape;

/// The areas that segments share with cells, gathered segment by segment from the row runs.
final class SparseOverlaps {
    private final int[] segmentStarts;
    private int[] cells = new int[16];
    private float[] shares = new float[16];
    private int entries;

    SparseOverlaps(SegmentMap map, AxisCover down, AxisCover across) {
        int tables = map.batch() * map.segments();
        int columns = across.cells();
        double[] areas =
                new double[Shape.of(down.cells(), columns).arrayLength("cross-resolution weights")];
        segmentStarts = new int[tables + 1];
        for (int segment = 0; segment < tables; segment++) {
            int lowest = areas.length;
            int highest = -1;
            for (int at = map.segmentStarts()[segment];
                    at < map.segmentStarts()[segment + 1];
                    at++) {
                int run = map.segmentRuns()[at];
                int from = map.runStarts()[run] % map.width();
                int to = from + map.runStarts()[run + 1] - map.runStarts()[run];
                int y = map.runStarts()[run] / map.width() % map.height();
                for (int row = down.firstBeyond(y); row < down.cells(); row++) {
                    double tall = down.overlap(row, y, y + 1);
                    if (tall == 0) {
                        break;
                    }
                    for (int column = across.firstBeyond(from); column < columns; column++) {
                        double wide = across.overlap(column, from, to);
                        if (wide == 0) {
                            break;
                        }
                        int cell = row * columns + column;
                        areas[cell] += tall * wide;
                        lowest = Math.min(lowest, cell);
                        highest = Math.max(highest, cell);
                    }
                }
            }
            append(areas, lowest, highest);
            segmentStarts[segment + 1] = entries;
        }
        cells = Arrays.copyOf(cells, entries);
        shares = Arrays.copyOf(shares, entries);
    }

    /// Moves one segment's areas, as shares of their sum, behind the entries so far and clears them.
    private void append(double[] areas, int lowest, int highest) {
        double total = 0;
        for (int cell = lowest; cell <= highest; cell++) {
            total += areas[cell];
        }
        for (int cell = lowest; cell <= highest; cell++) {
            if (areas[cell] > 0) {
                if (entries == cells.length) {
                    cells = Arrays.copyOf(cells, 2 * entries);
                    shares = Arrays.copyOf(shares, 2 * entries);
                }
                cells[entries] = cell;
                shares[entries++] = (float) (areas[cell] / total);
                areas[cell] = 0;
            }
        }
    }

    int[] segmentStarts() {
        return segmentStarts;
    }

    int[] cells() {
        return cells;
    }

    float[] shares() {
        return shares;
    }
}
