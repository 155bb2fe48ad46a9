package smalti.cpu.convolution;

import java.util.Arrays;

/// Where the products of a matrix [Seen] with filters go: a row a pixel, in it as many values as there are filters.
///
/// @param origin where the first value of the first pixel goes
/// @param pixelStep from there to the next pixel
/// @param columns values of a pixel
/// @param places of the rows among the pixels, as a single tap; if [#together] they follow each other
/// @param bias what is added to each pixel, from `biasOrigin` on, if `biased`
record Target(
        float[] array,
        int origin,
        int pixelStep,
        int columns,
        Taps places,
        boolean together,
        float[] bias,
        int biasOrigin,
        boolean biased) {

    /// Where the first output of a row begins.
    ///
    /// @param line the row among those of the places, counted through the batch
    int start(int line) {
        int row = line % places.outputs().height();
        int image = line / places.outputs().height();
        int y = image * places.map().height() + row * places.step().height() + places.rows()[0];
        return origin + (y * places.map().width() + places.columns()[0]) * pixelStep;
    }

    /// Sets `count` values from column `column` of a pixel to the bias, or to 0.
    void start(float[] out, int at, int column, int count) {
        if (biased) {
            System.arraycopy(bias, biasOrigin + column, out, at, count);
        } else {
            Arrays.fill(out, at, at + count, 0);
        }
    }

    /// Adds the bias to `count` outputs from column `column` of a pixel, the first of which is at `at`.
    void addBias(int at, int column, int count) {
        int from = biasOrigin + column;
        for (int i = 0; i < count; i++) {
            array[at + i] += bias[from + i];
        }
    }
}
