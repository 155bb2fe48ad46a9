package smalti.cpu.convolution;

import smalti.cpu.matrix.Finisher;

/// Where the products of a matrix [Seen] with filters go: a row a pixel, in it as many values as there are filters.
///
/// @param origin where the first value of the first pixel goes
/// @param pixelStep from there to the next pixel
/// @param columns values of a pixel
/// @param places of the rows among the pixels, as a single tap; if [#together] they follow each other
/// @param finisher finishes the values of pixels
record Target(
        float[] array,
        int origin,
        int pixelStep,
        int columns,
        Taps places,
        boolean together,
        Finisher finisher) {

    /// Where the first output of a row begins.
    ///
    /// @param line the row among those of the places, counted through the batch
    int start(int line) {
        int row = line % places.outputs().height();
        int image = line / places.outputs().height();
        int y = image * places.map().height() + row * places.step().height() + places.rows()[0];
        return origin + (y * places.map().width() + places.columns()[0]) * pixelStep;
    }
}
