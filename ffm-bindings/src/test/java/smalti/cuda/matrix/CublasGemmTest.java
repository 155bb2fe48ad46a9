package smalti.cuda.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.cuda.driver.GuardedDriver;
import smalti.cuda.ffm.CudaDriver;
import smalti.cuda.ffm.CudaMachine;
import smalti.cuda.ffm.CudaSearch;
import smalti.cuda.ffm.DriverLocations;
import smalti.cuda.ffm.FakeControl;
import smalti.cuda.ffm.FakeCublas;
import smalti.cuda.ffm.FakeDriver;
import smalti.cuda.ffm.Surroundings;
import smalti.cuda.launch.Memory;
import smalti.cuda.launch.Queue;
import smalti.error.DeviceException;

/// What cuBLAS is asked for, by a stand-in for it.
class CublasGemmTest {
    @TempDir Path folder;

    @Test
    void aBatchOfProductsIsPassedWithItsStridesAndPrecision()
            throws IOException, InterruptedException {
        Path cublas = FakeCublas.compile(folder);
        CudaMachine machine = machine(FakeDriver.WORKING.compile(folder), cublas);
        CudaDriver driver = machine.open(0);
        Gemm gemm =
                new CublasGemm(
                        machine.cublas(driver).orElseThrow(),
                        Precision.TF32,
                        new GuardedDriver(driver));
        Matrices left = Matrices.of(0x100, 4).apart(40).transpose();
        Matrices right = Matrices.of(0x200, 5);
        Matrices out = Matrices.of(0x300, 6).apart(60);
        Memory memory = new Memory(driver);
        Queue queue = new Queue(driver, memory);
        Product product = new Product(4, 5, 3, 7, left, right, out, 2, 1);
        gemm.multiply(product, queue);
        gemm.multiply(product, queue);
        assertThat(memory.used()).isEqualTo(32 << 20);
        assertThat(new FakeControl(cublas).calls())
                .containsOnlyOnce("cublasCreate")
                .endsWith(
                        "cublasGemmStridedBatchedEx 0xb1a5 01 5,4,3 2 0x200:0/5+0 0x100:0/4+40 1 0x300:0/6+60 7 77 -1");
    }

    /// Not the next call, which would be told the code without the words for it.
    @Test
    void whatCublasEndsTheGpuRemembersAtOnce() throws IOException, InterruptedException {
        Path cublas = FakeCublas.compile(folder);
        Path driverFile = FakeDriver.WORKING.compile(folder);
        CudaMachine machine = machine(driverFile, cublas);
        CudaDriver driver = machine.open(0);
        var guard = new GuardedDriver(driver);
        Gemm gemm = new CublasGemm(machine.cublas(driver).orElseThrow(), Precision.FP32, guard);
        Queue queue = new Queue(guard, new Memory(guard));
        Matrices any = Matrices.of(0x100, 4);
        Product product = new Product(4, 4, 4, 1, any, any, any, 1, 0);
        gemm.multiply(product, queue);
        FakeControl control = new FakeControl(driverFile);
        FakeControl products = new FakeControl(cublas);
        control.calls();
        products.calls();
        products.fail("", 13);
        control.fail("cuStreamSynchronize", 700);
        String words = "failed: cuStreamSynchronize returned 700, CUDA_ERROR_ILLEGAL_ADDRESS";
        assertThatThrownBy(() -> gemm.multiply(product, queue))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining(words);
        // The stand-ins work again, and are not asked.
        control.calls();
        products.calls();
        assertThatThrownBy(() -> gemm.multiply(product, queue)).hasMessageContaining(words);
        assertThatThrownBy(queue::synchronize).hasMessageContaining(words);
        assertThat(products.calls()).isEmpty();
        assertThat(control.calls()).isEmpty();
    }

    private CudaMachine machine(Path driver, Path cublas) {
        Map<String, String> told =
                Map.of("os.name", "Linux", "smalti.cuda.cublas", cublas.toString());
        return CudaMachine.look(
                new CudaSearch(
                        new DriverLocations(List.of(driver.toString()), true),
                        folder,
                        new Surroundings(
                                name -> Optional.ofNullable(told.get(name)),
                                _ -> Optional.empty())));
    }
}
