package smalti.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.cuda.ffm.CudaSearch;
import smalti.cuda.ffm.DriverLocations;
import smalti.cuda.ffm.FakeControl;
import smalti.cuda.ffm.FakeDriver;
import smalti.cuda.ffm.Surroundings;
import smalti.device.Availability;
import smalti.device.Availability.Available;
import smalti.device.Availability.Unavailable;
import smalti.device.Device;
import smalti.device.DeviceProvider;

class CudaProviderTest {
    private static final Surroundings NOTHING_TOLD =
            new Surroundings(
                    name -> Optional.of("Linux").filter(_ -> name.equals("os.name")),
                    _ -> Optional.empty());

    @TempDir Path folder;

    @Test
    void isFoundAsAService() {
        assertThat(ServiceLoader.load(DeviceProvider.class))
                .hasAtLeastOneElementOfType(CudaProvider.class)
                .extracting(DeviceProvider::name)
                .contains("cuda");
    }

    @Test
    void thisMachineGetsAnAnswerThatNamesWhatWasFoundOrTried() {
        switch (new CudaProvider().probe()) {
            case Available(Device device) -> assertThat(device.name()).isEqualTo("cuda");
            case Unavailable(String reason, String mend) -> {
                assertThat(reason).contains("libcuda.so").doesNotContain("\n");
                assertThat(mend).contains("--device cpu");
            }
        }
    }

    @Test
    void everyPlaceThatWasTriedIsNamedWithItsFailure() throws IOException {
        Path missing = folder.resolve("libcuda.so.1");
        Path text = Files.writeString(folder.resolve("libcuda.so"), "not a library");
        Unavailable answer = probe(missing.toString(), text.toString(), "libsmalti-absent.so.1");
        assertThat(answer.reason())
                .contains(missing + ": no such file")
                .contains(text + ": cannot be loaded")
                .contains("libsmalti-absent.so.1: not found by the system's loader")
                .contains("nor is its kernel driver loaded (no " + folder.resolve("proc") + ")");
        assertThat(answer.mend()).startsWith("install the NVIDIA driver");
    }

    @Test
    void aKernelDriverWithoutItsLibraryIsToldApart() throws IOException {
        Files.createDirectory(folder.resolve("proc"));
        Unavailable answer = probe(folder.resolve("libcuda.so.1").toString());
        assertThat(answer.reason())
                .startsWith("NVIDIA's kernel driver is loaded, but its library was not found");
        assertThat(answer.mend()).contains("SMALTI_CUDA_DIR");
    }

    @Test
    void aWorkingDriverIsAskedForItsDevices() throws IOException, InterruptedException {
        Path library = FakeDriver.WORKING.compile(folder);
        Device first = device(provider(library.toString()).probe());
        assertThat(first.name()).isEqualTo("cuda");
        assertThat(first.description())
                .isEqualTo("Stand-in GPU 0, 16 GiB, compute capability 9.0, CUDA 13.0");
        Device second = device(provider(library.toString()).probe(1));
        assertThat(second.name()).isEqualTo("cuda:1");
        assertThat(second.description()).startsWith("Stand-in GPU 1");
    }

    @Test
    void aPrecisionThatThereIsNotIsRefused() throws IOException, InterruptedException {
        Path library = FakeDriver.WORKING.compile(folder);
        assertThat(withPrecision(library, "double"))
                .isEqualTo(
                        new Unavailable(
                                "-Dsmalti.gpu.precision must be one of [FP32, TF32, BF16]",
                                "correct the property or leave it out"));
        assertThat(withPrecision(library, "tf32")).isInstanceOf(Available.class);
    }

    private Availability withPrecision(Path library, String precision) {
        Map<String, String> told = Map.of("os.name", "Linux", "smalti.gpu.precision", precision);
        return new CudaProvider(
                        new CudaSearch(
                                new DriverLocations(List.of(library.toString()), false),
                                folder.resolve("proc"),
                                new Surroundings(
                                        name -> Optional.ofNullable(told.get(name)),
                                        _ -> Optional.empty())))
                .probe();
    }

    @Test
    void aGpuThatIsNotThereIsToldApart() throws IOException, InterruptedException {
        Path library = FakeDriver.WORKING.compile(folder);
        assertThat(provider(library.toString()).probe(2))
                .isEqualTo(
                        new Unavailable(
                                "the driver %s (CUDA 13.0) sees Stand-in GPU 0, Stand-in GPU 1, and none of number 2"
                                        .formatted(library),
                                "use one of 0 to 1, and check the variable CUDA_VISIBLE_DEVICES, or use --device cpu"));
    }

    @Test
    void aGpuThatIsTooOldIsRefusedWithWhatIsNeeded() throws IOException, InterruptedException {
        Path library = FakeDriver.WORKING.capability(61).compile(folder);
        assertThat(probe(library.toString()).reason())
                .isEqualTo(
                        "Stand-in GPU 0 has compute capability 6.1, and 7.5 is needed (Turing, of 2018)");
        assertThat(provider(library.toString()).findings().get("gpu_1"))
                .endsWith("; too old, 7.5 is needed");
    }

    @Test
    void aDriverThatFailsAfterItsStartIsReported() throws IOException, InterruptedException {
        Path library = FakeDriver.WORKING.compile(folder);
        new FakeControl(library).fail("cuDeviceTotalMem_v2", 700);
        CudaProvider provider = provider(library.toString());
        assertThat(((Unavailable) provider.probe()).reason())
                .startsWith("the driver starts, and then fails: cuDeviceTotalMem_v2 returned 700");
        assertThat(provider.findings()).containsOnlyKeys("failure");
    }

    @Test
    void whatWasFoundIsToldForPeople() throws IOException, InterruptedException {
        Path library = FakeDriver.WORKING.compile(folder);
        Map<String, String> findings = provider(library.toString()).findings();
        assertThat(findings)
                .containsEntry("driver", library + ", CUDA 13.0")
                .containsEntry(
                        "gpu_0", "Stand-in GPU 0, compute capability 9.0, 132 processors, 16.0 GiB")
                .containsEntry(
                        "gpu_1",
                        "Stand-in GPU 1, compute capability 9.0, 132 processors, 32.0 GiB");
        assertThat(findings.get("cublas"))
                .contains("libcublas.so.13", "libcublas.so.12", "not found by the system's loader");
    }

    @Test
    void aDriverThatDoesNotStartSaysWhyInItsOwnWords() throws IOException, InterruptedException {
        Unavailable answer = probe(new FakeDriver(100, 13_000, 0).compile(folder).toString());
        assertThat(answer.reason())
                .endsWith(
                        "does not start: cuInit returned 100, CUDA_ERROR_NO_DEVICE (no CUDA-capable device is detected)");
        assertThat(answer.mend()).contains("CUDA_VISIBLE_DEVICES");
    }

    @Test
    void aLibraryOfAnotherVersionThanTheKernelDriverIsToldApart()
            throws IOException, InterruptedException {
        Unavailable answer = probe(new FakeDriver(803, 13_000, 0).compile(folder).toString());
        assertThat(answer.reason())
                .contains("cuInit returned 803, CUDA_ERROR_SYSTEM_DRIVER_MISMATCH");
        assertThat(answer.mend()).startsWith("reboot");
    }

    @Test
    void anErrorThatTheDriverCannotNameIsStillReported() throws IOException, InterruptedException {
        Unavailable answer = probe(new FakeDriver(999, 13_000, 0).compile(folder).toString());
        assertThat(answer.reason()).contains("cuInit returned 999, unknown to the driver");
        assertThat(answer.mend()).contains("/dev/nvidia-uvm");
    }

    @Test
    void anOldDriverIsRefusedWithTheVersionThatIsNeeded() throws IOException, InterruptedException {
        Unavailable answer = probe(new FakeDriver(0, 11_040, 1).compile(folder).toString());
        assertThat(answer.reason()).contains("supports CUDA 11.4, and 12.0 is needed");
        assertThat(answer.mend()).contains("525");
    }

    @Test
    void aDriverWithoutDevicesIsToldApart() throws IOException, InterruptedException {
        assertThat(probe(new FakeDriver(0, 12_080, 0).compile(folder).toString()).reason())
                .contains("(CUDA 12.8) sees no GPU");
    }

    @Test
    void aStubIsRejectedByItsFolderAndByItsAnswerAndTheSearchGoesOn()
            throws IOException, InterruptedException {
        Path stubs = Files.createDirectory(folder.resolve("stubs"));
        FakeDriver.WORKING.compile(stubs);
        Path link = Files.createSymbolicLink(folder.resolve("link"), stubs).resolve("libcuda.so.1");
        Path second = Files.createDirectory(folder.resolve("second"));
        Path answering = new FakeDriver(34, 13_000, 1).compile(second);
        Path third = Files.createDirectory(folder.resolve("third"));

        String stub = "a stub of the CUDA toolkit to link against, not a driver";
        assertThat(probe(link.toString(), answering.toString()).reason())
                .contains(link + ", " + answering + ": " + stub);
        Path real = FakeDriver.WORKING.compile(third);
        assertThat(
                        device(
                                        provider(
                                                        link.toString(),
                                                        answering.toString(),
                                                        real.toString())
                                                .probe())
                                .name())
                .isEqualTo("cuda");
    }

    @Test
    void aLibraryThatIsNoDriverIsRejected() throws IOException, InterruptedException {
        assertThat(probe(FakeDriver.compileOther(folder).toString()).reason())
                .contains("not a CUDA driver: it has no function cuInit");
    }

    @Test
    void aFileThatTheUserNamedIsTheOnlyOneTried() {
        String file = folder.resolve("mine.so").toString();
        CudaProvider provider =
                new CudaProvider(
                        new CudaSearch(
                                new DriverLocations(List.of(file), true),
                                folder.resolve("proc"),
                                NOTHING_TOLD));
        assertThat(provider.probe())
                .isEqualTo(
                        new Unavailable(
                                "the driver library that -Dsmalti.cuda.driver names will not do ("
                                        + file
                                        + ": no such file)",
                                "correct the property or leave it out, or use --device cpu"));
    }

    @Test
    void withoutNativeAccessTheFlagIsNamed() throws IOException, InterruptedException {
        Process java =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                PrintProbe.class.getName())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(output.strip())
                .isEqualTo(
                        "Java may not call native libraries here; start Java with --enable-native-access=ALL-UNNAMED,"
                                + " or use --device cpu");
    }

    private static Device device(Availability answer) {
        return ((Available) answer).device();
    }

    private Unavailable probe(String... libraries) {
        Availability answer = provider(libraries).probe();
        return (Unavailable) answer;
    }

    private CudaProvider provider(String... libraries) {
        return new CudaProvider(
                new CudaSearch(
                        new DriverLocations(List.of(libraries), false),
                        folder.resolve("proc"),
                        NOTHING_TOLD));
    }

    /// Prints the answer of a Java machine with other flags than this one's.
    static final class PrintProbe {
        private PrintProbe() {}

        public static void main(String[] arguments) {
            Unavailable answer = (Unavailable) new CudaProvider().probe();
            System.out.println(answer.reason() + "; " + answer.mend());
        }
    }
}
