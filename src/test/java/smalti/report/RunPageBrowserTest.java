package smalti.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import smalti.dataset.DataSetFormat;
import smalti.device.Devices;
import smalti.json.Json;
import smalti.loading.BrokenFiles;
import smalti.photo.PhotoReader;
import smalti.pspnet.PspTraining;
import smalti.train.Course;
import smalti.train.Run;
import smalti.train.RunFolder;
import smalti.train.RunRecord;
import smalti.train.Settings;
import smalti.train.Setup;
import smalti.train.TinySet;
import smalti.train.TrainableSystem;
import smalti.train.TrainingData;

/// The report of a real run in a real browser.
class RunPageBrowserTest {
    private static final int STEPS = 6;
    private static final Pattern ADDRESS = Pattern.compile("(?i)\\b(?:https?|wss?|ftp):");
    private static final Pattern FINDINGS =
            Pattern.compile("<pre id=\"findings\">(.*?)</pre>", Pattern.DOTALL);

    @TempDir private static Path folder;
    private static Path report = Path.of("");

    @BeforeAll
    static void train() throws IOException {
        Path set = folder.resolve("set");
        TinySet.write(set, 6);
        TrainableSystem system = new PspTraining();
        Settings settings =
                Settings.of(Run.settings(system))
                        .with(
                                "a test",
                                Map.of(
                                        "backbone", "none",
                                        "width", "0.1",
                                        "crop", "24",
                                        "batch", "2",
                                        "steps", Integer.toString(STEPS),
                                        "examine-every", "2"));
        var data =
                new TrainingData(
                        set,
                        DataSetFormat.PLAIN,
                        "train",
                        "val",
                        PhotoReader.usual(),
                        new BrokenFiles(0, _ -> {}),
                        1 << 22);
        Path out = folder.resolve("run");
        var device = Devices.named("cpu");
        try (RunFolder own = RunFolder.take(out);
                Course course =
                        system.course(
                                new Setup(
                                        settings,
                                        data,
                                        device,
                                        out.resolve("scratch"),
                                        (_, _, _) -> {}))) {
            var record =
                    new RunRecord(
                            system.name(),
                            settings.values(),
                            List.of("background", "red", "green"),
                            Map.of("data", set.toString()),
                            data.fingerprint().digest(),
                            8,
                            "cpu",
                            "test");
            new Run(own, record, settings, course, device).train();
        }
        report = out.resolve("report.html");
    }

    @ParameterizedTest
    @CsvSource({"400,false", "400,true", "1400,false", "1400,true"})
    void aBrowserShowsAllOfIt(int width, boolean isDark) throws Exception {
        Map<String, Object> found = look(report, width, isDark);
        assertThat(found).containsEntry("width", new BigDecimal(width));
        // Photo, answer and truth of both pictures.
        assertThat(numbers(found, "pictures")).hasSize(6).allMatch(each -> each > 0);
        assertThat(numbers(found, "blocks")).hasSizeGreaterThan(20).allMatch(each -> each > 0);
        // Loss, learning rate, mean IoU, pixel accuracy, mean IoU near outlines, and the three
        // classes.
        assertThat(numbers(found, "points")).containsExactly(6d, 6d, 3d, 3d, 3d, 3d, 3d, 3d);
        assertThat(found.get("wiped"))
                .isEqualTo(List.of("inset(0px 50% 0px 0px)", "inset(0px 75% 0px 0px)"));
        assertThat(found)
                .as("what lies beyond the right edge")
                .containsEntry("beyond", List.of())
                .containsEntry("overflow", new BigDecimal(0));
        assertThat(found).as("what was fetched").containsEntry("fetched", List.of());
        assertThat(found).containsEntry("isDark", isDark);
        assertThat(numbers(found, "contrast")).allMatch(each -> each >= 4.5);
    }

    @Test
    void aPageNamesNoAddress() throws IOException {
        assertThat(Files.readString(report)).doesNotContainPattern(ADDRESS);
    }

    /// What a browser finds wrong must reach the test, or the test would tell nothing.
    @Test
    void aPageThatIsBrokenIsNoticed() throws Exception {
        Path broken = folder.resolve("broken.html");
        String page = Files.readString(report);
        Files.writeString(
                broken,
                page.replace("</body>", "<img src=\"http://example.invalid/a.png\"></body>"));
        Browser browser = Browser.onPath(folder);
        assertThat(browser.show(framed(broken, 400), false).messages())
                .anyMatch(line -> line.contains("example.invalid"));
    }

    @Test
    void aPageThatIsTooWideIsNoticed() throws Exception {
        Path wide = folder.resolve("wide.html");
        String page = Files.readString(report);
        Files.writeString(
                wide, page.replace("</body>", "<p style=\"width:700px\">wide</p></body>"));
        Map<String, Object> found = look(wide, 400, false);
        assertThat((List<?>) found.get("beyond")).isNotEmpty();
        assertThat((BigDecimal) found.get("overflow")).isGreaterThan(new BigDecimal(200));
    }

    private static Map<String, Object> look(Path page, int width, boolean isDark)
            throws IOException, InterruptedException {
        Browser.Shown shown = Browser.onPath(folder).show(framed(page, width), isDark);
        assertThat(shown.messages()).as("what the browser's console says").isEmpty();
        Matcher findings = FINDINGS.matcher(shown.html());
        assertThat(findings.find()).as("the probe has answered: " + shown.html()).isTrue();
        return Json.object("the probe", findings.group(1));
    }

    private static List<Double> numbers(Map<String, Object> found, String name) {
        return ((List<?>) Objects.requireNonNull(found.get(name)))
                .stream().map(each -> ((BigDecimal) each).doubleValue()).toList();
    }

    /// A page in a frame of some width, which no window need have, with a probe behind its own scripts.
    private static Path framed(Path page, int width) throws IOException {
        Path probed = folder.resolve("probed.html");
        String probe = "<script>" + probe() + "</script></body>";
        Files.writeString(probed, Files.readString(page).replace("</body>", probe));
        Path frame = folder.resolve("frame.html");
        Files.writeString(
                frame,
                """
                <!DOCTYPE html><body><iframe src="%s" width="%d" height="900" style="border:0"></iframe><script>
                addEventListener('message', event => {
                  const found = document.createElement('pre');
                  found.id = 'findings';
                  found.textContent = event.data;
                  document.body.append(found);
                });
                </script></body>
                """
                        .formatted(probed.getFileName(), width));
        return frame;
    }

    private static String probe() throws IOException {
        try (InputStream bytes = RunPageBrowserTest.class.getResourceAsStream("probe.js")) {
            return new String(Objects.requireNonNull(bytes).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
