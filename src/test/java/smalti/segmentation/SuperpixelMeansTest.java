package smalti.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import smalti.device.Devices;
import smalti.error.ShapeException;
import smalti.grad.Tape;
import smalti.grad.Variable;
import smalti.nn.Pass;
import smalti.superpixel.Slic;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.zoo.Backbone;

class SuperpixelMeansTest {
    private static final int SIDE = 16;

    private final SuperpixelMeans op = new SuperpixelMeans(Slic.segments(2));
    private final Tape tape = Tape.on(Devices.named("cpu"));

    /// Black on the left, white on the right of column 6.
    private static Tensor picture() {
        float[] colours = new float[SIDE * SIDE * 3];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = i / 3 % SIDE < 6 ? 0 : 255;
        }
        return Backbone.normalized(Tensor.of(colours, 1, SIDE, SIDE, 3));
    }

    /// The column that a pixel lies in.
    private static Tensor columns() {
        float[] values = new float[SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % SIDE;
        }
        return Tensor.of(values, 1, SIDE, SIDE, 1);
    }

    @Test
    void eachPixelGetsTheMeanOfWhatLooksLikeIt() {
        Tensor means = tape.run(op, tape.constant(picture()), tape.constant(columns())).tensor();
        for (int i = 0; i < SIDE * SIDE; i++) {
            assertThat(means.get(i)).isCloseTo(i % SIDE < 6 ? 2.5 : 10.5, within(1e-5));
        }
    }

    @Test
    void theGradientIsTheMeanOfTheUpstreamGradient() {
        Tensor values = columns();
        Variable means = tape.run(op, tape.constant(picture()), tape.watch(values));
        Tensor gradient = tape.gradients(means, columns()).of(values);
        assertThat(gradient.get(0)).isCloseTo(2.5, within(1e-5));
        assertThat(gradient.get(SIDE - 1)).isCloseTo(10.5, within(1e-5));
    }

    @Test
    void coarseScoresAreBroughtToThePictureFirst() {
        PixelClassifier constant =
                (pass, _) -> pass.flow().constant(Tensor.of(new float[] {1, 2, 1, 2}, 1, 2, 2, 1));
        var network = new SuperpixelScores(constant, Slic.segments(2), true);
        Pass pass = Pass.inference(tape);
        Tensor scores = network.forward(pass, tape.constant(picture())).tensor();
        assertThat(scores.shape()).isEqualTo(Shape.of(1, SIDE, SIDE, 1));
        // Column x has the score 1 + x / 15.
        assertThat(scores.get(0)).isCloseTo(1 + 2.5 / 15, within(1e-5));
        assertThat(scores.get(SIDE - 1)).isCloseTo(1 + 10.5 / 15, within(1e-5));
        assertThat(network.heads(pass, tape.constant(picture())))
                .singleElement()
                .satisfies(head -> assertThat(head.scores().shape()).isEqualTo(scores.shape()));
    }

    /// A network that learns without the layer answers with it.
    @Test
    void theLayerCanBeLeftToAnswers() {
        PixelClassifier constant = (pass, _) -> pass.flow().constant(columns());
        var network = new SuperpixelScores(constant, Slic.segments(2), false);
        Pass pass = Pass.inference(tape);
        assertThat(network.heads(pass, tape.constant(picture())))
                .singleElement()
                .satisfies(head -> assertThat(head.scores().tensor().get(0)).isZero());
        assertThat(network.forward(pass, tape.constant(picture())).tensor().get(0))
                .isCloseTo(2.5, within(1e-5));
    }

    @Test
    void valuesOfAnotherSizeAreRefused() {
        Tensor half = Tensor.of(new float[SIDE * SIDE / 2], 1, SIDE / 2, SIDE, 1);
        assertThatThrownBy(() ->
                        tape.apply(op, List.of(tape.constant(picture()), tape.constant(half))))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[B,H,W,C]");
    }
}
