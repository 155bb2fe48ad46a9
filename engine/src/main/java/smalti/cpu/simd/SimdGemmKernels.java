package smalti.cpu.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.kernel.GemmKernels;
import smalti.cpu.kernel.Matrix;
import smalti.cpu.kernel.Panels;

/// Matrix multiplication on vectors: tiles of 12 rows and two vectors, of 6 rows where vectors have 8 lanes, since such
/// machines have 16 registers only. Rows that are left over make tiles of four.
public final class SimdGemmKernels implements GemmKernels {
    private static final VectorSpecies<Float> LANES = Tiles.LANES;
    private static final int WIDTH = 2 * LANES.length();
    private static final int HEIGHT = LANES.length() == 8 ? 6 : 12;
    private static final int HIGH = 8;
    private static final int LOW = 4;

    /// Floats between which lines of memory fall on the same set of the first cache.
    private static final int CACHE_WAY = 1024;

    /// Of rows that far apart so many are packed to their end before the next ones.
    private static final int PACKED = 8;

    @Override
    public int rows() {
        return HEIGHT;
    }

    @Override
    public int columns() {
        return WIDTH;
    }

    /// The rows of the panel that begins with `row`, zeros included.
    private static int height(int row, int rows) {
        int left = rows - row;
        return left >= HEIGHT || (HEIGHT == 6 && left > LOW) ? HEIGHT : LOW;
    }

    private static void interleaveFour(
            float[] x, int from, int row, int count, float[] packed, int to, int step) {
        int second = from + row;
        int third = second + row;
        int fourth = third + row;
        for (int k = 0; k < count; k++) {
            int at = to + k * step;
            packed[at] = x[from + k];
            packed[at + 1] = x[second + k];
            packed[at + 2] = x[third + k];
            packed[at + 3] = x[fourth + k];
        }
    }

    private static void interleaveOne(
            float[] x, int from, int count, float[] packed, int to, int step) {
        for (int k = 0; k < count; k++) {
            packed[to + k * step] = x[from + k];
        }
    }

    @Override
    public void packRows(
            float[] values, int[] starts, int rows, int width, float[] packed, int to, int step) {
        for (int row = 0; row < rows; row++) {
            int at = to + row * step;
            int from = starts[row];
            if (from < 0) {
                Arrays.fill(packed, at, at + width, 0);
            } else {
                copyRow(values, from, packed, at, width);
            }
        }
    }

    @Override
    public void packColumns(
            float[] values,
            int[] starts,
            int rows,
            int pixelStep,
            int width,
            int columns,
            float[] packed,
            int to) {
        int first = Integer.MAX_VALUE;
        int last = 0;
        for (int row = 0; row < rows; row++) {
            first = Math.min(first, starts[row]);
            last = Math.max(last, starts[row]);
        }
        int column = 0;
        if (first >= 0 && (width <= LANES.length() || width % LANES.length() == 0)) {
            int lanes = Math.ceilDiv(width, LANES.length()) * LANES.length();
            int fit = Math.floorDiv(values.length - lanes - last, pixelStep) + 1;
            column = Math.clamp(fit, 0, columns);
            if (rows == 3 && width <= LANES.length()) {
                interleaveThree(values, starts, pixelStep, width, column, packed, to);
            } else {
                interleave(values, starts, rows, pixelStep, width, column, packed, to);
            }
        }
        int at = to + column * rows * width;
        for (; column < columns; column++) {
            for (int row = 0; row < rows; row++, at += width) {
                if (starts[row] < 0) {
                    Arrays.fill(packed, at, at + width, 0);
                } else {
                    copyRow(values, starts[row] + column * pixelStep, packed, at, width);
                }
            }
        }
    }

    /// Pixels of whole vectors, or of less than one, which is written with some values too much, before what lies behind it.
    private static void interleave(
            float[] values,
            int[] starts,
            int rows,
            int pixelStep,
            int width,
            int columns,
            float[] packed,
            int to) {
        int along = Math.min(width, LANES.length());
        int row = 0;
        int by = 0;
        int done = 0;
        for (int at = to; at < to + rows * columns * width; at += along) {
            Species.store(
                    FloatVector.fromArray(LANES, values, starts[row] + by + done), packed, at);
            done += along;
            if (done == width) {
                done = 0;
                row++;
                if (row == rows) {
                    row = 0;
                    by += pixelStep;
                }
            }
        }
    }

    /// Three rows of pixels of up to a vector.
    private static void interleaveThree(
            float[] values,
            int[] starts,
            int pixelStep,
            int width,
            int columns,
            float[] packed,
            int to) {
        int first = starts[0];
        int second = starts[1];
        int third = starts[2];
        int at = to;
        for (int column = 0; column < columns; column++, at += 3 * width) {
            int by = column * pixelStep;
            Species.store(FloatVector.fromArray(LANES, values, first + by), packed, at);
            Species.store(FloatVector.fromArray(LANES, values, second + by), packed, at + width);
            Species.store(FloatVector.fromArray(LANES, values, third + by), packed, at + 2 * width);
        }
    }

    /// Copies a short row by whole vectors: calling a copy of the library takes longer than copying. Close to the end of the
    /// array what does not fill a vector is copied with some values before it once more.
    private static void copyRow(float[] values, int from, float[] packed, int to, int width) {
        int i = 0;
        if (from + width + LANES.length() <= values.length) {
            for (; i < width; i += LANES.length()) {
                Species.store(FloatVector.fromArray(LANES, values, from + i), packed, to + i);
            }
            return;
        }
        for (; i < LANES.loopBound(width); i += LANES.length()) {
            Species.store(FloatVector.fromArray(LANES, values, from + i), packed, to + i);
        }
        if (i < width && width >= LANES.length()) {
            int last = width - LANES.length();
            Species.store(FloatVector.fromArray(LANES, values, from + last), packed, to + last);
        } else {
            for (; i < width; i++) {
                packed[to + i] = values[from + i];
            }
        }
    }

    @Override
    public void packRight(
            Matrix right, int depth, int columns, float[] packed, int start, int panelStep) {
        int whole = right.byRows() ? columns - columns % WIDTH : 0;
        int most = right.rowStep() % CACHE_WAY == 0 ? PACKED : depth;
        for (int k = 0; k < depth && whole > 0; k += most) {
            packWhole(right, k, Math.min(most, depth - k), whole, packed, start, panelStep);
        }
        int to = start + whole / WIDTH * panelStep;
        for (int column = whole; column < columns; column += WIDTH, to += panelStep) {
            packColumns(right, column, Math.min(WIDTH, columns - column), depth, packed, to);
        }
    }

    /// Packs some rows for all whole panels, panel by panel.
    private static void packWhole(
            Matrix right,
            int first,
            int rows,
            int columns,
            float[] packed,
            int start,
            int panelStep) {
        float[] x = right.array();
        int to = start + first * WIDTH;
        for (int column = 0; column < columns; column += WIDTH, to += panelStep) {
            int from = right.at(first, column);
            for (int at = to; at < to + rows * WIDTH; at += WIDTH, from += right.rowStep()) {
                Species.store(FloatVector.fromArray(LANES, x, from), packed, at);
                Species.store(
                        FloatVector.fromArray(LANES, x, from + LANES.length()),
                        packed,
                        at + LANES.length());
            }
        }
    }

    private static void packColumns(
            Matrix right, int column, int held, int depth, float[] packed, int to) {
        float[] x = right.array();
        if (right.byRows()) {
            for (int k = 0; k < depth; k++) {
                System.arraycopy(x, right.at(k, column), packed, to + k * WIDTH, held);
            }
        } else {
            int c = 0;
            for (; c + 4 <= held; c += 4) {
                int from = right.at(0, column + c);
                interleaveFour(x, from, right.columnStep(), depth, packed, to + c, WIDTH);
            }
            for (; c < held; c++) {
                interleaveOne(x, right.at(0, column + c), depth, packed, to + c, WIDTH);
            }
        }
        for (int c = held; c < WIDTH; c++) {
            for (int k = 0; k < depth; k++) {
                packed[to + c + k * WIDTH] = 0;
            }
        }
    }

    @Override
    public void multiply(
            Matrix left,
            Panels right,
            int rows,
            int columns,
            int depth,
            Matrix out,
            float[] tile,
            boolean add) {
        int panel = right.origin();
        for (int column = 0; column < columns; column += WIDTH, panel += right.panelStep()) {
            int width = Math.min(WIDTH, columns - column);
            boolean narrow = width <= LANES.length() && left.byRows();
            // Of rows side by side, what a tile writes too much is overwritten by the next ones.
            int spilt = (narrow ? LANES.length() : WIDTH) - width;
            boolean together = spilt == 0 || out.rowStep() == width;
            for (int row = 0; row < rows; ) {
                int height = narrow ? narrowHeight(row, rows) : height(row, rows);
                int held = Math.min(height, rows - row);
                int to = out.at(row, column);
                int after = (rows - row - held) * width;
                if (!add && held == height && together && (spilt == 0 || after >= spilt)) {
                    float[] x = out.array();
                    tile(
                            left,
                            row,
                            height,
                            held,
                            right,
                            panel,
                            depth,
                            x,
                            to,
                            out.rowStep(),
                            narrow);
                } else {
                    int step = narrow ? LANES.length() : WIDTH;
                    tile(left, row, height, held, right, panel, depth, tile, 0, step, narrow);
                    copy(tile, step, held, width, out.array(), to, out.rowStep(), add);
                }
                row += height;
            }
        }
    }

    /// The rows of a tile of one vector.
    private static int narrowHeight(int row, int rows) {
        return rows - row <= LOW ? LOW : HIGH;
    }

    private static void tile(
            Matrix left,
            int row,
            int height,
            int held,
            Panels right,
            int panel,
            int depth,
            float[] out,
            int at,
            int apart,
            boolean narrow) {
        float[] x = left.array();
        int from = left.at(row, 0);
        float[] y = right.array();
        int step = right.rowStep();
        if (left.byRows()) {
            int rowStep = left.rowStep();
            int last = held - 1;
            if (narrow && height == LOW) {
                RowTiles.fourNarrow(x, from, rowStep, last, y, panel, step, depth, out, at, apart);
            } else if (narrow) {
                RowTiles.eightNarrow(x, from, rowStep, last, y, panel, step, depth, out, at, apart);
            } else if (height == LOW) {
                RowTiles.fourRows(x, from, rowStep, last, y, panel, step, depth, out, at, apart);
            } else if (HEIGHT == 6) {
                RowTiles.sixRows(x, from, rowStep, last, y, panel, step, depth, out, at, apart);
            } else {
                RowTiles.twelveRows(x, from, rowStep, y, panel, step, depth, out, at, apart);
            }
        } else {
            int along = left.columnStep();
            if (height == LOW) {
                Tiles.fourRows(x, from, along, y, panel, step, depth, out, at, apart);
            } else if (HEIGHT == 6) {
                Tiles.sixRows(x, from, along, y, panel, step, depth, out, at, apart);
            } else {
                Tiles.twelveRows(x, from, along, y, panel, step, depth, out, at, apart);
            }
        }
    }

    private static void copy(
            float[] tile,
            int step,
            int rows,
            int columns,
            float[] out,
            int at,
            int row,
            boolean add) {
        // Of rows side by side, what is written too much is overwritten by the next ones.
        int end = row == columns ? at + rows * row - LANES.length() : 0;
        for (int r = 0; r < rows; r++) {
            int from = r * step;
            int to = at + r * row;
            if (add && columns == WIDTH) {
                addWhole(tile, from, out, to);
            } else if (add) {
                addRow(tile, from, columns, out, to);
            } else if (to + columns <= end) {
                copyRow(tile, from, out, to, columns);
            } else {
                System.arraycopy(tile, from, out, to, columns);
            }
        }
    }

    private static void addWhole(float[] tile, int from, float[] out, int to) {
        int next = LANES.length();
        Species.store(
                FloatVector.fromArray(LANES, out, to).add(FloatVector.fromArray(LANES, tile, from)),
                out,
                to);
        Species.store(
                FloatVector.fromArray(LANES, out, to + next)
                        .add(FloatVector.fromArray(LANES, tile, from + next)),
                out,
                to + next);
    }

    private static void addRow(float[] x, int from, int count, float[] out, int to) {
        int i = 0;
        for (; i < LANES.loopBound(count); i += LANES.length()) {
            Species.store(
                    FloatVector.fromArray(LANES, out, to + i)
                            .add(FloatVector.fromArray(LANES, x, from + i)),
                    out,
                    to + i);
        }
        for (; i < count; i++) {
            out[to + i] += x[from + i];
        }
    }

    @Override
    public void multiplyRow(
            Matrix left,
            Matrix right,
            int columns,
            int depth,
            Matrix out,
            float[] sums,
            boolean add) {
        for (int column = 0; column < columns; column += sums.length) {
            int width = Math.min(sums.length, columns - column);
            Arrays.fill(sums, 0, width, 0);
            float[] x = left.array();
            int k = 0;
            for (; k + 4 <= depth; k += 4) {
                addFour(
                        x[left.at(0, k)],
                        x[left.at(0, k + 1)],
                        x[left.at(0, k + 2)],
                        x[left.at(0, k + 3)],
                        right.array(),
                        right.at(k, column),
                        right.rowStep(),
                        width,
                        sums);
            }
            for (; k < depth; k++) {
                addOne(x[left.at(0, k)], right.array(), right.at(k, column), width, sums);
            }
            copy(sums, 0, 1, width, out.array(), out.at(0, column), 0, add);
        }
    }

    /// Four rows of the right matrix at once: the sums are loaded and stored once for four.
    private static void addFour(
            float a,
            float b,
            float c,
            float d,
            float[] right,
            int from,
            int row,
            int width,
            float[] sums) {
        int second = from + row;
        int third = second + row;
        int fourth = third + row;
        var av = FloatVector.broadcast(LANES, a);
        var bv = FloatVector.broadcast(LANES, b);
        var cv = FloatVector.broadcast(LANES, c);
        var dv = FloatVector.broadcast(LANES, d);
        int i = 0;
        for (; i < LANES.loopBound(width); i += LANES.length()) {
            var sum = FloatVector.fromArray(LANES, sums, i);
            sum = FloatVector.fromArray(LANES, right, from + i).fma(av, sum);
            sum = FloatVector.fromArray(LANES, right, second + i).fma(bv, sum);
            sum = FloatVector.fromArray(LANES, right, third + i).fma(cv, sum);
            Species.store(FloatVector.fromArray(LANES, right, fourth + i).fma(dv, sum), sums, i);
        }
        for (; i < width; i++) {
            float sum = Math.fma(a, right[from + i], sums[i]);
            sum = Math.fma(b, right[second + i], sum);
            sum = Math.fma(c, right[third + i], sum);
            sums[i] = Math.fma(d, right[fourth + i], sum);
        }
    }

    private static void addOne(float factor, float[] right, int from, int width, float[] sums) {
        for (int i = 0; i < width; i++) {
            sums[i] = Math.fma(factor, right[from + i], sums[i]);
        }
    }
}
