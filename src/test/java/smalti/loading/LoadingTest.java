package smalti.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.dataset.DataSetFormat;
import smalti.dataset.LabelledPictures;
import smalti.error.FormatException;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.photo.PhotoReader;
import smalti.picture.Drawing;
import smalti.picture.PngFile;
import smalti.tensor.Tensor;

class LoadingTest {
    @TempDir private Path folder;

    @Test
    void eachRoundMeetsAllInAnotherOrder() {
        Order order = new Order(50, 7);
        List<Integer> first = new ArrayList<>();
        List<Integer> second = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            first.add(order.at(i));
            second.add(order.at(50 + i));
        }
        assertThat(new HashSet<>(first)).hasSize(50);
        assertThat(new HashSet<>(second)).hasSize(50);
        assertThat(first).isNotEqualTo(second);
        // Whoever asks first.
        assertThat(new Order(50, 7).at(73)).isEqualTo(second.get(23));
        assertThat(new Order(50, 8).at(73)).isNotEqualTo(second.get(23));
        assertThatThrownBy(() -> new Order(0, 1)).isInstanceOf(ParameterException.class);
    }

    @Test
    void aBatchIsWhatPicturesAreOneBehindTheOther() {
        // A part of a larger tensor, which begins somewhere in its array.
        Tensor part = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2, 1).at(2);
        Tensor batch = Stack.of(List.of(part, Tensor.of(new float[] {7, 8}, 2, 1)));
        assertThat(batch.shape().sizes()).containsExactly(2, 2, 1);
        assertThat(batch.floats()).containsExactly(5, 6, 7, 8);
        assertThat(Stack.of(List.of(Tensor.of(new int[] {3}, 1))).ints()).containsExactly(3);
        assertThatThrownBy(() -> Stack.of(List.of(part, Tensor.of(new float[] {7}, 1, 1))))
                .isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Stack.of(List.of(part, Tensor.of(new int[] {7, 8}, 2, 1))))
                .isInstanceOf(ShapeException.class);
    }

    @Test
    void batchesAreMadeAheadAndOnce() {
        Set<Long> made = ConcurrentHashMap.newKeySet();
        try (var prefetch =
                new Prefetch<>(
                        step -> {
                            assertThat(made.add(step)).isTrue();
                            return 10 * step;
                        },
                        6,
                        2,
                        3)) {
            for (long step = 2; step < 6; step++) {
                assertThat(prefetch.batch(step)).isEqualTo(10 * step);
            }
            assertThat(prefetch.waitedSeconds()).isPositive();
        }
        assertThat(made).containsExactlyInAnyOrder(2L, 3L, 4L, 5L);
    }

    @Test
    void whatLoadingThrowsIsThrownAtItsStep() {
        try (var prefetch =
                new Prefetch<Long>(
                        step -> {
                            if (step == 1) {
                                throw new FormatException("a.png", 3, "is damaged");
                            }
                            return step;
                        },
                        9,
                        1,
                        1)) {
            assertThat(prefetch.batch(0)).isZero();
            assertThatThrownBy(() -> prefetch.batch(1))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("a.png");
        }
    }

    @Test
    void brokenFilesArePassedOverToldOnceAndLimited() throws IOException {
        set();
        Files.writeString(folder.resolve("images/b.png"), "no picture");
        List<String> told = new ArrayList<>();
        Examples examples = examples(new BrokenFiles(1, told::add));
        assertThat(examples.at(1)).isEmpty();
        assertThat(examples.at(1)).isEmpty();
        // The next one stands in.
        assertThat(examples.at(new int[] {1}).getFirst().labels().ints()[0]).isEqualTo(2);
        assertThat(told).hasSize(1);
        assertThat(told.getFirst()).contains("b.png");
        Files.writeString(folder.resolve("labels/c.png"), "no labels");
        Examples again = examples(new BrokenFiles(1, told::add));
        assertThatThrownBy(() -> again.at(new int[] {1}))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("c.png")
                .hasMessageContaining("more than the 1");
    }

    @Test
    void labelsOutsideTheClassesAndOfAnotherSizeAreNamed() throws IOException {
        set();
        PngFile.writeLabels8(folder.resolve("labels/a.png"), labels(9, 4, 3));
        PngFile.writeLabels8(folder.resolve("labels/b.png"), labels(1, 4, 2));
        List<String> told = new ArrayList<>();
        Examples examples = examples(new BrokenFiles(2, told::add));
        assertThat(examples.at(0)).isEmpty();
        assertThat(examples.at(1)).isEmpty();
        assertThat(told.get(0)).contains("label 9 at [0,0]", "3 classes");
        assertThat(told.get(1)).contains("labels of 4 x 2 for a picture of 4 x 3");
        // 255 belongs to no class.
        PngFile.writeLabels8(folder.resolve("labels/c.png"), labels(255, 4, 3));
        assertThat(examples(new BrokenFiles(2, told::add)).at(2).orElseThrow().labels().ints())
                .containsOnly(-1);
    }

    /// What is kept is not read again; without room everything is.
    @Test
    void photosAreKeptWhileThereIsRoom() throws IOException {
        set();
        LabelledPictures set = DataSetFormat.PLAIN.read(folder, "all");
        var files = set.pictures().stream().map(each -> each.picture()).toList();
        var broken = new BrokenFiles(0, _ -> {});
        var some = new Photos(files, PhotoReader.usual(), broken, 4 * 3 * 3);
        assertThat(some.at(0).orElseThrow()).isSameAs(some.at(0).orElseThrow());
        assertThat(some.at(1).orElseThrow()).isNotSameAs(some.at(1).orElseThrow());
    }

    private Examples examples(BrokenFiles broken) throws IOException {
        LabelledPictures set = DataSetFormat.PLAIN.read(folder, "all");
        return new Examples(set, set.names(), PhotoReader.usual(), broken, 1 << 20);
    }

    private void set() throws IOException {
        Files.createDirectories(folder.resolve("images"));
        Files.createDirectories(folder.resolve("labels"));
        Files.writeString(folder.resolve("classes.txt"), "sky\nsea\nsand\n");
        int label = 0;
        for (String id : List.of("a", "b", "c")) {
            PngFile.write(
                    folder.resolve("images/" + id + ".png"),
                    Drawing.of(Tensor.of(new float[4 * 3 * 3], 1, 3, 4, 3)));
            PngFile.writeLabels8(folder.resolve("labels/" + id + ".png"), labels(label++, 4, 3));
        }
    }

    private static Tensor labels(int label, int width, int height) {
        int[] values = new int[width * height];
        java.util.Arrays.fill(values, label);
        return Tensor.of(values, height, width);
    }
}
