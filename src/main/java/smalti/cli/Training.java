package smalti.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import smalti.demo.Scene;
import smalti.file.NpyWriter;
import smalti.picture.Drawing;
import smalti.picture.PngFile;
import smalti.tensor.Tensor;

/// What the build runs to learn which classes the program needs: the usual commands, on the program's own scene. Java's
/// ahead-of-time cache is made from it. It computes with scalar kernels: the cache cannot hold what builds on the Vector
/// API, whose module [VectorModule] loads later than the cache is read.
public final class Training {
    private Training() {}

    /// Runs the usual commands.
    ///
    /// @param arguments a folder to write to
    public static void main(String[] arguments) throws IOException {
        System.setProperty("java.awt.headless", "true");
        Path folder = Path.of(arguments[0]);
        Files.createDirectories(folder);
        try (PrintStream nobody =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            String photo = writeScene(folder);
            String out = folder.toString();
            run(nobody, "--help");
            run(nobody, "superpixels", photo, "--out", out);
            run(nobody, "superpixels", photo, "--method", "grid", "--out", out);
            run(nobody, "demo", "--out", out);
            String features =
                    writeArray(
                            folder.resolve("features.npy"),
                            Tensor.of(new float[8 * 8 * 3], 1, 8, 8, 3));
            String labels =
                    writeArray(folder.resolve("labels.npy"), Tensor.of(new int[8 * 8], 1, 8, 8));
            run(
                    nobody,
                    "pool",
                    "--features",
                    features,
                    "--labels",
                    labels,
                    "--out",
                    out + "/pooled.npz");
        }
    }

    /// The scene as a JPEG, as most photos are.
    private static String writeScene(Path folder) throws IOException {
        Path drawn = folder.resolve("drawn.png");
        PngFile.write(drawn, Drawing.of(Scene.draw()));
        Path photo = folder.resolve("photo.jpg");
        javax.imageio.ImageIO.write(
                javax.imageio.ImageIO.read(drawn.toFile()), "jpg", photo.toFile());
        return photo.toString();
    }

    private static String writeArray(Path file, Tensor array) throws IOException {
        NpyWriter.write(file, array);
        return file.toString();
    }

    private static void run(PrintStream nobody, String... arguments) {
        Program.run(arguments, nobody, nobody);
    }
}
