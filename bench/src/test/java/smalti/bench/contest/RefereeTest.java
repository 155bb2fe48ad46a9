package smalti.bench.contest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import smalti.bench.ours.SmaltiContestant;
import smalti.bench.workload.ConvolutionInput;
import smalti.bench.workload.ConvolutionTask;
import smalti.bench.workload.ConvolutionWorkload;
import smalti.bench.workload.InferenceWorkload;
import smalti.bench.workload.Model;
import smalti.bench.workload.ModelInput;
import smalti.bench.workload.PictureInput;
import smalti.bench.workload.PoolingInput;
import smalti.bench.workload.PoolingTask;
import smalti.bench.workload.PoolingWorkload;
import smalti.bench.workload.ProductInput;
import smalti.bench.workload.ProductWorkload;
import smalti.bench.workload.SuperpixelWorkload;
import smalti.bench.workload.Supplies;
import smalti.bench.workload.TrainingWorkload;
import smalti.bench.workload.Workload;
import smalti.op.Layout;

class RefereeTest {
    private static final PoolingInput INPUT = new PoolingInput(2, 8, 24, 40, 12);
    private static final Setting SETTING = new Setting(1, Setting.Breadth.EVERY_FORM);

    private final Supplies supplies = new Supplies();
    private final Referee referee = new Referee(supplies);
    private final Contestant ours = new SmaltiContestant();

    @ParameterizedTest
    @EnumSource
    void ourPoolingIsRight(PoolingTask task) {
        for (Layout layout : Layout.values()) {
            Workload workload = new PoolingWorkload(task, layout, INPUT);
            assertThat(complaint(workload, outcome(workload))).as(workload.name()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSingleWrongValueIsFound(PoolingTask task) {
        for (Layout layout : Layout.values()) {
            Workload workload = new PoolingWorkload(task, layout, INPUT);
            assertThat(complaint(workload, spoilt(outcome(workload))))
                    .as(workload.name())
                    .isPresent();
        }
    }

    @Test
    void maximaFoundAtTheWrongPixelAreRefused() {
        Workload workload = new PoolingWorkload(PoolingTask.MAX, Layout.NHWC, INPUT);
        Outcome.Selected right = (Outcome.Selected) outcome(workload);
        int[] positions = right.positions().clone();
        positions[5]++;
        assertThat(complaint(workload, new Outcome.Selected(right.values(), positions)))
                .isPresent();
    }

    @Test
    void anOutcomeOfAnotherFormIsRefused() {
        Workload workload = new PoolingWorkload(PoolingTask.MEAN, Layout.NHWC, INPUT);
        assertThat(complaint(workload, new Outcome.Labels(new int[3]))).isPresent();
    }

    @Test
    void ourSuperpixelsPassAndSquaresDoNot() {
        PictureInput picture = PictureInput.of(120, 80);
        Workload workload = new SuperpixelWorkload(picture, 60);
        assertThat(complaint(workload, outcome(workload))).isEmpty();
        assertThat(complaint(workload, new Outcome.Labels(picture.squares(60)))).isPresent();
    }

    static Stream<Workload> ofNetworks() {
        var small = ConvolutionInput.of(7, 6, 10);
        var inputs =
                List.of(
                        small,
                        small.kernel(5, 1),
                        small.stride(2),
                        small.dilation(2),
                        small.depthwise());
        return Stream.concat(
                Stream.of(new ProductWorkload(new ProductInput(7, 13, 30))),
                inputs.stream()
                        .flatMap(input ->
                                Stream.of(ConvolutionTask.values())
                                        .map(task -> new ConvolutionWorkload(task, input))));
    }

    @ParameterizedTest
    @MethodSource("ofNetworks")
    void ourOperatorsOfNetworksAreRightAndASingleWrongValueIsFound(Workload workload) {
        Outcome right = outcome(workload);
        assertThat(complaint(workload, right)).as(workload.name()).isEmpty();
        float[] wrong = ((Outcome.Values) right).values().clone();
        // What 90 terms may cost is more than a few units in the last place.
        wrong[wrong.length / 2] += 1e-3f;
        assertThat(complaint(workload, new Outcome.Values(wrong))).as(workload.name()).isPresent();
    }

    @Test
    void ourNetworksAnswerRightAndASingleWrongScoreIsFound() {
        Workload workload = new InferenceWorkload(new ModelInput(Model.SQUEEZENET1_1, 2));
        Outcome right = outcome(workload);
        assertThat(complaint(workload, right)).isEmpty();
        float[] wrong = ((Outcome.Values) right).values().clone();
        wrong[wrong.length / 2] *= 1.1f;
        assertThat(complaint(workload, new Outcome.Values(wrong))).isPresent();
    }

    @Test
    void ourNetworksLearnRightAndAWrongGradientIsFound() {
        Workload workload = new TrainingWorkload(new ModelInput(Model.RESNET18, 4));
        Outcome right = outcome(workload);
        assertThat(complaint(workload, right)).isEmpty();
        Map<String, float[]> wrong = new LinkedHashMap<>(((Outcome.Step) right).values());
        wrong.computeIfPresent("layer4.1.bn2.weight", (_, gradient) -> new float[gradient.length]);
        assertThat(complaint(workload, new Outcome.Step(wrong))).isPresent();
        wrong.remove("fc.bias");
        assertThat(complaint(workload, new Outcome.Step(wrong))).isPresent();
    }

    /// A gradient that is nothing but rounding is not held to its own size; one that is not is.
    @Test
    void ourSystemsLearnRightAndAWrongGradientIsFound() {
        Workload workload = new TrainingWorkload(new ModelInput(Model.SPN, 1));
        Outcome right = outcome(workload);
        assertThat(complaint(workload, right)).isEmpty();
        Map<String, float[]> wrong = new LinkedHashMap<>(((Outcome.Step) right).values());
        wrong.computeIfPresent("entry.weight", (_, gradient) -> new float[gradient.length]);
        assertThat(complaint(workload, new Outcome.Step(wrong))).isPresent();
    }

    private Outcome outcome(Workload workload) {
        List<Trial> trials = ours.prepare(workload, supplies, SETTING);
        Trial trial = trials.getFirst();
        return trial.outcome().apply(trial.call().get());
    }

    private static Outcome spoilt(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Values(float[] values) -> new Outcome.Values(spoilt(values));
            case Outcome.Selected(float[] values, int[] positions) ->
                    new Outcome.Selected(spoilt(values), positions);
            default -> throw new AssertionError(outcome);
        };
    }

    private static float[] spoilt(float[] values) {
        float[] copy = values.clone();
        copy[copy.length / 2] += 1e-4f;
        return copy;
    }

    private Optional<String> complaint(Workload workload, Outcome outcome) {
        return referee.complaint(ours, workload, outcome, SETTING);
    }
}
