package smalti.cpu.simd;

import smalti.cpu.kernel.Share;
import smalti.cpu.kernel.Values;
import smalti.segment.RunPieces;

/// The pieces of a share's rows, each at most as long as a vector of doubles.
record PieceRange(
        int[] starts,
        int[] labels,
        byte[] lengths,
        int from,
        int to,
        int firstPixel,
        int low,
        int high) {

    static PieceRange of(Share share) {
        RunPieces pieces = share.map().pieces(Species.DOUBLES.length());
        int row = share.image() * share.map().height();
        return new PieceRange(
                pieces.starts(),
                pieces.labels(),
                pieces.lengths(),
                pieces.rowPieces()[row + share.fromRow()],
                pieces.rowPieces()[row + share.toRow()],
                share.firstPixel(),
                share.low(),
                share.high());
    }

    /// The first piece of this range that starts behind pixel `last` of the batch; all before may be read as whole
    /// vectors.
    int safe(int last) {
        int piece = to;
        while (piece > from && starts[piece - 1] > last) {
            piece--;
        }
        return piece;
    }

    /// Whether a piece belongs to the segments of interest.
    boolean holds(int piece) {
        return labels[piece] >= low && labels[piece] < high;
    }

    /// The table entry of a piece's segment and the first channel.
    int entry(Values x, int piece) {
        return (labels[piece] - low) * x.channels();
    }

    /// Where the values of a piece begin in a plane.
    int at(Values x, int plane, int piece) {
        return x.origin() + plane * x.channelStep() + starts[piece] - firstPixel;
    }
}
