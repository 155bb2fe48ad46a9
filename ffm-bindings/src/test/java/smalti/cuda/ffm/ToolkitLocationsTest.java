package smalti.cuda.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolkitLocationsTest {
    @TempDir Path folder;

    @Test
    void theFileThatTheUserNamesIsTheOnlyPlace() {
        Surroundings told = surroundings(Map.of("smalti.cuda.cublas", "/a/mine.so"), Map.of());
        assertThat(locations(told, 13))
                .isEqualTo(new ToolkitLocations(List.of("/a/mine.so"), true));
    }

    @Test
    void theUsersFolderComesFirstThenVersionByVersionTheNewestFirst() {
        Surroundings told =
                surroundings(Map.of(), Map.of("SMALTI_CUDA_DIR", "/mine", "CUDA_HOME", "/kit"));
        assertThat(locations(told, 13).libraries())
                .startsWith(
                        "/mine/libcublas.so.13",
                        "/mine/libcublas.so.12",
                        "libcublas.so.13",
                        "/kit/lib64/libcublas.so.13")
                .containsSubsequence(
                        "/usr/local/cuda/lib64/libcublas.so.13",
                        "/site/nvidia/cu13/lib/libcublas.so.13",
                        "libcublas.so.12",
                        "/kit/lib64/libcublas.so.12",
                        "/site/nvidia/cublas/lib/libcublas.so.12")
                .doesNotHaveDuplicates();
    }

    @Test
    void nothingNewerThanTheDriverIsTried() {
        assertThat(locations(surroundings(Map.of(), Map.of()), 12).libraries())
                .startsWith("libcublas.so.12")
                .noneMatch(library -> library.endsWith(".so.13"));
    }

    @Test
    void otherSystemsAreNotSearched() {
        Surroundings mac = surroundings(Map.of("os.name", "Mac OS X"), Map.of());
        assertThat(locations(mac, 13).libraries()).isEmpty();
    }

    @Test
    void packagesOfPythonAreFoundByEveryWayThatLeadsToThem() throws IOException {
        Path environment = site("environment", "python3.12/site-packages");
        Path conda = site("conda", "python3.11/site-packages");
        Path onPath = site("real", "python3.10/dist-packages");
        Path bin = Files.createDirectories(folder.resolve("real/bin"));
        Path python = Files.createFile(bin.resolve("python3"));
        assertThat(python.toFile().setExecutable(true)).isTrue();
        Path linked = Files.createDirectories(folder.resolve("linked"));
        Files.createSymbolicLink(linked.resolve("python3"), python);
        Path named = Files.createDirectories(folder.resolve("named"));
        assertThat(
                        PythonSites.of(
                                surroundings(
                                        Map.of(),
                                        Map.of(
                                                "VIRTUAL_ENV",
                                                folder.resolve("environment").toString(),
                                                "CONDA_PREFIX",
                                                folder.resolve("conda").toString(),
                                                "PYTHONPATH",
                                                named + ":" + folder.resolve("absent"),
                                                "PATH",
                                                "/nowhere:" + linked))))
                .startsWith(environment, conda, named, onPath);
    }

    private Path site(String home, String packages) throws IOException {
        return Files.createDirectories(folder.resolve(home).resolve("lib").resolve(packages));
    }

    private static ToolkitLocations locations(Surroundings told, int newest) {
        return ToolkitLocations.of(ToolkitLibrary.CUBLAS, told, newest, List.of(Path.of("/site")));
    }

    private static Surroundings surroundings(
            Map<String, String> properties, Map<String, String> variables) {
        return new Surroundings(
                name ->
                        Optional.ofNullable(properties.get(name))
                                .or(() -> Optional.of("Linux").filter(_ -> name.equals("os.name"))),
                name -> Optional.ofNullable(variables.get(name)));
    }
}
