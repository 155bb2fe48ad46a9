package smalti.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import smalti.device.Device;
import smalti.op.MatrixOp;
import smalti.tensor.Tensor;

/// Guesses classes from the nearest of features whose classes are known: the most frequent among eleven, the nearer of equally
/// frequent ones.
final class NearestClasses {
    private static final int NEIGHBOURS = 11;

    private final int classes;
    private final Device device;
    private final List<Tensor> features = new ArrayList<>();
    private final List<int[]> known = new ArrayList<>();

    NearestClasses(int classes, Device device) {
        this.classes = classes;
        this.device = device;
    }

    /// Adds features whose classes are known.
    ///
    /// @param rows `[N,D]`
    /// @param own the class of each, negative where nobody knows
    void remember(Tensor rows, int[] own) {
        features.add(rows);
        known.add(own);
    }

    /// The class of each row, 0 if nothing is known.
    ///
    /// @param rows `[N,D]`
    int[] classes(Tensor rows) {
        int count = rows.shape().size(0);
        float[][] distances = new float[count][NEIGHBOURS];
        int[][] nearest = new int[count][NEIGHBOURS];
        for (int row = 0; row < count; row++) {
            Arrays.fill(distances[row], Float.POSITIVE_INFINITY);
            Arrays.fill(nearest[row], -1);
        }
        for (int part = 0; part < features.size(); part++) {
            Tensor apart =
                    device.fetch(
                            device.run(new MatrixOp.SquaredDistances(), rows, features.get(part)));
            int others = features.get(part).shape().size(0);
            for (int row = 0; row < count; row++) {
                for (int other = 0; other < others; other++) {
                    int own = known.get(part)[other];
                    float distance = apart.floats()[apart.offset() + row * others + other];
                    if (own >= 0 && distance < distances[row][NEIGHBOURS - 1]) {
                        insert(distances[row], nearest[row], distance, own);
                    }
                }
            }
        }
        return Arrays.stream(nearest).mapToInt(this::mostFrequent).toArray();
    }

    private static void insert(float[] distances, int[] nearest, float distance, int own) {
        int at = NEIGHBOURS - 1;
        for (; at > 0 && distances[at - 1] > distance; at--) {
            distances[at] = distances[at - 1];
            nearest[at] = nearest[at - 1];
        }
        distances[at] = distance;
        nearest[at] = own;
    }

    private int mostFrequent(int[] nearest) {
        int[] counts = new int[classes];
        int best = 0;
        // From the farthest on, so that of equally frequent classes the nearer one is left.
        for (int i = NEIGHBOURS - 1; i >= 0; i--) {
            if (nearest[i] >= 0) {
                counts[nearest[i]]++;
            }
        }
        for (int i = NEIGHBOURS - 1; i >= 0; i--) {
            if (nearest[i] >= 0 && counts[nearest[i]] >= counts[best]) {
                best = nearest[i];
            }
        }
        return best;
    }
}
