package smalti.cpu.convolution;

/// What windows see of a batch of maps, as a matrix that is never built: a row an output, in its columns the channels of
/// each tap.
///
/// @param origin where the first channel of interest of the first pixel is
/// @param pixelStep from there to the next pixel
/// @param channels how many channels are of interest
record Seen(float[] values, int origin, int pixelStep, int channels, int batch, Taps taps) {
    int rows() {
        return batch * taps.pixels();
    }

    int depth() {
        return taps.count() * channels;
    }

    /// Finds what a tap sees in `count` rows from `row` on, from a channel on.
    void locate(int tap, int channel, int row, int count, int[] starts) {
        taps.locate(tap, row, count, origin + channel, pixelStep, starts);
    }
}
