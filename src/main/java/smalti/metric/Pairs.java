package smalti.metric;

import smalti.tensor.Tensor;

/// What each pair of rows counts, so that all pairs that take part make a mean.
///
/// @param same `[N,N]`, above 0 for pairs of the same class
/// @param different `[N,N]`, above 0 for pairs of different classes
record Pairs(Tensor same, Tensor different) {
    /// @param classes of the rows, negative where one takes no part
    /// @param sameWeight what pairs of the same class count, against 1 for others
    static Pairs of(int[] classes, double sameWeight) {
        int rows = classes.length;
        long part = 0;
        for (int each : classes) {
            part += each >= 0 ? 1 : 0;
        }
        float share = part == 0 ? 0 : 1f / (part * part);
        float[] same = new float[rows * rows];
        float[] different = new float[rows * rows];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < rows; j++) {
                if (classes[i] >= 0 && classes[j] >= 0) {
                    if (classes[i] == classes[j]) {
                        same[i * rows + j] = (float) (share * sameWeight);
                    } else {
                        different[i * rows + j] = share;
                    }
                }
            }
        }
        return new Pairs(Tensor.of(same, rows, rows), Tensor.of(different, rows, rows));
    }
}
