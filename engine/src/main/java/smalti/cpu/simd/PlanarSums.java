package smalti.cpu.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.kernel.Share;
import smalti.cpu.kernel.Values;

/// Sums of pixels whose channels lie in planes. A run is taken in pieces of at most a vector; each lane has its own
/// accumulator, so nothing is summed across lanes until the end. Several planes share a piece's position and mask, which
/// also keeps as many streams of memory running and hides the latency between pieces of one segment.
///
/// Loads are never masked: a masked load is boxed by the compiler at hand (60 times slower). Lanes beyond the piece are
/// kept out of the sum by the mask of the addition, and a piece too close to the end of the array is added by scalars
/// into the same lanes.
final class PlanarSums {
    private static final VectorSpecies<Double> DOUBLES = Species.DOUBLES;
    private static final int LANES = DOUBLES.length();

    /// Planes this many floats apart, or a multiple, compete for the same few sets of the first cache.
    private static final int COLLIDING = 1024;

    private PlanarSums() {}

    static void add(Values x, Share share, double[] sums) {
        int wide = x.channelStep() % COLLIDING == 0 ? 4 : 8;
        int plane = 0;
        PieceRange range = PieceRange.of(share);
        for (; wide == 8 && plane + 8 <= x.channels(); plane += 8) {
            add8(x, plane, range, sums);
        }
        for (; plane + 4 <= x.channels(); plane += 4) {
            add4(x, plane, range, sums);
        }
        for (; plane < x.channels(); plane++) {
            add1(x, plane, range, sums);
        }
    }

    private static void add8(Values x, int plane, PieceRange range, double[] sums) {
        float[] array = x.array();
        int[] starts = range.starts();
        int[] labels = range.labels();
        byte[] lengths = range.lengths();
        int step = x.channelStep();
        int p0 = x.origin() + plane * step - range.firstPixel();
        int p1 = p0 + step;
        int p2 = p1 + step;
        int p3 = p2 + step;
        int p4 = p3 + step;
        int p5 = p4 + step;
        int p6 = p5 + step;
        int p7 = p6 + step;
        int row = x.channels() * LANES;
        int first = plane * LANES - range.low() * row;
        int safe = range.safe(array.length - LANES - p7);
        for (int piece = range.from(); piece < safe; piece++) {
            int label = labels[piece];
            if (label < range.low() || label >= range.high()) {
                continue;
            }
            int at = starts[piece];
            int to = first + label * row;
            var mask = VectorMask.fromLong(DOUBLES, (1L << lengths[piece]) - 1);
            addPiece(array, p0 + at, mask, sums, to);
            addPiece(array, p1 + at, mask, sums, to + LANES);
            addPiece(array, p2 + at, mask, sums, to + 2 * LANES);
            addPiece(array, p3 + at, mask, sums, to + 3 * LANES);
            addPiece(array, p4 + at, mask, sums, to + 4 * LANES);
            addPiece(array, p5 + at, mask, sums, to + 5 * LANES);
            addPiece(array, p6 + at, mask, sums, to + 6 * LANES);
            addPiece(array, p7 + at, mask, sums, to + 7 * LANES);
        }
        addLast(x, plane, 8, safe, range, sums);
    }

    private static void add4(Values x, int plane, PieceRange range, double[] sums) {
        float[] array = x.array();
        int[] starts = range.starts();
        int[] labels = range.labels();
        byte[] lengths = range.lengths();
        int step = x.channelStep();
        int p0 = x.origin() + plane * step - range.firstPixel();
        int p1 = p0 + step;
        int p2 = p1 + step;
        int p3 = p2 + step;
        int row = x.channels() * LANES;
        int first = plane * LANES - range.low() * row;
        int safe = range.safe(array.length - LANES - p3);
        for (int piece = range.from(); piece < safe; piece++) {
            int label = labels[piece];
            if (label < range.low() || label >= range.high()) {
                continue;
            }
            int at = starts[piece];
            int to = first + label * row;
            var mask = VectorMask.fromLong(DOUBLES, (1L << lengths[piece]) - 1);
            addPiece(array, p0 + at, mask, sums, to);
            addPiece(array, p1 + at, mask, sums, to + LANES);
            addPiece(array, p2 + at, mask, sums, to + 2 * LANES);
            addPiece(array, p3 + at, mask, sums, to + 3 * LANES);
        }
        addLast(x, plane, 4, safe, range, sums);
    }

    private static void add1(Values x, int plane, PieceRange range, double[] sums) {
        float[] array = x.array();
        int[] starts = range.starts();
        int[] labels = range.labels();
        byte[] lengths = range.lengths();
        int p0 = x.origin() + plane * x.channelStep() - range.firstPixel();
        int row = x.channels() * LANES;
        int first = plane * LANES - range.low() * row;
        int safe = range.safe(array.length - LANES - p0);
        for (int piece = range.from(); piece < safe; piece++) {
            int label = labels[piece];
            if (label < range.low() || label >= range.high()) {
                continue;
            }
            var mask = VectorMask.fromLong(DOUBLES, (1L << lengths[piece]) - 1);
            addPiece(array, p0 + starts[piece], mask, sums, first + label * row);
        }
        addLast(x, plane, 1, safe, range, sums);
    }

    private static void addPiece(
            float[] x, int at, VectorMask<Double> mask, double[] sums, int to) {
        DoubleVector.fromArray(DOUBLES, sums, to)
                .add(Species.widened(x, at), mask)
                .intoArray(sums, to);
    }

    /// The pieces behind which the array ends too soon for a vector, lane by lane.
    private static void addLast(
            Values x, int plane, int planes, int from, PieceRange range, double[] sums) {
        float[] array = x.array();
        for (int piece = from; piece < range.to(); piece++) {
            int label = range.labels()[piece];
            if (label < range.low() || label >= range.high()) {
                continue;
            }
            for (int p = plane; p < plane + planes; p++) {
                int at = range.at(x, p, piece);
                int to = ((label - range.low()) * x.channels() + p) * LANES;
                for (int lane = 0; lane < range.lengths()[piece]; lane++) {
                    sums[to + lane] += array[at + lane];
                }
            }
        }
    }
}
