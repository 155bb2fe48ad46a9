package smalti.cpu.convolution;

import smalti.cpu.kernel.GemmKernels;

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

    /// Writes a part of the matrix, by rows.
    ///
    /// @param row the first of `rows`
    /// @param column the first of `columns`
    /// @param packed takes rows `step` apart
    void pack(
            GemmKernels kernels,
            int row,
            int rows,
            int column,
            int columns,
            int[] starts,
            float[] packed,
            int step) {
        for (int done = 0; done < columns; ) {
            int tap = (column + done) / channels;
            int channel = (column + done) % channels;
            int width = Math.min(channels - channel, columns - done);
            taps.locate(tap, row, rows, origin + channel, pixelStep, starts);
            kernels.packRows(values, starts, rows, width, packed, done, step);
            done += width;
        }
    }
}
