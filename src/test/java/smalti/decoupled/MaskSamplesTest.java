package smalti.decoupled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.dataset.DataSetFormat;
import smalti.error.SmaltiException;
import smalti.loading.BrokenFiles;
import smalti.loading.Examples;
import smalti.photo.PhotoReader;
import smalti.picture.PngFile;
import smalti.tensor.Tensor;
import smalti.train.TinySet;

class MaskSamplesTest {
    private static final int SIDE = 32;

    @TempDir private Path folder;

    private static MaskSample sample(int picture, int chosen, double scatter) {
        return new MaskSample(picture, chosen, new Scatter(100, scatter));
    }

    /// Of three masks of class 0 the better half, rounded up; of the one of class 1 this one, however scattered it is.
    @Test
    void ofEachClassTheLeastScatteredAreLearntFrom() {
        MaskSample worst = sample(0, 0, 3);
        MaskSample best = sample(1, 0, 1);
        MaskSample middle = sample(2, 0, 2);
        MaskSample alone = sample(2, 1, 9);
        var all = new MaskSamples(List.of(0, 1, 2), List.of(worst, alone, best, middle));
        assertThat(all.leastScattered(0.5).samples()).containsExactly(best, middle, alone);
        assertThat(all.leastScattered(0).samples()).containsExactly(best, alone);
        assertThat(all.leastScattered(1).samples()).hasSize(4);
        assertThat(all.leastScattered(0.5).pictures()).containsExactly(0, 1, 2);
    }

    /// A picture of each kind: red, 16 pixels of it, nothing at all, and a broken one.
    @Test
    void pairsOfPictureAndClassAreFoundInMasks() throws IOException {
        TinySet.write(folder, 4);
        write(0, 16 * SIDE);
        write(1, 16);
        write(2, 0);
        Files.writeString(folder.resolve("labels/picture3.png"), "no picture");
        MaskSamples found = MaskSamples.of(examples(), 2);
        assertThat(found.pictures()).containsExactly(0, 1, 2);
        assertThat(found.samples()).hasSize(1);
        assertThat(found.samples().getFirst().picture()).isZero();
        assertThat(found.samples().getFirst().chosen()).isZero();
        assertThat(found.samples().getFirst().scatter().pixels()).isEqualTo(16 * SIDE);
        write(0, 0);
        assertThatThrownBy(() -> MaskSamples.of(examples(), 2))
                .isInstanceOf(SmaltiException.class)
                .hasMessageContaining("no mask");
    }

    private void write(int picture, int red) throws IOException {
        int[] labels = new int[SIDE * SIDE];
        Arrays.fill(labels, 0, red, 1);
        PngFile.writeLabels8(
                folder.resolve("labels/picture" + picture + ".png"), Tensor.of(labels, SIDE, SIDE));
    }

    private Examples examples() throws IOException {
        return new Examples(
                DataSetFormat.PLAIN.read(folder, "train"),
                List.of("background", "red", "green"),
                PhotoReader.usual(),
                new BrokenFiles(1, _ -> {}),
                1 << 20);
    }
}
