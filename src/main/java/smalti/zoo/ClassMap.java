package smalti.zoo;

import smalti.tensor.Tensor;

/// The class with the highest score, pixel by pixel.
final class ClassMap {
    private ClassMap() {}

    /// @param scores `[1,H,W,C]`
    /// @return `I32 [H,W]`; the first of equals
    static Tensor of(Tensor scores) {
        int height = scores.shape().size(1);
        int width = scores.shape().size(2);
        int classes = scores.shape().size(3);
        float[] values = scores.floats();
        int[] best = new int[height * width];
        for (int pixel = 0, at = scores.offset(); pixel < best.length; pixel++, at += classes) {
            for (int each = 1; each < classes; each++) {
                if (values[at + each] > values[at + best[pixel]]) {
                    best[pixel] = each;
                }
            }
        }
        return Tensor.of(best, height, width);
    }
}
