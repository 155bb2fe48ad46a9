package smalti.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import smalti.picture.Drawing;
import smalti.picture.PngFile;
import smalti.tensor.Tensor;

/// A data set of a few small pictures: a red or a green square somewhere on blue.
public final class TinySet {
    private static final int SIDE = 32;
    private static final int SQUARE = 16;
    private static final int[] COLOURS = {0x2040C0, 0xD03020, 0x20B040};

    private TinySet() {}

    /// Writes the set, with parts `train` and `val`.
    public static void write(Path folder, int pictures) throws IOException {
        Files.createDirectories(folder.resolve("images"));
        Files.createDirectories(folder.resolve("labels"));
        Files.writeString(folder.resolve("classes.txt"), "background\nred\ngreen\n");
        var random = new SplittableRandom(3);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < pictures; i++) {
            int[] rgb = new int[SIDE * SIDE];
            int[] labels = new int[SIDE * SIDE];
            int top = random.nextInt(SIDE - SQUARE);
            int left = random.nextInt(SIDE - SQUARE);
            for (int at = 0; at < rgb.length; at++) {
                int y = at / SIDE - top;
                int x = at % SIDE - left;
                labels[at] = y >= 0 && y < SQUARE && x >= 0 && x < SQUARE ? 1 + i % 2 : 0;
                rgb[at] = COLOURS[labels[at]] ^ random.nextInt(8);
            }
            String name = "picture" + i;
            PngFile.write(folder.resolve("images/" + name + ".png"), new Drawing(SIDE, SIDE, rgb));
            PngFile.writeLabels8(
                    folder.resolve("labels/" + name + ".png"), Tensor.of(labels, SIDE, SIDE));
            names.add(name);
        }
        Files.write(folder.resolve("train.txt"), names);
        Files.write(folder.resolve("val.txt"), names.subList(0, 2));
    }
}
