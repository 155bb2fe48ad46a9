package smalti.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import smalti.device.Devices;
import smalti.grad.Eager;
import smalti.op.Window;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;

class InitializerTest {
    @Test
    void aDiracFilterPassesItsInputOn() {
        Scope scope =
                Scope.of(new Parameters(), new SplittableRandom(1)).filters(Initializer.dirac());
        Pass pass = Pass.inference(new Eager(Devices.named("cpu")));
        Tensor input = Tensors.random(1, 2, 5, 6, 4);
        for (int kernel : new int[] {1, 3}) {
            Layer layer =
                    Convolution.plain(
                            scope.in("c" + kernel), 4, 4, Window.of(kernel).padding(kernel / 2));
            assertThat(layer.forward(pass, pass.flow().constant(input)).tensor().floats())
                    .isEqualTo(input.floats());
        }
    }

    @Test
    void withFewerOutputsItPassesOnTheFirst() {
        Tensor filter = Tensor.of(new float[6], 1, 1, 3, 2);
        Initializer.dirac().fill(filter, new SplittableRandom(1));
        assertThat(filter.floats()).containsExactly(1, 0, 0, 1, 0, 0);
    }
}
