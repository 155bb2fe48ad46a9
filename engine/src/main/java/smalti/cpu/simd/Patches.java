package smalti.cpu.simd;

import java.util.function.IntToDoubleFunction;
import smalti.cpu.kernel.Share;
import smalti.cpu.kernel.Values;
import smalti.segment.SegmentMap;
import smalti.segment.Strips;

/// The patches of a share's strips, and where the values of their pieces are.
///
/// @param last the last pixel from which on a whole vector can be read in each plane; patches that begin a piece behind
///     it are taken lane by lane
record Patches(
        int[] labels,
        int[] pieces,
        int[] starts,
        byte[] masks,
        int from,
        int to,
        int firstPixel,
        int last,
        int low,
        int high) {

    static Patches of(Share share, Values x) {
        SegmentMap map = share.map();
        Strips strips = map.strips(Species.DOUBLES.length());
        int rows = strips.rows();
        int image = share.image() * Math.ceilDiv(map.height(), rows);
        boolean none = share.fromRun() == share.toRun();
        int first = share.firstPixel();
        int lastPlane = x.origin() + (x.channels() - 1) * x.channelStep();
        return new Patches(
                strips.patchLabels(),
                strips.patchPieces(),
                strips.starts(),
                strips.masks(),
                none ? 0 : strips.stripPatches()[image + row(share, share.fromRun()) / rows],
                none ? 0 : strips.stripPatches()[image + row(share, share.toRun() - 1) / rows + 1],
                first,
                x.array().length - Species.DOUBLES.length() - lastPlane + first,
                share.low(),
                share.high());
    }

    private static int row(Share share, int run) {
        return (share.map().runStarts()[run] - share.firstPixel()) / share.map().width();
    }

    /// Whether a patch is of a segment of interest.
    boolean holds(int patch) {
        return labels[patch] >= low && labels[patch] < high;
    }

    /// Whether each of its pieces can be read as a whole vector.
    boolean whole(int patch) {
        return starts[pieces[patch + 1] - 1] <= last;
    }

    /// The lanes of a piece.
    long mask(int piece) {
        return masks[piece] & 0xFF;
    }

    /// How many pixels a piece has.
    int length(int piece) {
        return Long.bitCount(mask(piece));
    }

    /// The table entry of a patch's segment and the first channel.
    int entry(Values x, int patch) {
        return (labels[patch] - low) * x.channels();
    }

    /// What to add to the start of a piece to find its values in a plane.
    int origin(Values x, int plane) {
        return x.origin() + plane * x.channelStep() - firstPixel;
    }

    /// The sum of a patch's terms, each lane by itself and then all of them, as vectors are added.
    ///
    /// @param term of a pixel in the batch
    double laneByLane(int patch, IntToDoubleFunction term) {
        return Lanes.sum(lane -> {
            double sum = 0;
            for (int piece = pieces[patch]; piece < pieces[patch + 1]; piece++) {
                if (lane < length(piece)) {
                    sum += term.applyAsDouble(starts[piece] + lane);
                }
            }
            return sum;
        });
    }
}
