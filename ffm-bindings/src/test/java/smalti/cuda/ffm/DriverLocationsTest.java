package smalti.cuda.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DriverLocationsTest {
    @Test
    void theFileThatTheUserNamesIsTheOnlyPlace() {
        assertThat(
                        locations(
                                Map.of(
                                        "os.name",
                                        "Linux",
                                        "smalti.cuda.driver",
                                        "/a/mine.so",
                                        "smalti.cuda.dir",
                                        "/b"),
                                Map.of()))
                .isEqualTo(new DriverLocations(List.of("/a/mine.so"), true));
    }

    @Test
    void theLoaderComesBeforeTheKnownFolders() {
        DriverLocations locations = locations(Map.of("os.name", "Linux"), Map.of());
        assertThat(locations.demanded()).isFalse();
        assertThat(locations.libraries())
                .startsWith("libcuda.so.1", "libcuda.so")
                .containsSubsequence(
                        "/usr/local/nvidia/lib64/libcuda.so.1",
                        "/usr/lib/x86_64-linux-gnu/libcuda.so.1",
                        "/usr/lib/wsl/lib/libcuda.so.1",
                        "/run/opengl-driver/lib/libcuda.so.1");
    }

    @Test
    void aFolderThatTheUserNamesComesFirstAndThePropertyBeforeTheVariable() {
        Map<String, String> variables = Map.of("SMALTI_CUDA_DIR", "/variable");
        assertThat(locations(Map.of("os.name", "Linux"), variables).libraries())
                .startsWith("/variable/libcuda.so.1", "/variable/libcuda.so", "libcuda.so.1");
        assertThat(
                        locations(
                                        Map.of("os.name", "Linux", "smalti.cuda.dir", "/property"),
                                        variables)
                                .libraries())
                .startsWith("/property/libcuda.so.1", "/property/libcuda.so", "libcuda.so.1");
    }

    @Test
    void noPlaceIsInAToolkit() {
        Map<String, String> variables = Map.of("CUDA_HOME", "/toolkit", "CUDA_PATH", "/toolkit");
        assertThat(locations(Map.of("os.name", "Linux"), variables).libraries())
                .noneMatch(library ->
                        library.contains("toolkit") || library.contains("/usr/local/cuda"));
    }

    @Test
    void otherSystemsHaveTheirOwnNames() {
        assertThat(locations(Map.of("os.name", "Windows 11"), Map.of()).libraries())
                .containsExactly("nvcuda.dll");
        assertThat(locations(Map.of("os.name", "Mac OS X"), Map.of()).libraries()).isEmpty();
    }

    private static DriverLocations locations(
            Map<String, String> properties, Map<String, String> variables) {
        return DriverLocations.of(
                new Surroundings(
                        name -> Optional.ofNullable(properties.get(name)),
                        name -> Optional.ofNullable(variables.get(name))));
    }
}
