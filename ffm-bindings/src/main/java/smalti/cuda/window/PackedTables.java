package smalti.cuda.window;

import java.util.Arrays;
import smalti.op.AxisTable;

/// Tables of axes as numbers that go to the GPU in one piece: for a table, where the entries of each output start, and the
/// entries, a place and the bits of its weight each. Every part begins at an even number, so that an entry is read at once.
final class PackedTables {
    private int[] numbers = new int[256];
    private int size;

    /// @return where the starts begin
    int addStarts(AxisTable table) {
        int from = grow(table.starts().length);
        System.arraycopy(table.starts(), 0, numbers, from, table.starts().length);
        return from;
    }

    /// @return where the entries begin
    int addEntries(AxisTable table) {
        int count = table.taps().length;
        int from = grow(2 * count);
        for (int t = 0; t < count; t++) {
            numbers[from + 2 * t] = table.taps()[t];
            numbers[from + 2 * t + 1] = Float.floatToRawIntBits(table.weights()[t]);
        }
        return from;
    }

    private int grow(int more) {
        int from = size;
        size += more + (more & 1);
        if (size > numbers.length) {
            numbers = Arrays.copyOf(numbers, Math.max(size, 2 * numbers.length));
        }
        return from;
    }

    int[] numbers() {
        return Arrays.copyOf(numbers, size);
    }
}
