package smalti.cpu.convolution;

import java.util.Arrays;
import smalti.op.Padding;
import smalti.op.Size;
import smalti.op.Window;

/// Which pixels of a map outputs see: the output at row `i` and column `j` sees by its tap `t` the pixel
/// `(i·step + rows[t], j·step + columns[t])`, or nothing where that is outside the map.
///
/// @param map the size of the map
/// @param outputs how many outputs there are
/// @param step pixels between what neighbouring outputs see
record Taps(Size map, Size outputs, Size step, int[] rows, int[] columns) {
    /// What a window sees of a map.
    static Taps of(Window window, Size map) {
        Padding.Margins margins = window.margins(map);
        Size kernel = window.kernel();
        int taps = kernel.height() * kernel.width();
        int[] rows = new int[taps];
        int[] columns = new int[taps];
        for (int tap = 0; tap < taps; tap++) {
            rows[tap] = tap / kernel.width() * window.dilation().height() - margins.top();
            columns[tap] = tap % kernel.width() * window.dilation().width() - margins.left();
        }
        return new Taps(map, window.outputs(map), window.stride(), rows, columns);
    }

    int count() {
        return rows.length;
    }

    /// The number of outputs of an image.
    int pixels() {
        return outputs.height() * outputs.width();
    }

    /// Finds what a tap sees of a batch of maps that follow each other.
    ///
    /// @param from the first of `count` outputs, in raster order through the batch
    /// @param origin where the first pixel of the first map begins
    /// @param pixelStep from there to the next pixel
    /// @param starts gets for each output where its pixel begins, or -1 outside the map
    void locate(int tap, int from, int count, int origin, int pixelStep, int[] starts) {
        int done = 0;
        while (done < count) {
            int line = (from + done) / outputs.width();
            int first = (from + done) % outputs.width();
            int held = Math.min(outputs.width() - first, count - done);
            int row = line % outputs.height() * step.height() + rows[tap];
            if (row < 0 || row >= map.height()) {
                Arrays.fill(starts, done, done + held, -1);
            } else {
                int image = line / outputs.height();
                int start = origin + (image * map.height() + row) * map.width() * pixelStep;
                for (int i = 0; i < held; i++) {
                    int column = (first + i) * step.width() + columns[tap];
                    boolean inside = column >= 0 && column < map.width();
                    starts[done + i] = inside ? start + column * pixelStep : -1;
                }
            }
            done += held;
        }
    }

    /// The number of taps, from one on, that see pixels side by side.
    int run(int tap) {
        int end = tap + 1;
        while (end < count() && rows[end] == rows[tap] && columns[end] == columns[end - 1] + 1) {
            end++;
        }
        return end - tap;
    }

    /// The end of the stretch of outputs from a column on that all see columns of the map by the same taps.
    int endOfStretch(int column) {
        int end = outputs.width();
        for (int offset : columns) {
            int enters = Math.ceilDiv(-offset, step.width());
            int leaves = Math.ceilDiv(map.width() - offset, step.width());
            if (column < enters) {
                end = Math.min(end, enters);
            } else if (column < leaves) {
                end = Math.min(end, leaves);
            }
        }
        return end;
    }

    /// Whether an output sees a pixel of the map by a tap.
    boolean meets(int tap, int row, int column) {
        int y = row * step.height() + rows[tap];
        int x = column * step.width() + columns[tap];
        return y >= 0 && y < map.height() && x >= 0 && x < map.width();
    }

    /// Whether outputs see 3x3 pixels side by side, in single or double steps along the row, each at least one column of
    /// the map.
    boolean slide() {
        return count() == 9
                && areBox()
                && run(0) == 3
                && step.width() <= 2
                && columns[0] <= 0
                && columns[0] >= -2
                && (outputs.width() - 1) * step.width() + columns[0] < map.width();
    }

    /// Whether there are taps in rows, each of as many pixels side by side, which begin in the same column.
    boolean areBox() {
        if (count() == 0) {
            return false;
        }
        int wide = run(0);
        boolean fits = count() % wide == 0;
        for (int tap = 0; tap < count() && fits; tap++) {
            fits = rows[tap] == rows[tap - tap % wide] && columns[tap] == columns[0] + tap % wide;
        }
        return fits;
    }
}
