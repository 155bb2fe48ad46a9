package smalti.cpu.convolution;

import java.util.Arrays;
import smalti.cpu.kernel.GemmKernels;
import smalti.cpu.kernel.Matrix;
import smalti.cpu.kernel.Strip;

/// What windows see of a batch of maps, as a matrix that is never built: a row an output, in its columns the channels of
/// each tap.
///
/// @param origin where the first channel of interest of the first pixel is
/// @param pixelStep from there to the next pixel
/// @param channels how many channels are of interest
record Seen(float[] values, int origin, int pixelStep, int channels, int batch, Taps taps) {
    /// How many values kernels may write too much.
    private static final int SPARE = 16;

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

    /// The rows that a row of outputs sees, if its window slides.
    ///
    /// @param line the row of outputs, counted through the batch
    /// @param zeros what is seen outside the map
    Strip strip(int line, float[] zeros) {
        int top = startOfLine(0, line);
        int middle = startOfLine(3, line);
        int bottom = startOfLine(6, line);
        return new Strip(
                top < 0 ? zeros : values,
                Math.max(0, top),
                middle < 0 ? zeros : values,
                Math.max(0, middle),
                bottom < 0 ? zeros : values,
                Math.max(0, bottom),
                pixelStep,
                taps.map().width(),
                taps.step().width(),
                -taps.columns()[0]);
    }

    /// Room for what up to `count` outputs of a row see, if taps are a box.
    Matrix room(Workspace workspace, int count) {
        int wide = taps.run(0);
        int height = taps.count() / wide * channels;
        int along = taps.step().width();
        int size = ((count - 1) * along + wide) * height + SPARE;
        return workspace.room(size, along * height);
    }

    /// What some outputs of a row see, if taps are a box: their columns from left to right, each from top to bottom.
    ///
    /// @param line the row, counted through the batch
    /// @param first the first of `count` outputs
    /// @param starts room for where as many rows begin as there are taps
    /// @param room takes it, unless it lies together in the map
    Matrix line(GemmKernels kernels, int line, int first, int count, int[] starts, Matrix room) {
        int wide = taps.run(0);
        int high = taps.count() / wide;
        int along = taps.step().width();
        int from = first * along + taps.columns()[0];
        int columns = (count - 1) * along + wide;
        if (high == 1 && from >= 0 && from + columns <= taps.map().width()) {
            int start = startOfLine(0, line);
            if (start >= 0 && (wide == 1 || pixelStep == channels)) {
                return new Matrix(values, start + from * pixelStep, along * pixelStep, 1);
            }
        }
        int height = high * channels;
        float[] packed = room.array();
        int entered = Math.clamp(-from, 0, columns);
        int left = Math.clamp(taps.map().width() - from, entered, columns);
        Arrays.fill(packed, 0, entered * height, 0);
        for (int row = 0; row < high; row++) {
            int start = startOfLine(row * wide, line);
            starts[row] = start < 0 ? -1 : start + (from + entered) * pixelStep;
        }
        kernels.packColumns(
                values,
                starts,
                high,
                pixelStep,
                channels,
                left - entered,
                packed,
                entered * height);
        Arrays.fill(packed, left * height, columns * height, 0);
        return room;
    }

    /// How many values a row of the map has.
    int lineLength() {
        return taps.map().width() * pixelStep;
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
            // Pixels side by side are one piece of memory if all their channels are of interest.
            int run = pixelStep == channels ? taps.run(tap) : 1;
            int width = Math.min(run * channels - channel, columns - done);
            locate(tap, channel, width, row, rows, starts);
            kernels.packRows(values, starts, rows, width, packed, done, step);
            if (run > 1) {
                packEdges(tap, channel, width, row, rows, starts, packed, done, step);
            }
            done += width;
        }
    }

    /// Finds where the values of a run of taps begin for each row, or -1 where any of them is outside the map.
    private void locate(int tap, int channel, int width, int row, int rows, int[] starts) {
        int wide = taps.outputs().width();
        int last = taps.map().width() * pixelStep - (pixelStep - channels) - width;
        for (int done = 0; done < rows; ) {
            int line = (row + done) / wide;
            int first = (row + done) % wide;
            int held = Math.min(wide - first, rows - done);
            int start = startOfLine(tap, line);
            int at = (first * taps.step().width() + taps.columns()[tap]) * pixelStep + channel;
            int along = taps.step().width() * pixelStep;
            for (int i = 0; i < held; i++, at += along) {
                boolean inside = start >= 0 && at >= 0 && at <= last;
                starts[done + i] = inside ? start + at : -1;
            }
            done += held;
        }
    }

    /// Where the row of the map begins that a row of outputs sees by a tap, or -1 outside.
    private int startOfLine(int tap, int line) {
        int row = line % taps.outputs().height() * taps.step().height() + taps.rows()[tap];
        if (row < 0 || row >= taps.map().height()) {
            return -1;
        }
        int image = line / taps.outputs().height();
        return origin + (image * taps.map().height() + row) * taps.map().width() * pixelStep;
    }

    /// Writes what lies inside the map of runs that begin or end outside of it.
    private void packEdges(
            int tap,
            int channel,
            int width,
            int row,
            int rows,
            int[] starts,
            float[] packed,
            int to,
            int step) {
        int length = taps.map().width() * pixelStep;
        for (int i = 0; i < rows; i++) {
            int start = starts[i] < 0 ? startOfLine(tap, (row + i) / taps.outputs().width()) : -1;
            if (start >= 0) {
                int column = (row + i) % taps.outputs().width();
                int at = (column * taps.step().width() + taps.columns()[tap]) * pixelStep + channel;
                int from = Math.max(at, 0);
                int end = Math.min(at + width, length);
                if (from < end) {
                    System.arraycopy(
                            values, start + from, packed, to + i * step + from - at, end - from);
                }
            }
        }
    }
}
