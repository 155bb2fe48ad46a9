package smalti.cpu.slic;

import smalti.cpu.kernel.SlicFrame;
import smalti.cpu.kernel.SlicKernels;
import smalti.cpu.scalar.ScalarSlicKernels;
import smalti.slic.ColourScale;
import smalti.slic.LabScale;
import smalti.superpixel.Picture;
import smalti.superpixel.Samples;

/// Rows of one picture as the 16-bit values that are compared.
sealed interface RowSource {
    /// Writes row `y` to `rows`, channels `plane` apart. Safe for use by several threads, each with its own scratch.
    void read(int y, short[] rows, int at, int plane, Scratch scratch);

    /// Room for one row on its way.
    record Scratch(float[] light, int[] levels) {
        static Scratch of(SlicFrame frame) {
            return new Scratch(
                    new float[3 * frame.stride()], new int[frame.channels() * frame.width()]);
        }
    }

    static RowSource of(Picture picture, int image, SlicKernels kernels) {
        int from = image * picture.height() * picture.width() * picture.channels();
        if (!picture.rgb()) {
            return new Plain(
                    new Levels(picture.samples()),
                    from,
                    picture.width(),
                    picture.channels(),
                    ColourScale.of(picture).range());
        }
        if (picture.samples() instanceof Samples.Bytes(byte[] values)) {
            return new RgbBytes(values, from, picture.width(), kernels);
        }
        return new Rgb(new Levels(picture.samples()), from, picture.width());
    }

    /// RGB bytes, the common case.
    record RgbBytes(byte[] values, int from, int width, SlicKernels kernels) implements RowSource {
        @Override
        public void read(int y, short[] rows, int at, int plane, Scratch scratch) {
            kernels.lab(values, from + 3 * y * width, width, rows, at, plane, scratch.light());
        }
    }

    /// RGB of any other type.
    record Rgb(Levels levels, int from, int width) implements RowSource {
        @Override
        public void read(int y, short[] rows, int at, int plane, Scratch scratch) {
            int[] row = scratch.levels();
            levels.read(from + 3 * y * width, 3 * width, row);
            float[] linear = LabScale.linear16();
            for (int x = 0; x < width; x++) {
                ScalarSlicKernels.lab(
                        linear[row[3 * x]],
                        linear[row[3 * x + 1]],
                        linear[row[3 * x + 2]],
                        rows,
                        at + x,
                        plane);
            }
        }
    }

    /// Channels that are no colours, each on the same scale.
    record Plain(Levels levels, int from, int width, int channels, int range) implements RowSource {
        @Override
        public void read(int y, short[] rows, int at, int plane, Scratch scratch) {
            int[] row = scratch.levels();
            levels.read(from + channels * y * width, channels * width, row);
            for (int channel = 0; channel < channels; channel++) {
                for (int x = 0; x < width; x++) {
                    int level = row[channels * x + channel];
                    rows[at + channel * plane + x] =
                            (short) ((2 * level * range + Levels.FULL) / (2 * Levels.FULL));
                }
            }
        }
    }

    /// Rows that have been smoothed before.
    record Smoothed(SlicFrame frame, short[] planes) implements RowSource {
        @Override
        public void read(int y, short[] rows, int at, int plane, Scratch scratch) {
            for (int channel = 0; channel < frame.channels(); channel++) {
                System.arraycopy(
                        planes,
                        frame.at(0, y) + channel * frame.plane(),
                        rows,
                        at + channel * plane,
                        frame.width());
            }
        }
    }
}
