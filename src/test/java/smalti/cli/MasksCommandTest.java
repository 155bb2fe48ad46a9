package smalti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.dataset.DataSetFormat;
import smalti.dataset.LabelledPicture;
import smalti.dataset.LabelledPictures;
import smalti.photo.LabelReader;
import smalti.photo.PhotoReader;
import smalti.train.TinyEncoder;
import smalti.train.TinySet;

class MasksCommandTest {
    @TempDir private Path folder;

    @Test
    void masksAreADataSetThatShowsOnlyWhatIsKnownToBeThere() throws IOException {
        Path set = folder.resolve("set");
        TinySet.write(set, 4);
        Path run = folder.resolve("run");
        Run trained =
                Run.of(
                        "train",
                        "spn",
                        "--data",
                        set,
                        "--out",
                        run,
                        "--steps",
                        3,
                        "--sides",
                        "48",
                        "--backbone",
                        "squeezenet1_1",
                        "--channels",
                        8,
                        "--superpixels",
                        20,
                        "--weights",
                        TinyEncoder.write(folder),
                        "--device",
                        "cpu",
                        "--batch",
                        2);
        assertThat(trained.code()).as(trained.err()).isZero();
        Path out = folder.resolve("masks");
        // Twice: a second call makes the same again.
        for (int i = 0; i < 2; i++) {
            Run made = Run.of("spn", "masks", run, "--data", set, "--out", out, "--device", "cpu");
            assertThat(made.code()).as(made.err()).isZero();
            assertThat(made.out()).contains("4 masks");
        }
        LabelledPictures masks = DataSetFormat.PLAIN.read(out, "train");
        assertThat(masks.classes()).containsExactly("background", "red", "green");
        assertThat(masks.pictures()).hasSize(4);
        var reader = new LabelReader(PhotoReader.usual());
        for (LabelledPicture each : masks.pictures()) {
            // Pictures of even numbers show red, the others green.
            int shown = 1 + Integer.parseInt(each.id().substring(7)) % 2;
            assertThat(Arrays.stream(reader.read(each.labels()).ints()).boxed().toList())
                    .isSubsetOf(List.of(0, shown));
            assertThat(PhotoReader.usual().read(each.picture()).width()).isEqualTo(32);
        }
        assertThat(Run.of("spn", "masks", set, "--data", set, "--out", out).err())
                .contains("holds no training run");
        assertThat(Run.of("decoupled", "masks", run, "--data", set, "--out", out).err())
                .contains("is a run of spn, not of decoupled");
        assertThat(Run.of("spn").err()).contains("masks");
    }
}
