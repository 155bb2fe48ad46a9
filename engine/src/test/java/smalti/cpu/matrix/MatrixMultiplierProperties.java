package smalti.cpu.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import smalti.cpu.Kernels;
import smalti.cpu.kernel.GemmKernels;
import smalti.cpu.kernel.Matrix;
import smalti.cpu.scalar.ScalarGemmKernels;
import smalti.cpu.work.Workers;
import smalti.testkit.Tensors;

/// Neither vectors nor threads change a bit, and every bit is explained by sums in the order of depth.
class MatrixMultiplierProperties {
    private static final GemmKernels SCALAR = new ScalarGemmKernels();
    private static final Workers ALONE = new Workers(1);
    private static final Workers TEAM = new Workers(3);

    /// What is computed with where there are vectors, and plain Java elsewhere.
    private final GemmKernels lasting = Kernels.chosen().gemm();

    private final List<MatrixMultiplier> multipliers =
            List.of(
                    new MatrixMultiplier(SCALAR, SCALAR, ALONE),
                    new MatrixMultiplier(SCALAR, SCALAR, TEAM),
                    new MatrixMultiplier(lasting, lasting, ALONE),
                    new MatrixMultiplier(lasting, lasting, TEAM));

    @Property(tries = 300)
    void kernelsAndThreadsGiveTheSameBits(
            @ForAll @IntRange(min = 1, max = 90) int rows,
            @ForAll @IntRange(min = 1, max = 150) int columns,
            @ForAll @IntRange(max = 70) int depth,
            @ForAll boolean leftByRows,
            @ForAll boolean rightByRows,
            @ForAll boolean add,
            @ForAll long seed) {
        check(rows, columns, depth, leftByRows, rightByRows, add, seed);
    }

    /// Sizes beyond every block: of depth, of rows, of columns, and of a row's sums.
    @Example
    void blocksJoinWithoutASeam() {
        for (boolean byRows : new boolean[] {true, false}) {
            check(1, 4321, 5, byRows, true, false, 1);
            check(2, 300, 1601, true, byRows, false, 2);
            check(3, 2113, 47, byRows, true, true, 3);
            check(301, 131, 797, byRows, byRows, false, 4);
            check(45, 2100, 770, byRows, true, true, 5);
            check(301, 2100, 17, byRows, byRows, false, 6);
        }
    }

    private void check(
            int rows,
            int columns,
            int depth,
            boolean leftByRows,
            boolean rightByRows,
            boolean add,
            long seed) {
        Matrix left = matrix(seed, rows, depth, leftByRows);
        Matrix right = matrix(seed + 1, depth, columns, rightByRows);
        Matrix before = matrix(seed + 2, rows, columns, true);
        float[] expected = before.array().clone();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int at = before.at(row, column);
                expected[at] = element(left, right, row, column, depth, add, expected[at]);
            }
        }
        for (MatrixMultiplier multiplier : multipliers) {
            float[] actual = before.array().clone();
            var out = new Matrix(actual, before.origin(), columns, 1);
            multiplier.multiply(left, right, out, rows, columns, depth, add);
            assertThat(actual)
                    .as("%dx%d by %dx%d", rows, depth, depth, columns)
                    .isEqualTo(expected);
            if (!add && left.byRows()) {
                checkKept(multiplier, left, right, before, rows, columns, depth, expected);
            }
        }
    }

    /// Twice: what packs, and what finds it packed. Every element must be finished once.
    private static void checkKept(
            MatrixMultiplier multiplier,
            Matrix left,
            Matrix right,
            Matrix before,
            int rows,
            int columns,
            int depth,
            float[] expected) {
        var kept = new KeptMatrix(right, depth, columns);
        Finisher finisher =
                (out, at, step, high, column, wide) -> {
                    for (int i = 0; i < high; i++) {
                        for (int j = 0; j < wide; j++) {
                            out[at + i * step + j] += 1 + column + j;
                        }
                    }
                };
        for (int run = 0; run < 2; run++) {
            float[] actual = before.array().clone();
            var out = new Matrix(actual, before.origin(), columns, 1);
            multiplier.multiply(left, kept, out, rows, finisher);
            float[] finished = expected.clone();
            finisher.finish(finished, before.origin(), columns, rows, 0, columns);
            assertThat(actual)
                    .as("%dx%d by %dx%d, kept", rows, depth, depth, columns)
                    .isEqualTo(finished);
        }
    }

    private static float element(
            Matrix left, Matrix right, int row, int column, int depth, boolean add, float before) {
        int block = BlockProduct.deepest(depth);
        float total = add ? before : 0;
        for (int from = 0; from < depth; from += block) {
            float sum = 0;
            for (int k = from; k < Math.min(depth, from + block); k++) {
                float x = left.array()[left.at(row, k)];
                sum = Math.fma(x, right.array()[right.at(k, column)], sum);
            }
            total = from == 0 && !add ? sum : total + sum;
        }
        return total;
    }

    /// A view in the middle of an array.
    private static Matrix matrix(long seed, int rows, int columns, boolean byRows) {
        int origin = 3;
        float[] array = Tensors.random(seed, rows * columns + 2 * origin).floats();
        return byRows ? new Matrix(array, origin, columns, 1) : new Matrix(array, origin, 1, rows);
    }
}
