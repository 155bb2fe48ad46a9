package smalti.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import smalti.error.FormatException;

class CheckpointTest {
    @TempDir private Path folder;

    static Stream<UpdateRule> rules() {
        return Stream.of(new Sgd(0.9, 1e-2), new Sgd(0, 0), Adam.standard(), Adam.decoupled(0.1));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aResumedRunHasTheBitsOfOneThatNeverStopped(UpdateRule rule) throws IOException {
        Parameters straight = Losses.single(1, 2, 3);
        Optimizer steady = optimizer(rule);
        steps(straight, steady, 0, 10);

        Parameters stopped = Losses.single(1, 2, 3);
        Optimizer first = optimizer(rule);
        steps(stopped, first, 0, 4);
        Path file = folder.resolve("checkpoint.safetensors");
        Checkpoint.write(file, stopped, first, 77);

        Parameters resumed = Losses.single(0, 0, 0);
        Optimizer second = optimizer(rule);
        assertThat(Checkpoint.read(file, resumed, second)).isEqualTo(new Checkpoint(4, 77));
        steps(resumed, second, 4, 10);
        assertThat(Losses.values(resumed)).isEqualTo(Losses.values(straight));
        assertThat(second.rate()).isEqualTo(steady.rate());
    }

    @Test
    void aCheckpointOfAnotherNetworkIsRefused() throws IOException {
        Path file = folder.resolve("checkpoint.safetensors");
        Checkpoint.write(file, Losses.single(1, 2), optimizer(Adam.standard()), 1);
        Parameters other = Losses.single(5, 5, 5);
        assertThatThrownBy(() -> Checkpoint.read(file, other, optimizer(Adam.standard())))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("[2], not [3]");
        assertThat(Losses.values(other)).containsExactly(5f, 5f, 5f);
    }

    @Test
    void weightsAreNoCheckpoint() throws IOException {
        Path file = folder.resolve("weights.safetensors");
        Parameters parameters = Losses.single(1);
        WeightFile.write(file, parameters);
        assertThatThrownBy(() -> Checkpoint.read(file, parameters, optimizer(Adam.standard())))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("checkpoint");
    }

    private static Optimizer optimizer(UpdateRule rule) {
        return Optimizer.of(rule, 0.1).schedule(Schedule.cosine(20));
    }

    private static void steps(Parameters parameters, Optimizer optimizer, int from, int to) {
        for (int i = from; i < to; i++) {
            optimizer.step(
                    parameters, Losses.slope(parameters.named("weight"), i, 1 - i, 0.3f * i));
        }
    }
}
