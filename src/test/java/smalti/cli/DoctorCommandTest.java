package smalti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
    @TempDir Path folder;

    @Test
    void theDoctorTellsWhatIsThereAndWhy() {
        Run run = Run.of("doctor");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(
                        "java",
                        "vector module",
                        "cores",
                        "device cpu",
                        "device cuda",
                        "cuda cublas",
                        "kernels (",
                        "streaming read, GB/s");
        assertThat(Run.of("doctor", "--json", "--no-probe").out())
                .startsWith("{\"java\":")
                .contains("\"device_chosen\":")
                .doesNotContain("probe")
                .hasLineCount(1);
    }

    @Test
    void theDemonstrationMakesItsPictures() throws IOException {
        Path out = folder.resolve("tour");

        Run run = Run.of("demo", "--out", out);

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("400, each in one piece: yes", "scene.mosaic.png");
        try (var files = Files.list(out)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "scene.png",
                            "scene.overlay.png",
                            "scene.mosaic.png",
                            "scene.colours.png",
                            "scene.contrast.png",
                            "scene.labels.png",
                            "scene.regions.csv");
        }
    }
}
