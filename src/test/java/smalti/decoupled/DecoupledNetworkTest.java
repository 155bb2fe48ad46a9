package smalti.decoupled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import smalti.device.Devices;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.grad.Eager;
import smalti.grad.Tape;
import smalti.grad.Variable;
import smalti.nn.Initializer;
import smalti.nn.Parameter;
import smalti.nn.Parameters;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.op.Arithmetic;
import smalti.op.AxisOp;
import smalti.op.PointOp;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.zoo.Backbone;
import smalti.zoo.Encoder;

class DecoupledNetworkTest {
    private static final int INPUTS = 5;
    private static final int CLASSES = 3;

    private final Parameters parameters = new Parameters();
    private final Scope scope = Scope.of(parameters, new SplittableRandom(4));

    private static Form form(ScorePooling pooling) {
        return new Form(3, 8, pooling, 1, 5);
    }

    private static Tensor drawn(long seed, int... sizes) {
        Tensor tensor = Tensor.zeros(DType.F32, Shape.of(sizes));
        Initializer.gaussian(1).fill(tensor, new SplittableRandom(seed));
        return tensor;
    }

    /// Two features and two classes on a single place, by hand: hidden units are 1·2 + 2·1 = 4 and 1·2 - 4·1 = -2, which the
    /// rectifier holds back; so class 0, whose score is 3·4, changes by 3·(1, 2) with the features, and class 1 by 5·(1, 2).
    @Test
    void aClassGoesBackThroughTheUnitsThatLetItThrough() {
        var head = new ScoreHead(scope, 2, 2, new Form(1, 2, ScorePooling.MAX, 1, 0));
        // Filters [1,1,inputs,outputs].
        fill("fc6.weight", 1, 1, 2, -4);
        fill("fc7.weight", 1, 0, 0, 1);
        fill("scores.weight", 3, 5, 7, 9);
        Pass pass = Pass.inference(new Eager(Devices.named("cpu")));
        Variable features = pass.flow().constant(Tensor.of(new float[] {2, 1}, 1, 1, 1, 2));
        ScoreHead.Scored scored = head.score(pass, features);
        assertThat(scored.scores().tensor().floats()).containsExactly(12, 20);
        assertThat(back(pass, head, scored, 1, 0)).containsExactly(3, 6);
        assertThat(back(pass, head, scored, 0, 1)).containsExactly(5, 10);
        assertThat(back(pass, head, scored, 1, 1)).containsExactly(8, 16);
    }

    private void fill(String name, float... values) {
        System.arraycopy(values, 0, parameters.named(name).tensor().floats(), 0, values.length);
    }

    private static float[] back(
            Pass pass, ScoreHead head, ScoreHead.Scored scored, float... chosen) {
        Variable classes = pass.flow().constant(Tensor.of(chosen, 1, chosen.length));
        return head.backProjected(pass, scored, classes).tensor().floats();
    }

    /// What is projected back is the gradient that a tape finds.
    @ParameterizedTest
    @EnumSource
    void whatIsProjectedBackIsTheGradientOfTheScore(ScorePooling pooling) {
        var head = new ScoreHead(scope, INPUTS, CLASSES, form(pooling));
        Tensor features = drawn(1, 2, 6, 5, INPUTS);
        Tensor chosen = Tensor.of(new float[] {0, 1, 0, 1, 0, 1}, 2, CLASSES);
        Tape tape = Tape.on(Devices.named("cpu"));
        Pass pass = Pass.inference(tape);
        ScoreHead.Scored scored = head.score(pass, tape.watch(features));
        Variable own =
                tape.run(
                        new PointOp.Binary(Arithmetic.MULTIPLY),
                        scored.scores(),
                        tape.constant(chosen));
        Variable sum = tape.run(new AxisOp.Sum(java.util.List.of(0, 1), false), own);
        Tensor expected = tape.gradients(sum).of(features);

        Pass answering = Pass.inference(new Eager(Devices.named("cpu")));
        ScoreHead.Scored again = head.score(answering, answering.flow().constant(features));
        Tensor projected =
                head.backProjected(answering, again, answering.flow().constant(chosen)).tensor();

        assertThat(projected.shape()).isEqualTo(features.shape());
        assertThat(projected.floats()).containsExactly(expected.floats(), within(1e-6f));
        assertThat(projected.floats()).isNotEqualTo(new float[projected.floats().length]);
    }

    @Test
    void aMapThatIsSmallerThanTheWindowIsRefused() {
        var head = new ScoreHead(scope, INPUTS, CLASSES, form(ScorePooling.MAX));
        Pass pass = Pass.inference(new Eager(Devices.named("cpu")));
        assertThatThrownBy(() -> head.score(pass, pass.flow().constant(drawn(1, 1, 2, 6, INPUTS))))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("3x3");
    }

    /// The tensors of the published decoder, `[R,S,outputs,inputs]` of deconvolutions: the numbers of the paper.
    @Test
    void theDecoderHasTheLayersOfThePaper() {
        new Decoder(scope.filters(Initializer.ZEROS), 1024, 32, Form.published());
        assertThat(
                        parameters.all().stream()
                                .filter(each -> each.name().endsWith("weight"))
                                .filter(each -> each.tensor().shape().rank() == 4)
                                .map(each ->
                                        each.name().replace(".weight", " ")
                                                + Arrays.stream(each.tensor().shape().sizes())
                                                        .mapToObj(Integer::toString)
                                                        .collect(Collectors.joining(" "))))
                .containsExactly(
                        "conv6 7 7 1024 2048",
                        "conv7 1 1 2048 2048",
                        "deconv6 7 7 512 2048",
                        "deconv5_1 3 3 512 512",
                        "deconv5_2 3 3 512 512",
                        "deconv5_3 3 3 512 512",
                        "deconv4_1 3 3 512 512",
                        "deconv4_2 3 3 512 512",
                        "deconv4_3 3 3 256 512",
                        "deconv3_1 3 3 256 256",
                        "deconv3_2 3 3 256 256",
                        "deconv3_3 3 3 128 256",
                        "deconv2_1 3 3 128 128",
                        "deconv2_2 3 3 64 128",
                        "deconv1_1 3 3 64 64",
                        "deconv1_2 3 3 64 64",
                        "scores 1 1 64 2");
    }

    @ParameterizedTest
    @CsvSource({
        "MOBILENET_V2, 32, 5, 96",
        "MOBILENET_V2, 32, 2, 12",
        "MOBILENET_V2, 16, 5, 96",
        "SQUEEZENET1_1, 16, 5, 80",
        "RESNET_18, 32, 3, 24",
        "VGG16, 32, 5, 96"
    })
    void masksHaveTheSizeThatUnpoolingLeavesThem(
            Backbone backbone, int stride, int unpoolings, int side) {
        Encoder encoder = backbone.build(scope, stride);
        var network =
                new DecoupledNetwork(
                        scope,
                        backbone.channels(),
                        stride,
                        CLASSES,
                        new Form(3, 64, ScorePooling.MAX, 0.05, unpoolings),
                        Initializer.gaussian(0.01));
        Pass pass = Pass.inference(new Eager(Devices.named("cpu")));
        Variable picture = pass.flow().constant(drawn(3, 2, 96, 96, 3));
        DecoupledNetwork.Seen seen = network.see(pass, encoder.encode(pass, picture));
        assertThat(seen.scores().shape()).isEqualTo(Shape.of(2, CLASSES));
        Variable chosen = pass.flow().constant(Tensor.of(new float[2 * CLASSES], 2, CLASSES));
        Variable projected = network.backProjected(pass, seen, chosen);
        assertThat(network.parted(pass, seen, projected).shape())
                .isEqualTo(Shape.of(2, side, side, 2));
    }

    /// Nothing flows from masks to the classifier, and everything behind it learns.
    @Test
    void masksTeachBridgeAndDecoderAlone() {
        Encoder encoder = Backbone.MOBILENET_V2.build(scope, 32);
        var network =
                new DecoupledNetwork(
                        scope,
                        Backbone.MOBILENET_V2.channels(),
                        32,
                        CLASSES,
                        new Form(2, 64, ScorePooling.MEAN, 0.05, 2),
                        Initializer.gaussian(0.1));
        Tape tape = Tape.on(Devices.named("cpu"));
        Pass frozen = Pass.inference(tape);
        Pass pass = Pass.training(tape, 1);
        DecoupledNetwork.Seen seen =
                network.see(frozen, encoder.encode(frozen, tape.constant(drawn(3, 2, 64, 64, 3))));
        Variable projected =
                network.backProjected(
                        frozen,
                        seen,
                        tape.constant(Tensor.of(new float[] {1, 0, 0, 0, 1, 0}, 2, 3)));
        Variable scores = network.parted(pass, seen, projected);
        Variable sum =
                tape.run(
                        new AxisOp.Sum(java.util.List.of(0, 1, 2, 3), false),
                        tape.run(new PointOp.Unary(smalti.op.Function.SQUARE), scores));
        var gradients = tape.gradients(sum);
        for (Parameter each : parameters.all()) {
            boolean behind =
                    each.name().startsWith("bridge.") || each.name().startsWith("decoder.");
            assertThat(each.learnt() && gradients.reach(each.tensor()))
                    .as(each.name())
                    .isEqualTo(behind && each.learnt());
        }
    }

    @Test
    void sizesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> new Form(0, 8, ScorePooling.MAX, 1, 5))
                .isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> new Form(3, 8, ScorePooling.MAX, Double.NaN, 5))
                .isInstanceOf(ParameterException.class);
    }
}
