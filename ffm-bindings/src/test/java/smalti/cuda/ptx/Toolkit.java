package smalti.cuda.ptx;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// NVIDIA's CUDA toolkit, where it is installed. Tests that need a part of it are skipped where that is missing.
public final class Toolkit {
    private Toolkit() {}

    /// The compiler, whose version the committed PTX is of.
    static Path compiler() {
        Path compiler = program("nvcc");
        if (!output(List.of(compiler.toString(), "--version")).contains("release 13.0,")) {
            return abort("skipped: " + compiler + " is not of CUDA 13.0");
        }
        return compiler;
    }

    /// The assembler from PTX to a GPU's own code.
    static Path assembler() {
        return program("ptxas");
    }

    /// A C header, e.g. `cuda.h`.
    public static Path header(String name) {
        return existing(homes().map(home -> home.resolve("include").resolve(name)))
                .orElseGet(() ->
                        abort(
                                "skipped: no "
                                        + name
                                        + " in CUDA_HOME, CUDA_PATH or /usr/local/cuda*"));
    }

    /// What a program prints, both streams together.
    ///
    /// @throws AssertionError if it fails
    static String output(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + " failed:\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static Path program(String name) {
        Stream<Path> onPath =
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name));
        Stream<Path> inHomes = homes().map(home -> home.resolve("bin").resolve(name));
        return existing(Stream.concat(onPath, inHomes))
                .orElseGet(() ->
                        abort(
                                "skipped: no "
                                        + name
                                        + " on the PATH, in CUDA_HOME, CUDA_PATH or /usr/local/cuda*"));
    }

    private static Optional<Path> existing(Stream<Path> candidates) {
        return candidates.filter(Files::isReadable).findFirst();
    }

    private static Stream<Path> homes() {
        List<Path> homes = new ArrayList<>();
        for (String variable : List.of("CUDA_HOME", "CUDA_PATH")) {
            Optional.ofNullable(System.getenv(variable)).map(Path::of).ifPresent(homes::add);
        }
        try (Stream<Path> installed = Files.list(Path.of("/usr/local"))) {
            installed
                    .filter(folder -> folder.getFileName().toString().startsWith("cuda"))
                    .sorted()
                    .forEach(homes::add);
        } catch (IOException _) {
            // No /usr/local: then nothing is installed there.
            return homes.stream();
        }
        return homes.stream();
    }
}
