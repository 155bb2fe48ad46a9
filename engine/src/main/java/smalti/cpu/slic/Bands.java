package smalti.cpu.slic;

import java.util.function.IntConsumer;
import smalti.cpu.work.Workers;

/// The rows of a picture shared out among threads.
///
/// @param count how many bands, at least 1
/// @param height rows of the picture
record Bands(Workers workers, int count, int height) {
    /// As many bands as there are threads, but none below a number of pixels, or without a row.
    static Bands of(Workers workers, int width, int height, int pixelsABand) {
        long worthwhile = Math.min(height, (long) width * height / pixelsABand);
        return new Bands(workers, Math.clamp(worthwhile, 1, workers.threads()), height);
    }

    /// Does a job for each band and returns when all are done.
    void each(IntConsumer job) {
        workers.run(count, job);
    }

    /// The first row of a band; of the band behind the last, the number of rows.
    int row(int band) {
        return (int) ((long) height * band / count);
    }
}
