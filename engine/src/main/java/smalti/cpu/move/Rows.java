package smalti.cpu.move;

import java.util.Arrays;
import smalti.cpu.work.Portions;
import smalti.cpu.work.Workers;
import smalti.error.ParameterException;
import smalti.error.UnsupportedOpException;
import smalti.tensor.DType;
import smalti.tensor.Tensor;

/// Moves rows of tables by their numbers.
final class Rows {
    private final int[] numbers;
    private final int from;
    private final int count;

    /// @param rows of the table, which the numbers must be below
    Rows(Tensor numbers, int rows) {
        this.numbers = numbers.ints();
        this.from = numbers.offset();
        this.count = (int) numbers.elements();
        for (int i = 0; i < count; i++) {
            int number = this.numbers[from + i];
            if (number < 0 || number >= rows) {
                throw new ParameterException("row number " + i, "from 0 to below " + rows, number);
            }
        }
    }

    /// Looks rows of any type up.
    void gather(Workers workers, Tensor table, Tensor output) {
        if (output.elements() == 0) {
            return;
        }
        int length = (int) (output.elements() / count);
        Object source = BoxCopy.array(table.storage());
        Object target = BoxCopy.array(output.storage());
        Portions.share(
                workers,
                count,
                length,
                (first, end) -> {
                    for (int i = first; i < end; i++) {
                        System.arraycopy(
                                source,
                                table.offset() + numbers[from + i] * length,
                                target,
                                output.offset() + i * length,
                                length);
                    }
                });
    }

    /// Adds rows to a table of zeros. Each thread owns some rows of the table, looks at all numbers, and takes those.
    void scatter(Workers workers, Tensor rows, Tensor table) {
        if (rows.dtype() != DType.F32) {
            throw new UnsupportedOpException(
                    "scatter rows", "the CPU for " + rows.dtype(), "convert the inputs to F32");
        }
        if (table.elements() == 0) {
            return;
        }
        int length = (int) (table.elements() / table.shape().size(0));
        float[] x = rows.floats();
        float[] sums = table.floats();
        Portions.share(
                workers,
                table.shape().size(0),
                length,
                (first, end) -> {
                    int to = table.offset();
                    Arrays.fill(sums, to + first * length, to + end * length, 0);
                    for (int i = 0; i < count; i++) {
                        int number = numbers[from + i];
                        if (number >= first && number < end) {
                            add(x, rows.offset() + i * length, sums, to + number * length, length);
                        }
                    }
                });
    }

    private static void add(float[] x, int from, float[] sums, int to, int length) {
        for (int i = 0; i < length; i++) {
            sums[to + i] += x[from + i];
        }
    }
}
