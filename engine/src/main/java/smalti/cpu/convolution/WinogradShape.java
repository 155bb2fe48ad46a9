package smalti.cpu.convolution;

import java.util.Optional;
import smalti.op.Size;

/// A window of 3x3 taps in single steps, whose outputs are computed in blocks of 4x4. Where taps lie `spread` apart, so do
/// the outputs of a block: those of each remainder make blocks of their own.
///
/// @param top from an output to the first of the rows that it sees
/// @param left the same of columns
/// @param order for each place of the 3x3, by rows, the tap that is there
record WinogradShape(Size map, Size outputs, Size spread, int top, int left, int[] order) {
    private static final int BLOCK = 4;
    private static final int SIDE = 3;

    /// Channels and filters must be a multiple of this.
    private static final int MULTIPLE = 16;

    /// With fewer products of a channel and a filter, transforming takes longer than what it saves.
    private static final int LEAST_PRODUCTS = 512;

    /// The shape of these taps, if they are such a window and there are channels and filters for whole vectors.
    static Optional<WinogradShape> of(Taps taps, int channels, int filters) {
        boolean fits =
                taps.count() == SIDE * SIDE
                        && taps.step().equals(Size.square(1))
                        && channels > 0
                        && channels % MULTIPLE == 0
                        && filters % MULTIPLE == 0
                        && channels * filters >= LEAST_PRODUCTS;
        if (!fits) {
            return Optional.empty();
        }
        int[] rows = taps.rows();
        int[] columns = taps.columns();
        int last = SIDE * SIDE - 1;
        int top = Math.min(rows[0], rows[last]);
        int left = Math.min(columns[0], columns[last]);
        Size spread =
                new Size(
                        Math.abs(rows[last] - rows[0]) / 2,
                        Math.abs(columns[last] - columns[0]) / 2);
        if (spread.height() == 0 || spread.width() == 0) {
            // All taps in a row, or in a column.
            return Optional.empty();
        }
        int[] order = new int[SIDE * SIDE];
        for (int tap = 0; tap <= last; tap++) {
            int row = (rows[tap] - top) / spread.height();
            order[row * SIDE + (columns[tap] - left) / spread.width()] = tap;
        }
        return Optional.of(new WinogradShape(taps.map(), taps.outputs(), spread, top, left, order));
    }

    /// Blocks below each other, those of all remainders.
    int down() {
        return blocks(outputs.height(), spread.height());
    }

    /// Blocks side by side, those of all remainders.
    int across() {
        return blocks(outputs.width(), spread.width());
    }

    private static int blocks(int size, int spread) {
        return Math.min(size, spread) * Math.ceilDiv(Math.ceilDiv(size, spread), BLOCK);
    }

    /// The first of the rows of outputs of a block.
    int row(int block) {
        return first(block, outputs.height(), spread.height());
    }

    /// The first of the columns of outputs of a block.
    int column(int block) {
        return first(block, outputs.width(), spread.width());
    }

    private static int first(int block, int size, int spread) {
        int remainders = Math.min(size, spread);
        return block % remainders + block / remainders * BLOCK * spread;
    }
}
