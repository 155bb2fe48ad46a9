package smalti.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import smalti.device.Devices;
import smalti.grad.Eager;
import smalti.grad.Variable;
import smalti.nn.Pass;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

class UnpoolingTest {
    private final Pass pass = Pass.inference(new Eager(Devices.named("cpu")));

    private Variable map(int channels, float... values) {
        return pass.flow().constant(Tensor.of(values, 1, 1, values.length / channels, channels));
    }

    /// The largest of the left square lay in its lower right corner, that of the right one in its upper left.
    private Optional<Encoder.Encoded.Switches> switches() {
        Tensor places = Tensor.of(new int[] {5, 2}, 1, 1, 2, 1);
        return Optional.of(
                new Encoder.Encoded.Switches(pass.flow().constant(places), Shape.of(1, 2, 4, 1)));
    }

    @Test
    void valuesGoWhereTheSwitchesSay() {
        Variable large = new Unpooling(switches()).forward(pass, map(1, 7, 8));
        assertThat(large.tensor().floats()).containsExactly(0, 0, 8, 0, 0, 7, 0, 0);
    }

    @Test
    void withoutSwitchesEachValueFillsASquare() {
        Variable large = new Unpooling(Optional.empty()).forward(pass, map(1, 7, 8));
        assertThat(large.tensor().floats()).containsExactly(7, 7, 8, 8, 7, 7, 8, 8);
    }

    @Test
    void switchesOfOtherChannelsAreNotTaken() {
        Variable large = new Unpooling(switches()).forward(pass, map(2, 1, 2, 3, 4));
        assertThat(large.tensor().floats())
                .containsExactly(1, 2, 1, 2, 3, 4, 3, 4, 1, 2, 1, 2, 3, 4, 3, 4);
    }
}
