package smalti.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import smalti.dataset.DataSetFormat;
import smalti.decoupled.DecoupledTraining;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.evaluation.Examination;
import smalti.loading.BrokenFiles;
import smalti.metric.MetricTraining;
import smalti.photo.PhotoReader;
import smalti.pspnet.PspTraining;
import smalti.spn.SpnTraining;
import smalti.testkit.RealData;

/// What every system that can be trained must do, on a few small pictures.
class CoursesTest {
    private static final int STEPS = 6;

    @TempDir private Path folder;
    private final Device device = Devices.named("cpu");
    private Path set = Path.of("");
    private Path weights = Path.of("");

    /// The systems, as small as they can be.
    enum Tried {
        PSPNET(
                new PspTraining(),
                Map.of(
                        "backbone",
                        "none",
                        "width",
                        "0.1",
                        "crop",
                        "24",
                        "batch",
                        "2",
                        "turn",
                        "5")),
        PSPNET_WITH_SUPERPIXELS(
                new PspTraining(),
                Map.of(
                        "backbone", "none",
                        "width", "0.1",
                        "crop", "24",
                        "batch", "2",
                        "superpixels", "20")),
        PSPNET_ON_AN_ENCODER(
                new PspTraining(),
                Map.of(
                        "backbone", "squeezenet1_1",
                        "output-stride", "16",
                        "bins", "1,2",
                        "crop", "48",
                        "scale", "1,2",
                        "batch", "2",
                        "new-rate", "2",
                        "rate", "0.001")),
        SPN(
                new SpnTraining(),
                Map.of(
                        "backbone", "squeezenet1_1",
                        "channels", "12",
                        "sides", "48,64",
                        "superpixels", "20",
                        "rate", "0.01",
                        "batch", "2")),
        PLAIN_MAPS(
                new SpnTraining(),
                Map.of(
                        "backbone", "squeezenet1_1",
                        "channels", "12",
                        "branch", "plain",
                        "sides", "48,64",
                        "rate", "0.01",
                        "batch", "2")),
        DECOUPLED(
                new DecoupledTraining(),
                Map.ofEntries(
                        Map.entry("backbone", "squeezenet1_1"),
                        Map.entry("output-stride", "16"),
                        Map.entry("width", "0.03"),
                        Map.entry("kernel", "2"),
                        Map.entry("unpoolings", "3"),
                        Map.entry("resize", "68"),
                        Map.entry("crop", "64"),
                        Map.entry("classifier-steps", "3"),
                        Map.entry("rate", "0.1"),
                        Map.entry("batch", "2")),
                Map.of(
                        "classifier-steps",
                        "60",
                        "fall-every",
                        "300",
                        "pooling",
                        "mean",
                        "resize",
                        "64")),
        METRIC(
                new MetricTraining(),
                Map.of(
                        "width", "0.1",
                        "crop", "24",
                        "short-side", "32",
                        "superpixels", "20",
                        "sigma", "0",
                        "rate", "0.003",
                        "batch", "2",
                        "remembered", "4")),
        METRIC_OF_PIXELS(
                new MetricTraining(),
                Map.of(
                        "sampling", "pixels",
                        "width", "0.1",
                        "crop", "24",
                        "short-side", "32",
                        "superpixels", "20",
                        "rate", "0.003",
                        "batch", "2",
                        "remembered", "4"));

        private final TrainableSystem system;
        private final Map<String, String> small;
        private final Map<String, String> byHeart;

        Tried(TrainableSystem system, Map<String, String> small) {
            this(system, small, Map.of());
        }

        /// @param byHeart what else is chosen where pictures are to be learnt by heart
        Tried(TrainableSystem system, Map<String, String> small, Map<String, String> byHeart) {
            this.system = system;
            this.small = small;
            this.byHeart = byHeart;
        }

        private boolean needsEncoder() {
            return small.containsValue("squeezenet1_1");
        }
    }

    @BeforeEach
    void makeSet() throws IOException {
        set = folder.resolve("set");
        TinySet.write(set, 6);
        weights = TinyEncoder.write(folder);
    }

    /// Stopped anywhere and gone on with, a run ends with the bits of one that was not stopped.
    @ParameterizedTest
    @EnumSource
    void aStoppedRunEndsWithTheSameBits(Tried tried) throws IOException {
        train(tried, folder.resolve("straight"), Map.of(), _ -> {});
        Path stopped = folder.resolve("stopped");
        for (long at : new long[] {2, 3, 5}) {
            assertThatThrownBy(() ->
                            train(
                                    tried,
                                    stopped,
                                    Map.of(),
                                    progress -> {
                                        if (progress.step() == at) {
                                            throw new IllegalStateException("stopped");
                                        }
                                    }))
                    .hasMessage("stopped");
        }
        train(tried, stopped, Map.of(), _ -> {});
        for (String each : List.of("weights.safetensors", "checkpoint.safetensors")) {
            assertThat(stopped.resolve(each))
                    .as(each)
                    .hasSameBinaryContentAs(folder.resolve("straight").resolve(each));
        }
        assertThat(losses(stopped)).isEqualTo(losses(folder.resolve("straight")));
    }

    /// A handful of pictures can be learnt by heart.
    @ParameterizedTest
    @EnumSource(names = {"PSPNET", "METRIC"})
    void aHandfulOfPicturesIsLearntByHeart(Tried tried) throws IOException {
        learnByHeart(tried, 200, Map.of());
    }

    /// The features of an encoder that was never trained hardly tell colours apart.
    @Tag("data")
    @ParameterizedTest
    @EnumSource(names = {"SPN", "PLAIN_MAPS", "DECOUPLED"})
    void aHandfulOfPicturesIsLearntByHeartOnATrainedEncoder(Tried tried) throws IOException {
        learnByHeart(
                tried,
                120,
                Map.of("weights", RealData.at("weights/squeezenet1_1.safetensors").toString()));
    }

    private void learnByHeart(Tried tried, int steps, Map<String, String> more) throws IOException {
        Map<String, String> longer = new HashMap<>(tried.byHeart);
        longer.putAll(more);
        longer.put("steps", Integer.toString(steps));
        longer.put("checkpoint-every", "1000");
        Path run = folder.resolve("run");
        train(tried, run, longer, _ -> {});
        List<double[]> losses = StepTable.read(run.resolve("log.csv"), "loss");
        double last =
                losses.subList(steps - 10, steps).stream()
                        .mapToDouble(each -> each[1])
                        .average()
                        .orElseThrow();
        assertThat(last).isLessThan(0.1 * losses.getFirst()[1]);
    }

    /// The loss of a step, without the time it took.
    private static List<String> losses(Path run) throws IOException {
        List<String> losses = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("log.csv"))) {
            losses.add(line.substring(0, line.lastIndexOf(',')));
        }
        assertThat(losses).hasSize(STEPS + 1);
        return losses;
    }

    @ParameterizedTest
    @EnumSource
    void anotherSeedIsAnotherRun(Tried tried) throws IOException {
        train(tried, folder.resolve("first"), Map.of(), _ -> {});
        train(tried, folder.resolve("second"), Map.of("seed", "2"), _ -> {});
        assertThat(losses(folder.resolve("first"))).isNotEqualTo(losses(folder.resolve("second")));
    }

    /// With gradients of next to nothing a network learns nothing.
    @Test
    void gradientsAreBroughtDownToTheNormThatIsAsked() throws IOException {
        Map<String, Map<String, String>> runs =
                Map.of(
                        "free", Map.of(),
                        "bound", Map.of("clip", "1e-9", "decay", "0"),
                        "still", Map.of("rate", "0"));
        for (var each : runs.entrySet()) {
            train(Tried.PSPNET, folder.resolve(each.getKey()), each.getValue(), _ -> {});
        }
        assertThat(lastLoss("bound")).isCloseTo(lastLoss("still"), within(1e-6));
        assertThat(lastLoss("free")).isNotCloseTo(lastLoss("still"), within(1e-2));
    }

    private double lastLoss(String run) throws IOException {
        return StepTable.read(folder.resolve(run).resolve("log.csv"), "loss").getLast()[1];
    }

    @ParameterizedTest
    @EnumSource
    void aRunLeavesWhatItsFolderPromises(Tried tried) throws IOException {
        Path run = folder.resolve("run");
        Examination result = train(tried, run, Map.of("examine-every", "3"), _ -> {});
        assertThat(result.score().getValue()).isBetween(0.0, 1.0);
        assertThat(result.exhibits()).isNotEmpty();
        for (String each :
                List.of(
                        "run.json",
                        "log.csv",
                        "loss.png",
                        "examinations.csv",
                        "checkpoint.safetensors",
                        "weights.safetensors",
                        "report.html")) {
            assertThat(run.resolve(each)).isNotEmptyFile();
        }
        assertThat(Files.readAllLines(run.resolve("examinations.csv"))).hasSize(3);
        assertThat(Files.readAllLines(run.resolve("examinations.csv")))
                .as("as many columns as names")
                .extracting(line -> line.split(",", -1).length)
                .containsOnly(1 + scoreColumns(result));
        assertThat(RunFolder.record(run).settings()).containsEntry("steps", "6");
        assertThat(Files.readString(run.resolve("report.html")))
                .contains("picture0", "What was taken for what")
                .doesNotContain("http:", "https:", "src=\"/");
    }

    private static int scoreColumns(Examination result) {
        return result.scores().size()
                + result.confusion().map(found -> found.present().size()).orElse(0);
    }

    private Examination train(Tried tried, Path run, Map<String, String> more, Witness witness)
            throws IOException {
        Map<String, String> chosen = new HashMap<>(tried.small);
        chosen.put("steps", Integer.toString(STEPS));
        chosen.put("checkpoint-every", "1");
        if (tried.needsEncoder()) {
            chosen.put("weights", weights.toString());
        }
        if (tried == Tried.DECOUPLED) {
            // The labels themselves.
            chosen.put("masks", set.toString());
        }
        chosen.putAll(more);
        Settings settings =
                Settings.of(smalti.train.Run.settings(tried.system)).with("a test", chosen);
        var data =
                new TrainingData(
                        set,
                        DataSetFormat.PLAIN,
                        "train",
                        "val",
                        PhotoReader.usual(),
                        new BrokenFiles(0, _ -> {}),
                        1 << 22);
        try (RunFolder own = RunFolder.take(run);
                Course course =
                        tried.system.course(
                                new Setup(
                                        settings,
                                        data,
                                        device,
                                        run.resolve("scratch"),
                                        (_, _, _) -> {}))) {
            var record =
                    new RunRecord(
                            tried.system.name(),
                            settings.values(),
                            List.of("background", "red", "green"),
                            Map.of("data", set.toString()),
                            data.fingerprint().digest(),
                            8,
                            "cpu",
                            "test");
            return new smalti.train.Run(own, record, settings, course, device)
                    .watchedBy(witness)
                    .train();
        }
    }
}
