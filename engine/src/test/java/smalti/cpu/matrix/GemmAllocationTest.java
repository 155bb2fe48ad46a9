package smalti.cpu.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import smalti.cpu.Kernels;
import smalti.cpu.kernel.GemmKernels;
import smalti.cpu.kernel.Matrix;
import smalti.cpu.work.Workers;

/// After warm-up a product takes no memory but a few small records a block: a tile whose sums C2 cannot keep in registers
/// takes megabytes.
@Tag("memory")
class GemmAllocationTest {
    private static final int BLOCK = 20;
    private static final long BYTES_OF_RECORDS = 2 << 10;
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    @ParameterizedTest
    @CsvSource({"256,256,256", "100,70,800", "49,64,27", "1,1000,512", "5,7,3", "8,10,512"})
    void productsTakeNoMemory(int rows, int columns, int depth) {
        GemmKernels kernels = Kernels.chosen().gemm();
        var multiplier = new MatrixMultiplier(kernels, kernels, new Workers(1));
        var left = new Matrix(new float[rows * depth], 0, depth, 1);
        var right = new Matrix(new float[depth * columns], 0, columns, 1);
        var turned = new Matrix(new float[depth * columns], 0, 1, depth);
        var out = new Matrix(new float[rows * columns], 0, columns, 1);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = Long.MAX_VALUE;
        long start = System.nanoTime();
        while (bytes >= BYTES_OF_RECORDS && System.nanoTime() - start < WARM_UP.toNanos()) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int call = 0; call < BLOCK; call++) {
                multiplier.multiply(left, right, out, rows, columns, depth, false);
                multiplier.multiply(left, turned, out, rows, columns, depth, true);
            }
            bytes = (threads.getCurrentThreadAllocatedBytes() - before) / BLOCK;
        }
        assertThat(bytes).as("bytes of two products").isLessThan(BYTES_OF_RECORDS);
    }
}
