package smalti.superpixel;

import java.util.Arrays;

/// Parts of a picture with their pixels and mean values; those that have joined count as one.
final class Parts {
    /// How much a long common border speaks for joining.
    private static final double BORDER_WEIGHT = 2;

    private final int channels;
    private final int[] sizes;
    private final long[] sums;
    private final int[] parents;
    private int alive;

    Parts(int[] sizes, long[] sums, int channels) {
        this.channels = channels;
        this.sizes = sizes;
        this.sums = sums;
        this.alive = sizes.length;
        this.parents = new int[sizes.length];
        Arrays.setAll(parents, part -> part);
    }

    /// Parts that are left.
    int alive() {
        return alive;
    }

    /// Whether a part has not joined another.
    boolean isAlive(int part) {
        return parents[part] == part;
    }

    /// How many parts there were at first.
    int count() {
        return sizes.length;
    }

    int size(int part) {
        return sizes[part];
    }

    /// Pixels of all parts.
    long area() {
        long area = 0;
        for (int part = 0; part < sizes.length; part++) {
            area += isAlive(part) ? sizes[part] : 0;
        }
        return area;
    }

    /// Makes `part` a piece of `kept`.
    void join(int part, int kept) {
        parents[part] = kept;
        sizes[kept] += sizes[part];
        for (int channel = 0; channel < channels; channel++) {
            sums[kept * channels + channel] += sums[part * channels + channel];
        }
        alive--;
    }

    /// How much joining two parts adds to the squared deviation from the means (Ward's criterion), for the length of
    /// their border.
    ///
    /// @param offset added to the squared distance of the means
    double cost(int one, int other, int border, double offset) {
        double a = sizes[one];
        double b = sizes[other];
        double distance = offset;
        for (int channel = 0; channel < channels; channel++) {
            double difference =
                    sums[one * channels + channel] / a - sums[other * channels + channel] / b;
            distance += difference * difference;
        }
        double gain = a * b / (a + b) * distance;
        return gain / (1 + BORDER_WEIGHT * border / Math.sqrt(Math.min(a, b)));
    }

    /// The number of each part as it is now, in raster order if parts were numbered so.
    int[] numbers() {
        int[] numbers = new int[parents.length];
        Arrays.fill(numbers, -1);
        int next = 0;
        for (int part = 0; part < parents.length; part++) {
            // The first of the joined parts is not always their root, and raster order goes by the
            // first.
            int root = root(part);
            if (numbers[root] < 0) {
                numbers[root] = next++;
            }
            numbers[part] = numbers[root];
        }
        return numbers;
    }

    private int root(int part) {
        int at = part;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }
}
