package smalti.cuda.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import smalti.cuda.emulator.PtxDriver;
import smalti.cuda.emulator.TestedDriver;
import smalti.cuda.launch.Memory;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;
import smalti.op.Transposition;
import smalti.testkit.ValuePattern;

public class KernelGemmProperties {
    /// What stands behind each row, and must not be touched.
    private static final int GAP = 4;

    private final PtxDriver driver = TestedDriver.get();
    private final KernelGemm gemm = new KernelGemm(driver);

    /// A product whose matrices are drawn, with gaps behind their rows.
    ///
    /// @param shift elements of each tensor's storage before its first
    private record Drawn(
            int rows,
            int columns,
            int depth,
            int batch,
            Transposition stored,
            int shift,
            int gap,
            float alpha,
            float beta,
            ValuePattern values,
            long seed) {

        Drawn(int rows, int columns, int depth, int batch, Transposition stored) {
            this(rows, columns, depth, batch, stored, 0, GAP, 1, 0, ValuePattern.NORMAL, 1);
        }

        Matrices left(long address) {
            int step = (stored.ofLeft() ? rows : depth) + gap;
            int lines = stored.ofLeft() ? depth : rows;
            return matrices(address, step, lines, stored.ofLeft());
        }

        Matrices right(long address) {
            int step = (stored.ofRight() ? depth : columns) + gap;
            int lines = stored.ofRight() ? columns : depth;
            return matrices(address, step, lines, stored.ofRight());
        }

        Matrices out(long address) {
            return matrices(address, columns + gap, rows, false);
        }

        private Matrices matrices(long address, int step, int lines, boolean transposed) {
            return new Matrices(
                    address + (long) shift * Float.BYTES, step, (long) step * lines, transposed);
        }

        /// Elements of a tensor's storage.
        int length(Matrices matrices) {
            return Math.toIntExact(shift + batch * matrices.apart()) + 1;
        }

        float[] draw(Matrices matrices, int which) {
            var random = new SplittableRandom(seed + which);
            float[] elements = new float[length(matrices)];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = values.next(random);
            }
            return elements;
        }
    }

    private static int at(Drawn drawn, Matrices matrices, int each, int row, int column) {
        long of =
                matrices.transposed()
                        ? column * matrices.step() + row
                        : row * matrices.step() + column;
        return Math.toIntExact(drawn.shift() + each * matrices.apart() + of);
    }

    private static float[] expected(Drawn drawn, float[] left, float[] right, float[] out) {
        float[] result = out.clone();
        Matrices l = drawn.left(0);
        Matrices r = drawn.right(0);
        for (int each = 0; each < drawn.batch(); each++) {
            for (int row = 0; row < drawn.rows(); row++) {
                for (int column = 0; column < drawn.columns(); column++) {
                    float sum = 0;
                    for (int k = 0; k < drawn.depth(); k++) {
                        sum =
                                Math.fma(
                                        left[at(drawn, l, each, row, k)],
                                        right[at(drawn, r, each, k, column)],
                                        sum);
                    }
                    int to = at(drawn, drawn.out(0), each, row, column);
                    float scaled = drawn.alpha() * sum;
                    result[to] = drawn.beta() == 0 ? scaled : scaled + drawn.beta() * out[to];
                }
            }
        }
        return result;
    }

    private float[] multiply(Drawn drawn, float[] left, float[] right, float[] out) {
        float[] result = new float[out.length];
        try (var queue = new Queue(driver, new Memory(driver));
                Scratch a = place(left, queue);
                Scratch b = place(right, queue);
                Scratch c = place(out, queue)) {
            gemm.multiply(
                    new Product(
                            drawn.rows(),
                            drawn.columns(),
                            drawn.depth(),
                            drawn.batch(),
                            drawn.left(a.address()),
                            drawn.right(b.address()),
                            drawn.out(c.address()),
                            drawn.alpha(),
                            drawn.beta()),
                    queue);
            queue.synchronize();
            queue.download(c.address(), MemorySegment.ofArray(result));
        }
        return result;
    }

    private static Scratch place(float[] elements, Queue queue) {
        Scratch there = queue.allocate(elements.length * (long) Float.BYTES);
        queue.upload(MemorySegment.ofArray(elements), there.address());
        return there;
    }

    private void check(Drawn drawn) {
        float[] left = drawn.draw(drawn.left(0), 1);
        float[] right = drawn.draw(drawn.right(0), 2);
        float[] out = drawn.draw(drawn.out(0), 3);
        assertThat(multiply(drawn, left, right, out))
                .as(drawn.toString())
                .isEqualTo(expected(drawn, left, right, out));
    }

    /// Not 1, where sums are taken in other orders.
    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.of(2, 3, 7, 16, 31, 63, 64, 65, 68, 100);
    }

    @Property(tries = 30)
    public void theBitsAreThoseOfThePlainLoop(
            @ForAll("sizes") int rows,
            @ForAll("sizes") int columns,
            @ForAll @IntRange(max = 40) int depth,
            @ForAll @IntRange(min = 1, max = 3) int batch,
            @ForAll Transposition stored,
            @ForAll @IntRange(max = 4) int shift,
            @ForAll @IntRange(max = 4) int gap,
            @ForAll boolean added,
            @ForAll ValuePattern values,
            @ForAll @IntRange(max = 1000) int seed) {
        check(
                new Drawn(
                        rows,
                        columns,
                        depth,
                        batch,
                        stored,
                        shift,
                        gap,
                        added ? -0.5f : 1,
                        added ? 0.75f : 0,
                        values,
                        seed));
    }

    /// Small tiles of rows that can be read in fours.
    @Example
    void smallMatricesGiveTheBitsOfThePlainLoopToo() {
        for (Transposition stored : Transposition.values()) {
            for (float beta : new float[] {0, -2}) {
                check(new Drawn(40, 68, 44, 2, stored, 0, 4, 3, beta, ValuePattern.NORMAL, 7));
            }
        }
    }

    /// Tiles of 128, whole and partly filled.
    @Example
    void largeMatricesGiveTheBitsOfThePlainLoopToo() {
        for (Transposition stored : Transposition.values()) {
            check(new Drawn(132, 260, 20, 1, stored));
        }
        check(new Drawn(256, 128, 8, 1, Transposition.NONE));
        for (int rows : List.of(69, 70, 71)) {
            check(new Drawn(rows, 72, 4, 2, Transposition.NONE));
            check(new Drawn(rows, 72, 12, 1, Transposition.RIGHT));
        }
        check(new Drawn(68, 68, 36, 2, Transposition.RIGHT, 4, 8, 2, 1, ValuePattern.TIES, 3));
    }

    /// Where one factor is a vector, sums of small integers show that no term is lost, whatever the order.
    @Example
    void vectorsMissNoTerm() {
        for (int lines : List.of(1, 7, 40)) {
            for (int depth : List.of(0, 1, 4, 33, 100, 232, 900)) {
                for (Transposition stored : Transposition.values()) {
                    checkTies(lines, 1, depth, stored);
                    checkTies(1, lines, depth, stored);
                }
            }
        }
    }

    private void checkTies(int rows, int columns, int depth, Transposition stored) {
        for (int gap : List.of(0, 3, 4)) {
            check(new Drawn(rows, columns, depth, 2, stored, 0, gap, 1, 1, ValuePattern.TIES, 5));
        }
        check(new Drawn(rows, columns, depth, 1, stored, 0, 4, 2, 0, ValuePattern.TIES, 6));
    }

    @Example
    void aRightMatrixCanBeShared() {
        var one = new Drawn(5, 6, 7, 1, Transposition.NONE);
        var two = new Drawn(5, 6, 7, 2, Transposition.NONE);
        float[] left = two.draw(two.left(0), 1);
        float[] right = one.draw(one.right(0), 2);
        float[] result = new float[two.length(two.out(0))];
        try (var queue = new Queue(driver, new Memory(driver));
                Scratch a = place(left, queue);
                Scratch b = place(right, queue);
                Scratch c = place(result, queue)) {
            Product product =
                    Product.of(
                            5,
                            6,
                            7,
                            two.left(a.address()),
                            one.right(b.address()).apart(0),
                            two.out(c.address()));
            gemm.multiply(product.batch(2), queue);
            queue.synchronize();
            queue.download(c.address(), MemorySegment.ofArray(result));
        }
        int apart = (int) two.right(0).apart();
        float[] twice = new float[one.length(one.right(0)) + apart];
        System.arraycopy(right, 0, twice, 0, apart);
        System.arraycopy(right, 0, twice, apart, right.length);
        assertThat(result).isEqualTo(expected(two, left, twice, new float[result.length]));
    }
}
