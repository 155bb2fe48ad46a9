package smalti.cuda.ffm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Stand-ins for the driver library.
///
/// @param init what `cuInit` returns
/// @param version of CUDA that it supports
/// @param devices how many GPUs it has
/// @param capability of them
/// @param pools whether they have memory pools
/// @param graphs whether it has all functions of graphs
public record FakeDriver(
        int init, int version, int devices, int capability, boolean pools, boolean graphs) {
    public static final FakeDriver WORKING = new FakeDriver(0, 13_000, 2);

    public FakeDriver(int init, int version, int devices) {
        this(init, version, devices, 90, true, true);
    }

    FakeDriver withoutPools() {
        return new FakeDriver(init, version, devices, capability, false, graphs);
    }

    FakeDriver withoutGraphs() {
        return new FakeDriver(init, version, devices, capability, pools, false);
    }

    public FakeDriver capability(int other) {
        return new FakeDriver(init, version, devices, other, pools, graphs);
    }

    /// Compiles this stand-in.
    ///
    /// @param folder where the library is put, under the driver's own name
    public Path compile(Path folder) throws IOException, InterruptedException {
        Map<String, Integer> definitions = new LinkedHashMap<>();
        definitions.put("INIT", init);
        definitions.put("VERSION", version);
        definitions.put("DEVICES", devices);
        definitions.put("CAPABILITY", capability);
        definitions.put("POOLS", pools ? 1 : 0);
        if (!graphs) {
            definitions.put("WITHOUT_GRAPHS", 1);
        }
        return CompiledLibrary.of(
                folder.resolve("libcuda.so.1"),
                List.of("fake_driver.c", "fake_cuda.h"),
                definitions);
    }

    /// A library that is no CUDA driver.
    public static Path compileOther(Path folder) throws IOException, InterruptedException {
        return CompiledLibrary.ofText(
                folder.resolve("libcuda.so.1"), "int other(void) { return 7; }\n");
    }
}
