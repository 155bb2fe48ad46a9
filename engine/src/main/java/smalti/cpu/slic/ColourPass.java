package smalti.cpu.slic;

import java.util.Optional;
import smalti.cpu.kernel.SlicFrame;
import smalti.cpu.kernel.SlicKernels;

/// Reads a band of rows and smooths them once: the rows pass through a ring of three while they are in
/// the cache.
final class ColourPass {
    private static final int RING = 3;

    private final SlicFrame frame;
    private final SlicKernels kernels;
    private final RowSource source;
    private final Optional<boolean[]> inside;
    private final short[] ring;
    private final short[] scratch;
    private final RowSource.Scratch row;

    ColourPass(SlicFrame frame, SlicKernels kernels, RowSource source, Optional<boolean[]> inside) {
        this.frame = frame;
        this.kernels = kernels;
        this.source = source;
        this.inside = inside;
        this.ring = new short[RING * slot() + SlicFrame.MARGIN];
        this.row = RowSource.Scratch.of(frame);
        this.scratch = new short[frame.stride() + SlicFrame.MARGIN];
    }

    private int slot() {
        return frame.channels() * frame.stride();
    }

    /// Fills the planes of some rows.
    ///
    /// @param side the weight of a neighbour in 16ths; 0 for no smoothing
    void read(int firstRow, int endRow, int side, short[] planes) {
        int last = frame.height() - 1;
        for (int y = Math.max(0, firstRow - 1); y < Math.min(endRow, firstRow + 1); y++) {
            readRow(y);
        }
        for (int y = firstRow; y < endRow; y++) {
            if (y < last) {
                readRow(y + 1);
            }
            for (int channel = 0; channel < frame.channels(); channel++) {
                int above = ringAt(Math.max(0, y - 1), channel);
                int here = ringAt(y, channel);
                int below = ringAt(Math.min(last, y + 1), channel);
                int out = frame.at(0, y) + channel * frame.plane();
                if (side == 0) {
                    System.arraycopy(ring, here, planes, out, frame.width());
                } else {
                    kernels.smooth(
                            ring, above, here, below, side, frame.width(), scratch, planes, out);
                }
            }
        }
    }

    private int ringAt(int y, int channel) {
        return y % RING * slot() + channel * frame.stride();
    }

    private void readRow(int y) {
        source.read(y, ring, ringAt(y, 0), frame.stride(), row);
        inside.ifPresent(flags -> extend(flags, y));
    }

    /// Pixels left out take the colour of the last one inside, or of the first one, so that smoothing does not mix in
    /// what is outside.
    private void extend(boolean[] flags, int y) {
        int width = frame.width();
        int row = y * width;
        int known = -1;
        for (int x = 0; x < width && known < 0; x++) {
            known = flags[row + x] ? x : -1;
        }
        for (int x = 0; x < width && known >= 0; x++) {
            if (flags[row + x]) {
                known = x;
            } else {
                for (int channel = 0; channel < frame.channels(); channel++) {
                    ring[ringAt(y, channel) + x] = ring[ringAt(y, channel) + known];
                }
            }
        }
    }
}
