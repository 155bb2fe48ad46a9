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

    /// The same of some of the channels.
    Seen from(int channel, int count) {
        return new Seen(values, origin + channel, pixelStep, count, batch, taps);
    }

    /// Finds what an output sees of the map.
    ///
    /// @param line the row of the output, counted through the batch
    /// @param starts gets where each pixel that it sees begins
    /// @param met gets for each of those its tap
    /// @return how many they are
    int meet(int line, int column, int[] starts, int[] met) {
        int row = line % taps.outputs().height();
        int image = line / taps.outputs().height();
        int count = 0;
        for (int tap = 0; tap < taps.count(); tap++) {
            if (taps.meets(tap, row, column)) {
                int y = image * taps.map().height() + row * taps.step().height() + taps.rows()[tap];
                int x = column * taps.step().width() + taps.columns()[tap];
                starts[count] = origin + (y * taps.map().width() + x) * pixelStep;
                met[count++] = tap;
            }
        }
        return count;
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
