package smalti.cpu.slic;

import smalti.cpu.kernel.SlicFrame;
import smalti.cpu.kernel.SlicKernels;
import smalti.slic.Seeds;

/// The clusters' centres, mean colours and bounding boxes. All are integers, so that sums of partial sums are exact in
/// any order.
final class Clusters {
    /// Labels that clusters may have: two of the 16-bit codes have a meaning of their own.
    static final int CODES = 65534;

    final int count;
    final int channels;
    final int[] x;
    final int[] y;

    /// A cluster's mean colour, `count * channels`.
    final short[] colours;

    /// The box that holds a cluster's pixels: first and last column, first and last row.
    final int[] boxes;

    /// The largest colour distance of a cluster's pixels in the iteration before.
    final int[] contrasts;

    private final int height;

    Clusters(Seeds seeds, SlicFrame frame) {
        this.count = seeds.x().length;
        this.channels = frame.channels();
        this.height = frame.height();
        this.x = seeds.x();
        this.y = seeds.y();
        this.colours = new short[count * channels];
        this.boxes = new int[4 * count];
        this.contrasts = new int[count];
    }

    /// Takes the colours at the centres.
    void pickColours(SlicFrame frame, short[] planes) {
        for (int cluster = 0; cluster < count; cluster++) {
            int at = frame.at(x[cluster], y[cluster]);
            for (int channel = 0; channel < channels; channel++) {
                colours[cluster * channels + channel] = planes[at + channel * frame.plane()];
            }
        }
    }

    static short code(int cluster) {
        return (short) (cluster % CODES);
    }

    /// The cluster behind a label in row `row`. Where labels repeat, that is the one of its bearers whose seed lay
    /// nearest to the row: bearers are tens of thousands of clusters apart, more than any cluster wanders.
    int cluster(short code, int row) {
        int low = code & 0xFFFF;
        if (count <= CODES) {
            return low;
        }
        long expected = (long) count * row / height;
        long turns =
                Math.clamp(
                        Math.floorDiv(expected - low + CODES / 2, (long) CODES),
                        0,
                        (count - 1 - low) / CODES);
        return (int) (low + turns * CODES);
    }

    static boolean isCluster(short code) {
        return code != SlicKernels.NOBODY && code != SlicKernels.LEFT_OUT;
    }

    /// Moves clusters to the means of their pixels; those without pixels stay.
    ///
    /// @return the mean distance moved, along rows and columns added up
    double move(ClusterSums[] parts) {
        long moved = 0;
        for (int cluster = 0; cluster < count; cluster++) {
            long pixels = 0;
            long sumX = 0;
            long sumY = 0;
            int contrast = 0;
            for (ClusterSums part : parts) {
                int at = cluster * part.entries;
                pixels += part.sums[at];
                sumX += part.sums[at + 1];
                sumY += part.sums[at + 2];
                contrast = Math.max(contrast, part.contrasts[cluster]);
            }
            if (pixels > 0) {
                int newX = mean(sumX, pixels);
                int newY = mean(sumY, pixels);
                moved += Math.abs(newX - x[cluster]) + Math.abs(newY - y[cluster]);
                x[cluster] = newX;
                y[cluster] = newY;
                contrasts[cluster] = contrast;
                for (int channel = 0; channel < channels; channel++) {
                    long sum = 0;
                    for (ClusterSums part : parts) {
                        sum += part.sums[cluster * part.entries + ClusterSums.COLOURS + channel];
                    }
                    colours[cluster * channels + channel] = (short) mean(sum, pixels);
                }
            }
        }
        return (double) moved / count;
    }

    /// Takes over the boxes; a cluster without pixels gets an empty one.
    void enclose(ClusterSums[] parts) {
        for (int cluster = 0, at = 0; cluster < count; cluster++, at += 4) {
            boxes[at] = Integer.MAX_VALUE;
            boxes[at + 1] = -1;
            boxes[at + 2] = Integer.MAX_VALUE;
            boxes[at + 3] = -1;
            for (ClusterSums part : parts) {
                for (int box = at; box < part.boxes.length; box += boxes.length) {
                    boxes[at] = Math.min(boxes[at], part.boxes[box]);
                    boxes[at + 1] = Math.max(boxes[at + 1], part.boxes[box + 1]);
                    boxes[at + 2] = Math.min(boxes[at + 2], part.boxes[box + 2]);
                    boxes[at + 3] = Math.max(boxes[at + 3], part.boxes[box + 3]);
                }
            }
        }
    }

    /// The mean, rounded half up; sums are never negative.
    private static int mean(long sum, long pixels) {
        long doubled = 2 * sum + pixels;
        if (doubled <= Integer.MAX_VALUE) {
            return (int) doubled / (int) (2 * pixels);
        }
        return (int) (doubled / (2 * pixels));
    }
}
