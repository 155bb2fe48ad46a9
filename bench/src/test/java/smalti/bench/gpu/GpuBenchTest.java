package smalti.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.bench.gpu.Goal.Measure;

class GpuBenchTest {
    @Test
    void everyTrialRunsAndIsChecked(@TempDir Path folder) throws IOException {
        var out = new ByteArrayOutputStream();
        Path json = folder.resolve("figures.json");
        int status =
                GpuBench.commandLine(new PrintStream(out, true, StandardCharsets.UTF_8))
                        .execute("--device", "cpu", "--quick", "--json", json.toString());
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(status).as(text).isZero();
        assertThat(text)
                .contains(
                        "mean-nchw-bf16-1x64x1024x1024",
                        "plan-1x1024x1024",
                        "slic-1920x1080",
                        "filter-gradient",
                        "resnet18-step")
                .contains("first result of a process");
        assertThat(Files.readString(json)).contains("\"copyBytesPerSecond\"", "\"vgg-conv1_2");
    }

    @Test
    void aFigureIsHeldToItsGoal() {
        var share = new Goal(Measure.COPY_SHARE, 0.75, 0.92);
        var trial = new Trial("t", 800, share, _ -> () -> {});
        var figures = new Figures(trial, 1, 1000, Map.of("slow", 9.0, "fast", 4.0));
        assertThat(figures.copyShare()).isEqualTo(0.8);
        assertThat(figures.toString()).contains("0.80 of copy", "4.00x fast", "must met");
        var time = new Trial("t", 0, new Goal(Measure.MICROS, 4000, 1500), _ -> () -> {});
        assertThat(new Figures(time, 0.001, 1, Map.of()).toString()).contains("aim met");
        assertThat(new Figures(time, 0.01, 1, Map.of()).toString()).contains("MISSED");
        var beside = new Trial("t", 0, new Goal(Measure.OVER_PEER, 0.5, 1), _ -> () -> {});
        assertThat(new Figures(beside, 1, 1, Map.of()).figure()).isEmpty();
        assertThat(new Figures(beside, 1, 1, Map.of("p", 0.7)).figure()).hasValue(0.7);
    }
}
