package smalti.cpu.scalar;

import java.util.Arrays;
import smalti.cpu.kernel.GemmKernels;
import smalti.cpu.kernel.Matrix;
import smalti.cpu.kernel.Panels;

/// Matrix multiplication without vectors of our own: long rows of sums, to which the compiler adds by vectors where it
/// can. Four steps of depth at once, so that sums are loaded and stored once for four.
public final class ScalarGemmKernels implements GemmKernels {
    private static final int WIDTH = 256;

    @Override
    public int rows() {
        return 1;
    }

    @Override
    public int columns() {
        return WIDTH;
    }

    @Override
    public void packRows(
            float[] values, int[] starts, int rows, int width, float[] packed, int to, int step) {
        for (int row = 0; row < rows; row++) {
            int at = to + row * step;
            if (starts[row] < 0) {
                Arrays.fill(packed, at, at + width, 0);
            } else {
                System.arraycopy(values, starts[row], packed, at, width);
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
        int at = to;
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++, at += width) {
                if (starts[row] < 0) {
                    Arrays.fill(packed, at, at + width, 0);
                } else {
                    int from = starts[row] + column * pixelStep;
                    System.arraycopy(values, from, packed, at, width);
                }
            }
        }
    }

    @Override
    public void packRight(
            Matrix right, int depth, int columns, float[] packed, int start, int panelStep) {
        float[] x = right.array();
        int panel = start;
        for (int column = 0; column < columns; column += WIDTH, panel += panelStep) {
            int width = Math.min(WIDTH, columns - column);
            int to = panel;
            for (int k = 0; k < depth; k++, to += WIDTH) {
                int from = right.at(k, column);
                if (right.byRows()) {
                    System.arraycopy(x, from, packed, to, width);
                } else {
                    for (int c = 0; c < width; c++) {
                        packed[to + c] = x[from + c * right.columnStep()];
                    }
                }
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
            for (int row = 0; row < rows; row++) {
                Arrays.fill(tile, 0, width, 0);
                addProducts(
                        left.array(),
                        left.at(row, 0),
                        left.columnStep(),
                        right.array(),
                        panel,
                        right.rowStep(),
                        depth,
                        width,
                        tile);
                write(tile, width, out.array(), out.at(row, column), add);
            }
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
            addProducts(
                    left.array(),
                    left.origin(),
                    left.columnStep(),
                    right.array(),
                    right.at(0, column),
                    right.rowStep(),
                    depth,
                    width,
                    sums);
            write(sums, width, out.array(), out.at(0, column), add);
        }
    }

    private static void addProducts(
            float[] factors,
            int from,
            int along,
            float[] right,
            int start,
            int step,
            int depth,
            int width,
            float[] sums) {
        int k = 0;
        for (; k + 4 <= depth; k += 4) {
            float a = factors[from + k * along];
            float b = factors[from + (k + 1) * along];
            float c = factors[from + (k + 2) * along];
            float d = factors[from + (k + 3) * along];
            int x = start + k * step;
            int y = x + step;
            int z = y + step;
            int w = z + step;
            for (int i = 0; i < width; i++) {
                float sum = Math.fma(a, right[x + i], sums[i]);
                sum = Math.fma(b, right[y + i], sum);
                sum = Math.fma(c, right[z + i], sum);
                sums[i] = Math.fma(d, right[w + i], sum);
            }
        }
        for (; k < depth; k++) {
            float a = factors[from + k * along];
            int x = start + k * step;
            for (int i = 0; i < width; i++) {
                sums[i] = Math.fma(a, right[x + i], sums[i]);
            }
        }
    }

    private static void write(float[] sums, int width, float[] out, int at, boolean add) {
        for (int i = 0; i < width; i++) {
            out[at + i] = add ? out[at + i] + sums[i] : sums[i];
        }
    }
}
