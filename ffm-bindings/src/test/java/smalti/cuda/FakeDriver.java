package smalti.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Stand-ins for the driver library, compiled by the machine's C compiler. Tests that need one are skipped where there
/// is none.
record FakeDriver(int init, int version, int devices) {
    static final FakeDriver WORKING = new FakeDriver(0, 13_000, 2);

    /// Compiles this stand-in.
    ///
    /// @param folder where the library is put, under the driver's own name
    Path compile(Path folder) throws IOException, InterruptedException {
        assumeTrue(hasCompiler(), "skipped: no gcc to compile a stand-in for the CUDA driver with");
        Path source = folder.resolve("fake_driver.c");
        try (InputStream text = FakeDriver.class.getResourceAsStream("fake_driver.c")) {
            Files.copy(text, source);
        }
        return compile(source, folder.resolve("libcuda.so.1"));
    }

    /// A library that is no CUDA driver.
    static Path compileOther(Path folder) throws IOException, InterruptedException {
        assumeTrue(hasCompiler(), "skipped: no gcc to compile a library with");
        Path source =
                Files.writeString(folder.resolve("other.c"), "int other(void) { return 7; }\n");
        return WORKING.compile(source, folder.resolve("libcuda.so.1"));
    }

    private Path compile(Path source, Path library) throws IOException, InterruptedException {
        List<String> command =
                List.of(
                        "gcc",
                        "-shared",
                        "-fPIC",
                        "-DINIT=" + init,
                        "-DVERSION=" + version,
                        "-DDEVICES=" + devices,
                        "-o",
                        library.toString(),
                        source.toString());
        Process compiler = new ProcessBuilder(command).inheritIO().start();
        assertThat(compiler.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(compiler.exitValue()).isZero();
        return library;
    }

    private static boolean hasCompiler() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "gcc")));
    }
}
