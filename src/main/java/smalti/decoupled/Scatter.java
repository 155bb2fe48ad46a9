package smalti.decoupled;

import smalti.error.ParameterException;
import smalti.tensor.Tensor;

/// How far the pixels of a mask lie apart: the mean squared distance from their middle, over their number. A disc, which lies
/// closest, has `1 / (2·pi)`, whatever its size, as long as it has many pixels; a mask in pieces has more.
///
/// @param pixels of the mask
/// @param value 0 for a mask of one pixel
record Scatter(long pixels, double value) {
    /// The scatter of the pixels of one label.
    ///
    /// @param labels `I32 [H,W]`, at least one of which is the label
    static Scatter of(Tensor labels, int label) {
        int width = labels.shape().size(1);
        int[] values = labels.ints();
        long count = 0;
        double sumX = 0;
        double sumY = 0;
        double squares = 0;
        for (int i = 0; i < labels.elements(); i++) {
            if (values[labels.offset() + i] == label) {
                double x = i % width;
                double y = (double) (i / width);
                count++;
                sumX += x;
                sumY += y;
                squares += x * x + y * y;
            }
        }
        if (count == 0) {
            throw new ParameterException("the label of a mask", "one that is there", label);
        }
        double middleX = sumX / count;
        double middleY = sumY / count;
        double mean = squares / count - middleX * middleX - middleY * middleY;
        return new Scatter(count, Math.max(0, mean) / count);
    }
}
