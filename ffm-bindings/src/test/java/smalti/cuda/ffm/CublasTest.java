package smalti.cuda.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.cuda.driver.DriverException;
import smalti.cuda.ffm.BlasProduct.Matrix;
import smalti.error.ParameterException;
import smalti.tensor.DType;

/// The binding of cuBLAS against a stand-in that writes down what it is called with.
class CublasTest {
    private static final long STREAM = 0x50;
    private static final long WORKSPACE = 0x7700;

    @TempDir static Path folder;
    private static FakeControl driverControl;
    private static FakeControl control;
    private static Path driver;
    private static CublasLibrary library;
    private Cublas cublas;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        driver = FakeDriver.WORKING.compile(folder);
        driverControl = new FakeControl(driver);
        Path cublas = FakeCublas.compile(folder);
        control = new FakeControl(cublas);
        library = new CublasLibrary(open(cublas));
    }

    @BeforeEach
    void prepare() {
        cublas = cublas(driver);
        cublas.prepare(STREAM, WORKSPACE);
        control.calls();
        driverControl.calls();
    }

    @Test
    void everyStreamGetsAHandleOfItsOwnWhichIsGivenBack() {
        cublas = cublas(driver);
        assertThat(cublas.isReady(STREAM)).isFalse();
        cublas.prepare(STREAM, WORKSPACE);
        assertThat(cublas.isReady(STREAM)).isTrue();
        assertThat(cublas.isReady(0x51)).isFalse();
        assertThat(control.calls())
                .containsExactly(
                        "cublasCreate",
                        "cublasSetStream 0xb1a5 0x50",
                        "cublasSetWorkspace 0xb1a5 0x7700 33554432",
                        "cublasSetPointerMode 0xb1a5 0",
                        "cublasSetMathMode 0xb1a5 16");
        cublas.release(STREAM);
        cublas.release(STREAM);
        assertThat(control.calls()).containsExactly("cublasDestroy 0xb1a5");
        assertThat(cublas.isReady(STREAM)).isFalse();
    }

    @Test
    void aStreamThatIsNotReadyIsRefused() {
        BlasProduct product =
                new BlasProduct(
                        1, 1, 1, matrix(0x100, 1), matrix(0x200, 1), matrix(0x300, 1), 1, 1, 0);
        assertThatThrownBy(() -> cublas.multiply(0x51, product, ComputeType.FP32))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void olderGpusGetASmallWorkspace() throws IOException, InterruptedException {
        assertThat(cublas(older(86)).workspaceBytes()).isEqualTo(4 << 20);
    }

    /// `C[2,5] = A[2,3] B[3,5]` in rows is `C^T[5,2] = B^T A^T` in columns.
    @Test
    void productsInRowsAreGivenAsProductsInColumns() {
        multiply(
                new BlasProduct(
                        2, 5, 3, matrix(0x100, 3), matrix(0x200, 5), matrix(0x300, 5), 1, 1, 0),
                ComputeType.FP32);
        assertThat(control.calls())
                .containsExactly(
                        "cublasGemmEx 0xb1a5 00 5,2,3 1 0x200:0/5 0x100:0/3 0 0x300:0/5 68 -1");
    }

    @Test
    void factorsStoredTransposedTypesAndScalarsArePassed() {
        multiply(
                new BlasProduct(
                        2,
                        5,
                        3,
                        new Matrix(0x100, DType.F16, true, 2, 0),
                        new Matrix(0x200, DType.BF16, false, 6, 0),
                        matrix(0x300, 7),
                        1,
                        0.5f,
                        -2),
                ComputeType.FP32);
        multiply(
                new BlasProduct(
                        2,
                        5,
                        3,
                        matrix(0x100, 3),
                        new Matrix(0x200, DType.F32, true, 3, 0),
                        matrix(0x300, 5),
                        1,
                        1,
                        1),
                ComputeType.FP32);
        assertThat(control.calls())
                .containsExactly(
                        "cublasGemmEx 0xb1a5 01 5,2,3 0.5 0x200:14/6 0x100:2/2 -2 0x300:0/7 68 -1",
                        "cublasGemmEx 0xb1a5 10 5,2,3 1 0x200:0/3 0x100:0/3 1 0x300:0/5 68 -1");
    }

    @Test
    void batchesPassTheirStrides() {
        multiply(
                new BlasProduct(
                        2,
                        5,
                        3,
                        new Matrix(0x100, DType.F32, false, 3, 0),
                        new Matrix(0x200, DType.F32, false, 5, 15),
                        new Matrix(0x300, DType.F32, false, 5, 5_000_000_000L),
                        7,
                        1,
                        0),
                ComputeType.FP32);
        assertThat(control.calls())
                .containsExactly(
                        "cublasGemmStridedBatchedEx 0xb1a5 00 5,2,3 1 0x200:0/5+15 0x100:0/3+0 0 0x300:0/5+5000000000 7 68 -1");
    }

    @Test
    void sizesBeyondAnIntTakeTheFunctionsOf64Bits() {
        multiply(
                new BlasProduct(
                        3_000_000_000L,
                        5,
                        3,
                        matrix(0x100, 3),
                        matrix(0x200, 5),
                        matrix(0x300, 5),
                        1,
                        1,
                        0),
                ComputeType.FP32);
        multiply(
                new BlasProduct(
                        2,
                        5,
                        3,
                        new Matrix(0x100, DType.F32, false, 1L << 31, 1),
                        new Matrix(0x200, DType.F32, false, 5, 2),
                        new Matrix(0x300, DType.F32, false, 5, 3),
                        7,
                        1,
                        0),
                ComputeType.FP32);
        assertThat(control.calls())
                .containsExactly(
                        "cublasGemmEx_64 0xb1a5 00 5,3000000000,3 1 0x200:0/5 0x100:0/3 0 0x300:0/5 68 -1",
                        "cublasGemmStridedBatchedEx_64 0xb1a5 00 5,2,3 1 0x200:0/5+2 0x100:0/2147483648+1 0 0x300:0/5+3 7 68 -1");
    }

    @Test
    void reducedPrecisionIsForGpusThatHaveIt() throws IOException, InterruptedException {
        BlasProduct product =
                new BlasProduct(
                        1, 1, 1, matrix(0x100, 1), matrix(0x200, 1), matrix(0x300, 1), 1, 1, 0);
        multiply(product, ComputeType.TF32);
        multiply(product, ComputeType.BF16);
        assertThat(control.calls()).satisfiesExactly(endsWith(" 77 -1"), endsWith(" 75 -1"));
        Cublas turing = cublas(older(75));
        turing.prepare(STREAM, WORKSPACE);
        control.calls();
        turing.multiply(STREAM, product, ComputeType.TF32);
        assertThat(control.calls()).satisfiesExactly(endsWith(" 68 -1"));
    }

    @Test
    void anEmptyResultIsNotComputedAndAnEmptySumIs() {
        multiply(
                new BlasProduct(
                        0, 5, 3, matrix(0x100, 3), matrix(0x200, 5), matrix(0x300, 5), 1, 1, 0),
                ComputeType.FP32);
        assertThat(control.calls()).isEmpty();
        multiply(
                new BlasProduct(
                        2, 5, 0, matrix(0x100, 1), matrix(0x200, 5), matrix(0x300, 5), 1, 1, 0),
                ComputeType.FP32);
        assertThat(control.calls()).hasSize(1);
    }

    @Test
    void typesThatItDoesNotMultiplyAreRefused() {
        assertThatThrownBy(() -> new Matrix(0x200, DType.I32, false, 1, 0))
                .isInstanceOf(ParameterException.class);
    }

    @Test
    void aRefusalIsReportedInTheLibrarysWordsUnlessTheDriverKnowsBetter() {
        BlasProduct product =
                new BlasProduct(
                        1, 1, 1, matrix(0x100, 1), matrix(0x200, 1), matrix(0x300, 1), 1, 1, 0);
        control.fail("", 13);
        assertThatThrownBy(() -> cublas.multiply(STREAM, product, ComputeType.FP32))
                .isInstanceOf(CublasException.class)
                .hasMessage(
                        "cublasGemmEx returned 13, CUBLAS_STATUS_EXECUTION_FAILED (the function failed to launch on the GPU)");
        control.fail("", 3);
        assertThatThrownBy(() -> cublas.multiply(STREAM, product, ComputeType.FP32))
                .isInstanceOfSatisfying(
                        CublasException.class, e -> assertThat(e.isOutOfMemory()).isTrue());
        control.fail("", 13);
        driverControl.fail("cuStreamSynchronize", 700);
        assertThatThrownBy(() -> cublas.multiply(STREAM, product, ComputeType.FP32))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("CUDA_ERROR_ILLEGAL_ADDRESS");
    }

    @Test
    void theSearchOpensItsSecondLibraryFirstAndTellsWhatItTried()
            throws IOException, InterruptedException {
        Path home = Files.createDirectory(folder.resolve("home"));
        Path text = Files.writeString(home.resolve("libcublas.so.14"), "not a library");
        CompiledLibrary.ofText(
                home.resolve("libcublasLt.so.13"), "int cublasLtIsOpen(void) { return 1; }\n");
        Path cublas = FakeCublas.compile(home);
        CublasFinding found =
                new CublasFinder(
                                new ToolkitLocations(
                                        List.of(text.toString(), cublas.toString()), false))
                        .find();
        assertThat(found)
                .isInstanceOfSatisfying(
                        CublasFinding.Found.class,
                        f -> {
                            assertThat(f.library().name()).isEqualTo(cublas.toString());
                            assertThat(f.library().version()).isEqualTo("13.1.2");
                        });
        assertThat(Files.readString(Path.of("/proc/self/maps")))
                .contains(home + "/libcublasLt.so.13");

        Path other = CompiledLibrary.ofText(home.resolve("other.so"), "int other;\n");
        assertThat(
                        new CublasFinder(
                                        new ToolkitLocations(
                                                List.of(text.toString(), other.toString()), false))
                                .find())
                .isEqualTo(
                        new CublasFinding.Missing(
                                "not found (%s: cannot be loaded: not a library for this processor, or something it needs is missing; "
                                                .formatted(text)
                                        + "%s: not cuBLAS: it has no function cublasGetStatusName)"
                                                .formatted(other)));
    }

    private static ThrowingConsumer<String> endsWith(String ending) {
        return line -> assertThat(line).endsWith(ending);
    }

    private void multiply(BlasProduct product, ComputeType compute) {
        cublas.multiply(STREAM, product, compute);
    }

    private static Matrix matrix(long address, long rowStride) {
        return new Matrix(address, DType.F32, false, rowStride, 0);
    }

    private static Cublas cublas(Path driver) {
        return new Cublas(library, new CudaDriver(new DriverLibrary(open(driver)), 0, false));
    }

    private static Path older(int capability) throws IOException, InterruptedException {
        Path home = Files.createDirectories(folder.resolve("capability" + capability));
        return FakeDriver.WORKING.capability(capability).compile(home);
    }

    private static Library open(Path path) {
        return new LibrarySearch().open(path.toString()).orElseThrow();
    }
}
