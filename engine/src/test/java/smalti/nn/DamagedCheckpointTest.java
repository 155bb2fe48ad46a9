package smalti.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.error.FormatException;

/// Ten thousand damaged checkpoints: each is read, or refused with an error of its format and nothing changed.
class DamagedCheckpointTest {
    private static final int DAMAGES = 10_000;
    private static final List<Float> BEFORE = List.of(7f, 8f, 9f);

    @TempDir private Path folder;

    @Test
    void damageIsRefusedOrHarmless() throws IOException {
        Path file = folder.resolve("checkpoint.safetensors");
        Parameters kept = Losses.single(1, 2, 3);
        Optimizer optimizer = Optimizer.of(Adam.standard(), 0.1);
        optimizer.step(kept, Losses.slope(kept.named("weight"), 1, 2, 3));
        Checkpoint.write(file, kept, optimizer, 5);
        byte[] whole = Files.readAllBytes(file);
        var random = new SplittableRandom(99);
        int refused = 0;
        for (int i = 0; i < DAMAGES; i++) {
            Files.write(file, damaged(whole, random));
            Parameters parameters = Losses.single(7, 8, 9);
            Optimizer fresh = Optimizer.of(Adam.standard(), 0.1);
            try {
                Checkpoint.read(file, parameters, fresh);
            } catch (FormatException expected) {
                refused++;
                assertThat(Losses.values(parameters)).isEqualTo(BEFORE);
                assertThat(fresh.steps()).isZero();
                assertThat(fresh.memories()).isEmpty();
            }
        }
        assertThat(refused).isBetween(DAMAGES / 4, DAMAGES - 1);
    }

    /// Cut off, lengthened, or with some bytes changed, mostly in the header.
    private static byte[] damaged(byte[] whole, SplittableRandom random) {
        byte[] bytes =
                switch (random.nextInt(4)) {
                    case 0 -> Arrays.copyOf(whole, random.nextInt(whole.length));
                    case 1 -> Arrays.copyOf(whole, whole.length + 1 + random.nextInt(64));
                    default -> whole.clone();
                };
        for (int i = random.nextInt(1, 5); i > 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            bytes[at] =
                    random.nextBoolean()
                            ? (byte) random.nextInt()
                            : (byte) "0123456789{}[]\",:".charAt(random.nextInt(17));
        }
        return bytes;
    }
}
