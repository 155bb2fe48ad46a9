package smalti.cuda.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Libraries that the machine's C compiler makes for tests, against NVIDIA's headers where they are. Tests that need one
/// are skipped where there is no compiler.
final class CompiledLibrary {
    private CompiledLibrary() {}

    /// Compiles a resource.
    ///
    /// @param source its name, and of the headers beside it
    /// @param definitions for the preprocessor
    static Path of(Path library, List<String> sources, Map<String, Integer> definitions)
            throws IOException, InterruptedException {
        assumeTrue(hasCompiler(), "skipped: no gcc to compile a stand-in for NVIDIA's libraries");
        Path folder = Files.createTempDirectory(library.toAbsolutePath().getParent(), "source");
        for (String source : sources) {
            try (InputStream text =
                    CompiledLibrary.class.getResourceAsStream("/smalti/cuda/" + source)) {
                Files.copy(text, folder.resolve(source));
            }
        }
        return compile(library, folder.resolve(sources.getFirst()), definitions);
    }

    /// Compiles a text.
    static Path ofText(Path library, String text) throws IOException, InterruptedException {
        assumeTrue(hasCompiler(), "skipped: no gcc to compile a library with");
        Path folder = Files.createTempDirectory(library.toAbsolutePath().getParent(), "source");
        return compile(library, Files.writeString(folder.resolve("text.c"), text), Map.of());
    }

    private static Path compile(Path library, Path source, Map<String, Integer> definitions)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("gcc", "-shared", "-fPIC", "-Wall", "-Wextra", "-Werror"));
        Stream.of(System.getenv("CUDA_HOME"), System.getenv("CUDA_PATH"), "/usr/local/cuda")
                .filter(home -> home != null && Files.isDirectory(Path.of(home, "include")))
                .forEach(home -> command.addAll(List.of("-isystem", home + "/include")));
        definitions.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-o", library.toString(), source.toString()));
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
