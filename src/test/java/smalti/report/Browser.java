package smalti.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Chromium without a window and without a network, as far as tests need it.
final class Browser {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final int PATIENCE_SECONDS = 60;

    private final Path program;
    private final Path folder;

    private Browser(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /// @param folder for its profile and for what it says
    /// @throws org.opentest4j.TestAbortedException if there is none: the test is skipped
    static Browser onPath(Path folder) {
        Optional<Path> found =
                NAMES.stream()
                        .flatMap(name -> folders().map(each -> each.resolve(name)))
                        .filter(Files::isExecutable)
                        .findFirst();
        assumeTrue(
                found.isPresent(),
                "needs a browser on the PATH: one of " + String.join(", ", NAMES));
        return new Browser(found.orElseThrow(), folder);
    }

    private static Stream<Path> folders() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .filter(each -> !each.isBlank())
                .map(Path::of);
    }

    /// What a page has come to after its scripts have run.
    ///
    /// @param html its elements
    /// @param messages what the browser's console said of it, a line each
    record Shown(String html, List<String> messages) {}

    /// Opens a file.
    ///
    /// @param isDark whether the reader likes dark pages
    Shown show(Path file, boolean isDark) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                program.toString(),
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--no-first-run",
                                "--host-resolver-rules=MAP * ~NOTFOUND",
                                "--enable-logging=stderr",
                                "--virtual-time-budget=5000",
                                "--window-size=1600,1200",
                                "--user-data-dir=" + folder.resolve("profile")));
        // The scheme's number in Blink: 0 is dark, 1 is light.
        command.add("--blink-settings=preferredColorScheme=" + (isDark ? 0 : 1));
        command.addAll(List.of("--dump-dom", file.toUri().toString()));
        Path said = folder.resolve("browser.log");
        Path dumped = folder.resolve("browser.html");
        Process process =
                new ProcessBuilder(command)
                        .redirectError(said.toFile())
                        .redirectOutput(dumped.toFile())
                        .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("the browser has answered")
                    .isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        return new Shown(
                Files.readString(dumped),
                Files.readString(said, StandardCharsets.ISO_8859_1)
                        .lines()
                        .filter(line -> line.contains(":CONSOLE"))
                        .toList());
    }
}
