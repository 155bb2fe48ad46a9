package smalti.train;

import java.io.PrintStream;
import java.util.Locale;

/// A line on a terminal that is drawn anew as training goes on: a bar, loss, learning rate, pictures a second, time left.
public final class TrainingLine implements Witness, AutoCloseable {
    private static final int WIDTH = 24;
    private static final double REDRAW_SECONDS = 0.1;
    private static final String CLEAR = "\r\u001B[K";

    /// The weight of the newest loss in the mean that is shown.
    private static final double NEWEST = 0.05;

    private final PrintStream out;
    private final int pictures;
    private double loss;
    private double drawn = Double.NEGATIVE_INFINITY;

    /// @param pictures in a batch
    public TrainingLine(PrintStream out, int pictures) {
        this.out = out;
        this.pictures = pictures;
    }

    @Override
    public void see(Progress progress) {
        loss =
                Double.isInfinite(drawn)
                        ? progress.loss()
                        : loss + NEWEST * (progress.loss() - loss);
        boolean last = progress.step() == progress.steps();
        if (!last && progress.seconds() - drawn < REDRAW_SECONDS) {
            return;
        }
        drawn = progress.seconds();
        int filled = (int) (WIDTH * progress.step() / Math.max(1, progress.steps()));
        long left = Math.round(progress.secondsLeft());
        out.print(
                String.format(
                        Locale.ROOT,
                        "%s[%s%s] %d/%d  loss %.4g  rate %.2g  %.1f pictures/s  %d:%02d:%02d left",
                        CLEAR,
                        "=".repeat(filled),
                        " ".repeat(WIDTH - filled),
                        progress.step(),
                        progress.steps(),
                        loss,
                        progress.rate(),
                        progress.here() * pictures / Math.max(1e-9, progress.seconds()),
                        left / 3600,
                        left / 60 % 60,
                        left % 60));
        out.flush();
    }

    /// Ends the line.
    @Override
    public void close() {
        out.println();
    }
}
