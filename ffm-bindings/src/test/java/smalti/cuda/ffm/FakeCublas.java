package smalti.cuda.ffm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A stand-in for cuBLAS 13.1.2.
public final class FakeCublas {
    private FakeCublas() {}

    /// Compiles it.
    ///
    /// @param folder where it is put, under the library's own name
    public static Path compile(Path folder) throws IOException, InterruptedException {
        return CompiledLibrary.of(
                folder.resolve("libcublas.so.13"),
                List.of("fake_cublas.c", "fake_cublas.h"),
                Map.of("MAJOR", 13));
    }
}
