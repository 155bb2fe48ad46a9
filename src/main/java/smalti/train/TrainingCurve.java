package smalti.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import smalti.picture.CurvePicture;
import smalti.picture.PngFile;

/// Keeps the losses of a run and draws them as a picture, now and then and at the end.
public final class TrainingCurve implements Witness {
    private final Path file;
    private final long interval;
    private double[] losses = new double[1024];
    private int count;
    private long first;

    /// @param interval the steps between pictures
    public TrainingCurve(Path file, long interval) {
        this.file = file;
        this.interval = interval;
    }

    @Override
    public void see(Progress progress) {
        if (count == 0) {
            first = progress.step();
        }
        if (count == losses.length) {
            losses = Arrays.copyOf(losses, 2 * count);
        }
        losses[count++] = progress.loss();
        if (progress.step() % interval == 0 || progress.step() == progress.steps()) {
            try {
                PngFile.write(file, CurvePicture.draw("loss", Arrays.copyOf(losses, count), first));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
