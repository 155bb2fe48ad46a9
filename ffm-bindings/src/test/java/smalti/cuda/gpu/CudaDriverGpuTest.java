package smalti.cuda.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import smalti.cuda.driver.DriverException;
import smalti.cuda.driver.FunctionFacts;
import smalti.cuda.driver.Geometry;
import smalti.cuda.driver.GuardedDriver;
import smalti.cuda.driver.MemoryFigures;
import smalti.cuda.ffm.Cublas;
import smalti.cuda.ffm.CudaDriver;
import smalti.cuda.ffm.CudaMachine;
import smalti.cuda.launch.Memory;
import smalti.cuda.launch.PtxText;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;
import smalti.cuda.matrix.CublasGemm;
import smalti.cuda.matrix.Gemm;
import smalti.cuda.matrix.KernelGemm;
import smalti.cuda.matrix.Matrices;
import smalti.cuda.matrix.Precision;
import smalti.cuda.matrix.Product;

/// The bindings on a real GPU: what no stand-in can tell.
@Tag("gpu")
class CudaDriverGpuTest {
    private static final float STEP = 1.5f;

    @BeforeEach
    void need() {
        RealGpu.need();
    }

    @Test
    void bytesGoThereAndComeBack() {
        CudaDriver driver = RealGpu.open();
        long stream = driver.createStream();
        MemorySegment host = driver.allocateHost(1 << 20);
        byte[] bytes = new byte[1 << 20];
        new Random(7).nextBytes(bytes);
        host.copyFrom(MemorySegment.ofArray(bytes));
        long first = driver.allocate(bytes.length, stream);
        long second = driver.allocate(bytes.length, stream);
        driver.copyToDevice(first, host, stream);
        driver.copy(second, first, bytes.length, stream);
        driver.fill(second, (byte) 5, 1, stream);
        driver.synchronize(stream);
        host.fill((byte) 0);
        driver.copyToHost(host, second, stream);
        driver.synchronize(stream);
        bytes[0] = 5;
        assertThat(host.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes);
        driver.free(first, stream);
        driver.free(second, stream);
        driver.freeHost(host);
        driver.destroyStream(stream);
    }

    @Test
    void memoryThatTheGpuDoesNotHaveIsRefusedAndTheRestGoesOn() {
        CudaDriver driver = RealGpu.open();
        long stream = driver.createStream();
        MemoryFigures figures = driver.memory();
        assertThat(figures.free()).isPositive().isLessThanOrEqualTo(figures.total());
        assertThatThrownBy(() -> driver.allocate(figures.total() * 2, stream))
                .isInstanceOfSatisfying(
                        DriverException.class, e -> assertThat(e.isOutOfMemory()).isTrue());
        driver.trim();
        driver.free(driver.allocate(1 << 20, stream), stream);
        driver.synchronize(stream);
        driver.destroyStream(stream);
    }

    @Test
    void everyKernelCompilesForThisGpuAndIsFound() {
        CudaDriver driver = RealGpu.open();
        List<String> faults = new ArrayList<>();
        for (String family : Families.all()) {
            PtxText ptx = PtxText.of(family);
            long module = driver.load(ptx.text());
            for (String kernel : ptx.kernels().keySet()) {
                FunctionFacts facts = driver.factsOf(driver.function(module, kernel));
                if (facts.registers() < 1 || facts.mostThreads() < 1) {
                    faults.add(kernel + ": " + facts);
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void ptxThatIsNoneIsRefusedInTheCompilersWords() {
        assertThatThrownBy(() -> RealGpu.open().load(".version 8.0\n.target sm_75\nnonsense\n"))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("its compiler says");
    }

    @Test
    void aKernelRunsByItselfAndInAGraphAndIsTimed() {
        CudaDriver driver = RealGpu.open();
        long stream = driver.createStream();
        int count = 1000;
        long halves = driver.allocate(count * 2L, stream);
        long floats = driver.allocate(count * 4L, stream);
        MemorySegment host = driver.allocateHost(count * 4L);
        for (int i = 0; i < count; i++) {
            host.setAtIndex(ValueLayout.JAVA_SHORT, i, Float.floatToFloat16(STEP * i));
        }
        driver.copyToDevice(halves, host.asSlice(0, count * 2L), stream);
        long module = driver.load(PtxText.of("convert").text());
        long kernel = driver.function(module, "smalti_convert_f16_f32");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment arguments = arena.allocate(24, 8);
            arguments.setAtIndex(ValueLayout.JAVA_LONG, 0, halves);
            arguments.setAtIndex(ValueLayout.JAVA_LONG, 1, floats);
            arguments.setAtIndex(ValueLayout.JAVA_LONG, 2, count);
            driver.launch(kernel, Geometry.of(2, 256), arguments, stream);
            assertFloats(driver, floats, host, count, stream);

            driver.fill(floats, (byte) 0, count * 4L, stream);
            driver.beginCapture(stream);
            driver.launch(kernel, Geometry.of(3, 128), arguments, stream);
            long graph = driver.endCapture(stream);
            long begin = driver.createEvent();
            long end = driver.createEvent();
            driver.record(begin, stream);
            driver.launchGraph(graph, stream);
            driver.record(end, stream);
            assertFloats(driver, floats, host, count, stream);
            assertThat(driver.hasHappened(end)).isTrue();
            assertThat(driver.milliseconds(begin, end)).isBetween(0f, 1000f);
            driver.destroyGraph(graph);
            driver.destroyEvent(begin);
            driver.destroyEvent(end);
        }
        driver.free(halves, stream);
        driver.free(floats, stream);
        driver.freeHost(host);
        driver.destroyStream(stream);
    }

    private static void assertFloats(
            CudaDriver driver, long floats, MemorySegment host, int count, long stream) {
        host.fill((byte) 0);
        driver.copyToHost(host, floats, stream);
        driver.synchronize(stream);
        for (int i = 0; i < count; i++) {
            float expected = Float.float16ToFloat(Float.floatToFloat16(STEP * i));
            assertThat(host.getAtIndex(ValueLayout.JAVA_FLOAT, i)).isEqualTo(expected);
        }
    }

    /// Each within `K·2^-24` times the sum of magnitudes of the exact one, so within twice that of each other.
    @Test
    void cublasMultipliesAsOurKernelsDo() {
        CudaMachine machine = RealGpu.machine();
        CudaDriver driver = machine.open(0);
        Optional<Cublas> cublas = machine.cublas(driver);
        assumeTrue(cublas.isPresent(), () -> "skipped: cuBLAS " + machine.findings().get("cublas"));
        Queue queue = new Queue(driver, new Memory(driver));
        int rows = 37;
        int columns = 29;
        int depth = 71;
        int batch = 3;
        float[] left = random(batch * rows * depth, 1);
        float[] right = random(batch * depth * columns, 2);
        try (Scratch a = upload(queue, left);
                Scratch b = upload(queue, right);
                Scratch c = queue.allocate(4L * batch * rows * columns)) {
            Product product =
                    new Product(
                            rows,
                            columns,
                            depth,
                            batch,
                            Matrices.of(a.address(), depth).apart((long) rows * depth),
                            Matrices.of(b.address(), columns).apart((long) depth * columns),
                            Matrices.of(c.address(), columns).apart((long) rows * columns),
                            1,
                            0);
            float[] ours = multiply(new KernelGemm(driver), product, queue, c);
            float[] theirs =
                    multiply(
                            new CublasGemm(
                                    cublas.orElseThrow(),
                                    Precision.FP32,
                                    new GuardedDriver(driver)),
                            product,
                            queue,
                            c);
            for (int i = 0; i < ours.length; i++) {
                assertThat((double) theirs[i])
                        .isCloseTo(ours[i], offset(2 * depth * depth * 0x1p-24));
            }
        }
        queue.close();
    }

    private static float[] multiply(Gemm gemm, Product product, Queue queue, Scratch out) {
        queue.fill(out.address(), (byte) -1, out.bytes());
        gemm.multiply(product, queue);
        float[] result = new float[(int) (out.bytes() / 4)];
        queue.download(out.address(), MemorySegment.ofArray(result));
        return result;
    }

    private static Scratch upload(Queue queue, float[] values) {
        Scratch there = queue.allocate(4L * values.length);
        queue.upload(MemorySegment.ofArray(values), there.address());
        return there;
    }

    /// Numbers from -1 to 1.
    private static float[] random(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        return values;
    }
}
