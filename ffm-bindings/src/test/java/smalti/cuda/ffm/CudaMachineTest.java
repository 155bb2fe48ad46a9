package smalti.cuda.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.cuda.driver.Geometry;

class CudaMachineTest {
    @TempDir Path folder;
    private final Map<String, String> properties = new HashMap<>(Map.of("os.name", "Linux"));
    private final Map<String, String> variables = new HashMap<>();

    @Test
    void librariesOfTheToolkitAreToldWithTheirVersions() throws IOException, InterruptedException {
        properties.put("smalti.cuda.cublas", FakeCublas.compile(folder).toString());
        properties.put("smalti.cuda.cudart", runtime(12_060).toString());
        assertThat(look().findings())
                .containsEntry("cublas", folder + "/libcublas.so.13, version 13.1.2")
                .containsEntry("runtime", folder + "/libcudart.so, CUDA 12.6")
                .doesNotContainKey("tf32_override");
    }

    @Test
    void aRuntimeThatTheDriverIsTooOldForIsTold() throws IOException, InterruptedException {
        properties.put("smalti.cuda.cudart", runtime(13_020).toString());
        assertThat(look().findings().get("runtime"))
                .endsWith("CUDA 13.2; newer than the driver, so that other programs may fail");
    }

    @Test
    void whatOverridesThePrecisionIsTold() throws IOException, InterruptedException {
        variables.put("NVIDIA_TF32_OVERRIDE", "1");
        assertThat(look().findings().get("tf32_override")).contains("NVIDIA_TF32_OVERRIDE is 1");
    }

    @Test
    void withoutCublasOurKernelsMultiply() throws IOException, InterruptedException {
        properties.put("smalti.cuda.cublas", folder.resolve("absent.so").toString());
        CudaMachine machine = look();
        assertThat(machine.cublas(machine.open(0))).isEmpty();
        assertThat(machine.findings().get("cublas"))
                .isEqualTo(
                        "not found (%s/absent.so: no such file); matrices are multiplied by Smalti's own kernels"
                                .formatted(folder));
    }

    @Test
    void theDebugModeIsAPropertyAway() throws IOException, InterruptedException {
        assertThat(callsOfALaunch()).doesNotContain("cuStreamSynchronize 0x50");
        properties.put("smalti.gpu.sync", "true");
        assertThat(callsOfALaunch()).contains("cuStreamSynchronize 0x50");
    }

    private List<String> callsOfALaunch() throws IOException, InterruptedException {
        look().open(0).launch(0xF0, Geometry.of(1, 1), MemorySegment.ofArray(new byte[4]), 0x50);
        return new FakeControl(folder.resolve("libcuda.so.1")).calls();
    }

    private CudaMachine look() throws IOException, InterruptedException {
        Path driver = folder.resolve("libcuda.so.1");
        if (!driver.toFile().exists()) {
            FakeDriver.WORKING.compile(folder);
        }
        return CudaMachine.look(
                new CudaSearch(
                        new DriverLocations(List.of(driver.toString()), true),
                        folder,
                        new Surroundings(
                                name -> Optional.ofNullable(properties.get(name)),
                                name -> Optional.ofNullable(variables.get(name)))));
    }

    private Path runtime(int version) throws IOException, InterruptedException {
        return CompiledLibrary.ofText(
                folder.resolve("libcudart.so"),
                "int cudaRuntimeGetVersion(int *version) { *version = %d; return 0; }\n"
                        .formatted(version));
    }
}
