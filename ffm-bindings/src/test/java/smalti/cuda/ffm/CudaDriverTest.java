package smalti.cuda.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.cuda.driver.DriverException;
import smalti.cuda.driver.FunctionFacts;
import smalti.cuda.driver.Geometry;
import smalti.cuda.driver.GpuFacts;
import smalti.cuda.driver.MemoryFigures;
import smalti.error.DeviceException;

/// The binding of the driver against a stand-in that writes down what it is called with.
class CudaDriverTest {
    private static final long STREAM = 0x50;

    @TempDir static Path folder;
    private static Path library;
    private static FakeControl control;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        library = FakeDriver.WORKING.compile(folder);
        control = new FakeControl(library);
    }

    @BeforeEach
    void forget() {
        control.calls();
    }

    @Test
    void theStandInHasEveryFunctionOfTheTable() {
        Library symbols = open(library);
        for (DriverFunction function : DriverFunction.values()) {
            assertThatCode(() -> symbols.bind(function)).doesNotThrowAnyException();
        }
    }

    @Test
    void theFactsAreThoseOfTheDevice() {
        assertThat(driver(1, false).facts())
                .isEqualTo(
                        new GpuFacts(
                                "Stand-in GPU 1",
                                "CUDA 13.0",
                                90,
                                132,
                                2L << 34,
                                50 << 20,
                                227 << 10,
                                3_352_320_000_000L));
    }

    @Test
    void thePoolKeepsAllMemoryUntilItIsTrimmed() {
        CudaDriver driver = driver(0, false);
        assertThat(control.calls())
                .containsExactly(
                        "cuDevicePrimaryCtxRetain 40",
                        "cuDeviceGetDefaultMemPool 40",
                        "cuMemPoolSetAttribute 0xb0 4 ffffffffffffffff");
        driver.trim();
        assertThat(driver.memory()).isEqualTo(new MemoryFigures(1000, 3000, 107, 105));
        assertThat(control.calls())
                .containsExactly(
                        "cuMemPoolTrimTo 0xb0 0",
                        "cuMemPoolGetAttribute 0xb0 7",
                        "cuMemPoolGetAttribute 0xb0 5");
    }

    @Test
    void memoryGoesThereAndBack() {
        CudaDriver driver = driver(0, false);
        long address = driver.allocate(16, STREAM);
        assertThat(address % 256).isZero();
        MemorySegment host = driver.allocateHost(8);
        host.set(ValueLayout.JAVA_LONG, 0, 0x1122334455667788L);
        driver.copyToDevice(address, host, STREAM);
        driver.copy(address + 8, address, 8, STREAM);
        driver.fill(address, (byte) -2, 8, STREAM);
        driver.copyToHost(host.asSlice(0, 4), address, STREAM);
        driver.copyToHost(host.asSlice(4), address + 8, STREAM);
        assertThat(host.get(ValueLayout.JAVA_LONG, 0)).isEqualTo(0x55667788_FEFEFEFEL);
        driver.freeHost(host);
        driver.free(address, STREAM);
        assertThat(control.calls())
                .endsWith(
                        "cuMemAllocAsync 16 0x50",
                        "cuMemHostAlloc 8 1",
                        "cuMemcpyHtoDAsync 8 0x50",
                        "cuMemcpyDtoDAsync 8 0x50",
                        "cuMemsetD8Async 254 8 0x50",
                        "cuMemcpyDtoHAsync 4 0x50",
                        "cuMemcpyDtoHAsync 4 0x50",
                        "cuMemFreeHost",
                        "cuMemFreeAsync 0x50");
    }

    @Test
    void freedMemoryOfTheHostCannotBeTouchedNorFreedAgain() {
        CudaDriver driver = driver(0, false);
        MemorySegment host = driver.allocateHost(8);
        driver.freeHost(host);
        assertThatThrownBy(() -> host.get(ValueLayout.JAVA_BYTE, 0))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> driver.freeHost(host)).isInstanceOf(DeviceException.class);
    }

    @Test
    void withoutPoolsFreeingWaitsForTheStream() throws IOException, InterruptedException {
        Path other = FakeDriver.WORKING.withoutPools().compile(newFolder("plain"));
        CudaDriver driver = new CudaDriver(new DriverLibrary(open(other)), 0, false);
        FakeControl heard = new FakeControl(other);
        heard.calls();
        driver.free(driver.allocate(100, STREAM), STREAM);
        driver.trim();
        assertThat(driver.memory()).isEqualTo(new MemoryFigures(1000, 3000, 0, 0));
        assertThat(heard.calls())
                .containsExactly("cuMemAlloc 100", "cuStreamSynchronize 0x50", "cuMemFree");
    }

    @Test
    void memoryThatIsNotThereIsToldApart() {
        assertThatThrownBy(() -> driver(0, false).allocate(1L << 41, STREAM))
                .isInstanceOfSatisfying(
                        DriverException.class, e -> assertThat(e.isOutOfMemory()).isTrue())
                .hasMessage(
                        "cuMemAllocAsync returned 2, CUDA_ERROR_OUT_OF_MEMORY (unknown to the driver)");
    }

    @Test
    void aLaunchPassesGeometryAndTheBytesOfItsArguments() {
        CudaDriver driver = driver(0, false);
        long module = driver.load("ptx");
        long function = driver.function(module, "smalti_fill_f32");
        Geometry geometry = new Geometry(9, 8, 7, 64, 2, 4096);
        control.calls();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment arguments = arena.allocate(16);
            arguments.set(ValueLayout.JAVA_LONG, 0, 0x0102030405060708L);
            arguments.set(ValueLayout.JAVA_INT, 8, 0x0A0B0C0D);
            driver.launch(function, geometry, arguments.asSlice(0, 12), STREAM);
        }
        driver.launch(function, geometry, MemorySegment.ofArray(new byte[] {1, 2, -1}), STREAM);
        driver.launch(function, geometry, MemorySegment.ofArray(new byte[0]), STREAM);
        String call = "cuLaunchKernel 0xf00f 9,8,7 64,2,1 4096 0x50 (nil)";
        assertThat(control.calls())
                .containsExactly(call + " 08070605040302010d0c0b0a", call + " 0102ff", call);
    }

    @Test
    void modulesAreCompiledWithRoomForTheCompilersWords() {
        CudaDriver driver = driver(0, false);
        control.calls();
        long module = driver.load("some ptx");
        long function = driver.function(module, "name");
        assertThat(driver.factsOf(function)).isEqualTo(new FunctionFacts(1004, 1003, 1001, 1000));
        driver.allowSharedMemory(function, 100_000);
        assertThat(control.calls())
                .containsExactly(
                        "cuModuleLoadDataEx some ptx 3 4=65536 5 6=65536",
                        "cuModuleGetFunction 0xd0 name",
                        "cuFuncGetAttribute 4 0xf004",
                        "cuFuncGetAttribute 3 0xf004",
                        "cuFuncGetAttribute 1 0xf004",
                        "cuFuncGetAttribute 0 0xf004",
                        "cuFuncSetAttribute 0xf004 8 100000");
    }

    @Test
    void ptxThatDoesNotCompileIsReportedInTheCompilersWords() {
        CudaDriver driver = driver(0, false);
        control.fail("cuModuleLoadDataEx", 218);
        assertThatThrownBy(() -> driver.load("ptx"))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("returned 218, CUDA_ERROR_INVALID_PTX")
                .hasMessageEndingWith("line 7; error: nonsense");
        control.fail("cuModuleLoadDataEx", 221);
        assertThatThrownBy(() -> driver.load("ptx"))
                .hasMessageContaining("NVIDIA_DRIVER_CAPABILITIES");
    }

    @Test
    void streamsAndEvents() {
        CudaDriver driver = driver(0, false);
        control.calls();
        long stream = driver.createStream();
        long event = driver.createEvent();
        driver.record(event, stream);
        driver.await(stream, event);
        assertThat(driver.hasHappened(event)).isTrue();
        assertThat(driver.milliseconds(event, 0xE1)).isEqualTo(1.5f);
        driver.synchronize(stream);
        driver.destroyEvent(event);
        driver.destroyStream(stream);
        driver.close();
        assertThat(control.calls())
                .containsExactly(
                        "cuStreamCreateWithPriority 1 0",
                        "cuEventCreate 0",
                        "cuEventRecord 0xe0 0x50",
                        "cuStreamWaitEvent 0x50 0xe0 0",
                        "cuEventQuery 0xe0",
                        "cuEventElapsedTime 0xe0 0xe1",
                        "cuStreamSynchronize 0x50",
                        "cuEventDestroy 0xe0",
                        "cuStreamDestroy 0x50",
                        "cuDevicePrimaryCtxRelease 40");
    }

    @Test
    void anEventThatHasNotHappenedIsNoError() {
        CudaDriver driver = driver(0, false);
        control.fail("cuEventQuery", 600);
        assertThat(driver.hasHappened(0xE0)).isFalse();
        control.fail("cuEventQuery", 700);
        assertThatThrownBy(() -> driver.hasHappened(0xE0)).isInstanceOf(DriverException.class);
    }

    @Test
    void graphsAreCapturedForOneThreadAndLaunched() {
        CudaDriver driver = driver(0, false);
        control.calls();
        driver.beginCapture(STREAM);
        long graph = driver.endCapture(STREAM);
        driver.launchGraph(graph, STREAM);
        driver.destroyGraph(graph);
        assertThat(control.calls())
                .containsExactly(
                        "cuStreamBeginCapture 0x50 1",
                        "cuStreamEndCapture 0x50",
                        "cuGraphInstantiateWithFlags 0x61 0",
                        "cuGraphDestroy 0x61",
                        "cuGraphLaunch 0x62 0x50",
                        "cuGraphExecDestroy 0x62");
    }

    @Test
    void aGroupThatLacksAFunctionIsMissedOnlyWhenItIsUsed()
            throws IOException, InterruptedException {
        Path other = FakeDriver.WORKING.withoutGraphs().compile(newFolder("no-graphs"));
        CudaDriver driver = new CudaDriver(new DriverLibrary(open(other)), 0, false);
        driver.createEvent();
        assertThatThrownBy(() -> driver.beginCapture(STREAM))
                .isInstanceOf(DeviceException.class)
                .hasMessage(
                        "the driver %s (CUDA 13.0) cannot be used: it has no function cuGraphDestroy"
                                .formatted(other));
    }

    /// The stand-in refuses what comes from a thread that has no context, as the driver does.
    @Test
    void everyOperationMakesTheContextCurrentOnTheThreadThatCalls()
            throws InterruptedException, ExecutionException {
        CudaDriver driver = driver(0, false);
        long address = driver.allocate(8, STREAM);
        MemorySegment host = driver.allocateHost(8);
        MemorySegment arguments = MemorySegment.ofArray(new byte[4]);
        List<Runnable> operations =
                List.of(
                        () -> driver.free(driver.allocate(8, STREAM), STREAM),
                        () -> driver.free(0, STREAM),
                        driver::memory,
                        driver::trim,
                        () -> driver.freeHost(driver.allocateHost(8)),
                        () -> driver.copyToDevice(address, host, STREAM),
                        () -> driver.copyToHost(host, address, STREAM),
                        () -> driver.copy(address + 4, address, 4, STREAM),
                        () -> driver.fill(address, (byte) 0, 8, STREAM),
                        () -> driver.load("ptx"),
                        () -> driver.function(0xD0, "name"),
                        () -> driver.factsOf(0xF0),
                        () -> driver.allowSharedMemory(0xF0, 1),
                        () -> driver.launch(0xF0, Geometry.of(1, 1), arguments, STREAM),
                        driver::createStream,
                        () -> driver.destroyStream(STREAM),
                        () -> driver.synchronize(STREAM),
                        driver::createEvent,
                        () -> driver.destroyEvent(0xE0),
                        () -> driver.record(0xE0, STREAM),
                        () -> driver.await(STREAM, 0xE0),
                        () -> driver.hasHappened(0xE0),
                        () -> driver.milliseconds(0xE0, 0xE0),
                        () -> driver.beginCapture(STREAM),
                        () -> driver.endCapture(STREAM),
                        () -> driver.launchGraph(0x62, STREAM),
                        () -> driver.destroyGraph(0x62));
        for (Runnable operation : operations) {
            try (ExecutorService fresh = Executors.newSingleThreadExecutor()) {
                fresh.submit(operation).get();
            }
        }
        driver.freeHost(host);
        driver.free(address, STREAM);
    }

    @Test
    void virtualThreadsCallAsOthersDo() throws InterruptedException, ExecutionException {
        CudaDriver driver = driver(0, false);
        List<Future<Long>> calls = new ArrayList<>();
        try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                calls.add(virtual.submit(driver::createStream));
            }
        }
        for (Future<Long> call : calls) {
            assertThat(call.get()).isEqualTo(STREAM);
        }
    }

    @Test
    void anErrorThatShowsLaterNamesTheKernelsThatMayHaveCausedIt() {
        CudaDriver driver = driver(0, false);
        for (String name : List.of("first_kernel", "kernel_two")) {
            long function = driver.function(0xD0, name);
            driver.launch(function, Geometry.of(1, 32), MemorySegment.ofArray(new byte[4]), STREAM);
        }
        control.fail("cuStreamSynchronize", 700);
        assertThatThrownBy(() -> driver.synchronize(STREAM))
                .isInstanceOfSatisfying(
                        DriverException.class, e -> assertThat(e.isSticky()).isTrue())
                .hasMessage(
                        "cuStreamSynchronize returned 700, CUDA_ERROR_ILLEGAL_ADDRESS (an illegal memory access was encountered);"
                                + " it comes from a kernel that was started before; the last ones were first_kernel, kernel_two;"
                                + " start Java with -Dsmalti.gpu.sync=true to learn which");
    }

    @Test
    void onlyTheLastKernelsAreNamed() {
        CudaDriver driver = driver(0, false);
        for (int i = 1; i <= 20; i++) {
            long function = driver.function(0xD0, "k".repeat(i));
            driver.launch(function, Geometry.of(1, 32), MemorySegment.ofArray(new byte[4]), STREAM);
        }
        control.fail("cuMemFreeAsync", 719);
        assertThatThrownBy(() -> driver.free(driver.allocate(4, STREAM), STREAM))
                .hasMessageContaining("the last ones were " + "k".repeat(13) + ", ")
                .hasMessageContaining(", " + "k".repeat(20) + "; start");
    }

    @Test
    void aLaunchThatFailsNamesItsKernelAndGeometry() {
        CudaDriver driver = driver(0, false);
        long function = driver.function(0xD0, "too_large");
        control.fail("cuLaunchKernel", 701);
        assertThatThrownBy(() ->
                        driver.launch(
                                function,
                                Geometry.of(3, 1024),
                                MemorySegment.ofArray(new byte[4]),
                                STREAM))
                .hasMessageContaining("CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES")
                .hasMessageContaining("this was too_large with Geometry[blocksX=3,")
                .hasMessageContaining("threadsX=1024");
    }

    @Test
    void inDebugModeEveryLaunchIsWaitedForAndTheOneThatFailsIsNamed() {
        CudaDriver driver = driver(0, true);
        long good = driver.function(0xD0, "good");
        long bad = driver.function(0xD0, "bad_one");
        MemorySegment arguments = MemorySegment.ofArray(new byte[4]);
        driver.launch(good, Geometry.of(1, 32), arguments, STREAM);
        assertThat(control.calls()).endsWith("cuStreamSynchronize 0x50");
        driver.beginCapture(STREAM);
        driver.launch(good, Geometry.of(1, 32), arguments, STREAM);
        driver.endCapture(STREAM);
        assertThat(control.calls()).doesNotContain("cuStreamSynchronize 0x50");
        control.fail("cuStreamSynchronize", 700);
        assertThatThrownBy(() -> driver.launch(bad, Geometry.of(2, 32), arguments, STREAM))
                .hasMessageContaining("this was bad_one with Geometry[blocksX=2");
    }

    @Test
    void whatIsGivenBackAfterTheDriversEndIsNoError() {
        CudaDriver driver = driver(0, false);
        control.fail("cuStreamDestroy_v2", 4);
        driver.destroyStream(STREAM);
        control.fail("cuGraphExecDestroy", 4);
        driver.destroyGraph(0x62);
        control.fail("cuStreamSynchronize", 4);
        assertThatThrownBy(() -> driver.synchronize(STREAM)).isInstanceOf(DriverException.class);
    }

    private static CudaDriver driver(int ordinal, boolean synchronous) {
        return new CudaDriver(new DriverLibrary(open(library)), ordinal, synchronous);
    }

    private static Library open(Path library) {
        return new LibrarySearch().open(library.toString()).orElseThrow();
    }

    private static Path newFolder(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }
}
