package smalti.cuda.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

/// What cuBLAS is asked for, by a stand-in for it.
class CublasGemmTest {
    @TempDir Path folder;

    @Test
    void aBatchOfProductsIsPassedWithItsStridesAndPrecision()
            throws IOException, InterruptedException {
        Path cublas = FakeCublas.compile(folder);
        CudaMachine machine = machine(FakeDriver.WORKING.compile(folder), cublas);
        CudaDriver driver = machine.open(0);
        Gemm gemm = new CublasGemm(machine.cublas(driver).orElseThrow(), Precision.TF32);
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
