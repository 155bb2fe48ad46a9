package smalti.cpu.simd;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.kernel.ClusterWindow;
import smalti.cpu.kernel.SlicFrame;
import smalti.cpu.kernel.SlicKernels;

/// The superpixel kernels on vectors of 16-bit lanes. Rows are padded, so the last vector of a row may hang over and no
/// lane needs a mask.
public final class SimdSlicKernels implements SlicKernels {
    private static final VectorSpecies<Short> LANES = ShortVector.SPECIES_PREFERRED;
    private static final int LENGTH = LANES.length();

    @Override
    public void lab(
            byte[] rgb, int from, int pixels, short[] planes, int at, int plane, float[] light) {
        SimdLab.convert(rgb, from, pixels, planes, at, plane, light);
    }

    @Override
    public void smooth(
            short[] rows,
            int above,
            int here,
            int below,
            int side,
            int width,
            short[] scratch,
            short[] out,
            int at) {
        short centre = (short) (16 - 2 * side);
        for (int x = 0; x < width; x += LENGTH) {
            taps(rows, above + x, here + x, below + x, (short) side, centre)
                    .intoArray(scratch, x + 1);
        }
        scratch[0] = scratch[1];
        scratch[width + 1] = scratch[width];
        for (int x = 0; x < width; x += LENGTH) {
            taps(scratch, x, x + 1, x + 2, (short) side, centre).intoArray(out, at + x);
        }
    }

    private static ShortVector taps(
            short[] values, int before, int here, int after, short side, short centre) {
        return ShortVector.fromArray(LANES, values, before)
                .add(ShortVector.fromArray(LANES, values, after))
                .mul(side)
                .add(ShortVector.fromArray(LANES, values, here).mul(centre))
                .add((short) 8)
                .lanewise(ASHR, 4);
    }

    @Override
    public void prefix(short[] values, int at, short[] sums, int to, int width) {
        for (int block = 0; block < width; block += Long.SIZE) {
            short carried = 0;
            for (int x = block; x < Math.min(width, block + Long.SIZE); x += LENGTH) {
                ShortVector sum = ShortVector.fromArray(LANES, values, at + x);
                sum = sum.add(sum.rearrange(UP_1, FROM_1));
                sum = sum.add(sum.rearrange(UP_2, FROM_2));
                sum = sum.add(sum.rearrange(UP_4, FROM_4));
                if (LENGTH > 8) {
                    sum = sum.add(sum.rearrange(UP_8, FROM_8));
                }
                if (LENGTH > 16) {
                    sum = sum.add(sum.rearrange(UP_16, FROM_16));
                }
                sum = sum.add(carried);
                sum.intoArray(sums, to + x);
                carried = sums[to + x + LENGTH - 1];
            }
        }
    }

    private static final VectorShuffle<Short> UP_1 = up(1);
    private static final VectorShuffle<Short> UP_2 = up(2);
    private static final VectorShuffle<Short> UP_4 = up(4);
    private static final VectorShuffle<Short> UP_8 = up(8);
    private static final VectorShuffle<Short> UP_16 = up(16);
    private static final VectorMask<Short> FROM_1 = from(1);
    private static final VectorMask<Short> FROM_2 = from(2);
    private static final VectorMask<Short> FROM_4 = from(4);
    private static final VectorMask<Short> FROM_8 = from(8);
    private static final VectorMask<Short> FROM_16 = from(16);

    /// Moves every lane so many places up.
    private static VectorShuffle<Short> up(int lanes) {
        return VectorShuffle.fromOp(LANES, lane -> Math.max(0, lane - lanes));
    }

    /// The lanes that have another so many places below.
    private static VectorMask<Short> from(int lanes) {
        return VectorMask.fromLong(LANES, -1L << Math.min(lanes, LENGTH));
    }

    @Override
    public void assign(
            SlicFrame frame,
            short[] planes,
            short[] colours,
            ClusterWindow window,
            short[] best,
            short[] labels) {
        if (frame.channels() == 3) {
            assign3(frame, planes, colours, window, best, labels);
            return;
        }
        for (int row = 0; row < window.rows; row++) {
            short rowTerm = window.spatial[window.rowTerm + row * window.rowTermStep];
            int at = window.at + row * window.step;
            for (int x = 0; x < window.width; x += LENGTH) {
                ShortVector distance =
                        ShortVector.fromArray(LANES, window.spatial, window.columnTerm + x)
                                .add(rowTerm)
                                .add(colour(frame, planes, at + x, colours, window.colour));
                take(distance, best, labels, at + x, window.code);
            }
        }
    }

    private static void assign3(
            SlicFrame frame,
            short[] planes,
            short[] colours,
            ClusterWindow window,
            short[] best,
            short[] labels) {
        short[] spatial = window.spatial;
        int plane = frame.plane();
        int width = window.width;
        int columnTerm = window.columnTerm;
        short code = window.code;
        ShortVector first = ShortVector.broadcast(LANES, colours[window.colour]);
        ShortVector second = ShortVector.broadcast(LANES, colours[window.colour + 1]);
        ShortVector third = ShortVector.broadcast(LANES, colours[window.colour + 2]);
        for (int row = 0; row < window.rows; row++) {
            short rowTerm = spatial[window.rowTerm + row * window.rowTermStep];
            int at = window.at + row * window.step;
            for (int x = 0; x < width; x += LENGTH) {
                int i = at + x;
                ShortVector distance =
                        ShortVector.fromArray(LANES, spatial, columnTerm + x)
                                .add(rowTerm)
                                .add(ShortVector.fromArray(LANES, planes, i).sub(first).abs())
                                .add(
                                        ShortVector.fromArray(LANES, planes, i + plane)
                                                .sub(second)
                                                .abs())
                                .add(
                                        ShortVector.fromArray(LANES, planes, i + 2 * plane)
                                                .sub(third)
                                                .abs());
                take(distance, best, labels, i, code);
            }
        }
    }

    private static void take(
            ShortVector distance, short[] best, short[] labels, int at, short code) {
        ShortVector before = ShortVector.fromArray(LANES, best, at);
        VectorMask<Short> nearer = distance.compare(LT, before);
        distance.min(before).intoArray(best, at);
        ShortVector.fromArray(LANES, labels, at).blend(code, nearer).intoArray(labels, at);
    }

    /// The distance of a vector of pixels from a cluster's colour.
    private static ShortVector colour(
            SlicFrame frame, short[] planes, int at, short[] colours, int colour) {
        int plane = frame.plane();
        ShortVector distance = ShortVector.fromArray(LANES, planes, at).sub(colours[colour]).abs();
        for (int channel = 1; channel < frame.channels(); channel++) {
            distance =
                    distance.add(
                            ShortVector.fromArray(LANES, planes, at + channel * plane)
                                    .sub(colours[colour + channel])
                                    .abs());
        }
        return distance;
    }

    @Override
    public void refine(
            SlicFrame frame,
            short[] planes,
            short[] colours,
            ClusterWindow window,
            int neighbour,
            short[] previous,
            short[] best,
            short[] labels) {
        short[] spatial = window.spatial;
        int stride = frame.stride();
        short code = window.code;
        ShortVector each = ShortVector.broadcast(LANES, (short) neighbour);
        short all = (short) (9 * neighbour);
        for (int x = 0; x < window.width; x += LENGTH) {
            int at = window.at + x;
            ShortVector column =
                    ShortVector.fromArray(LANES, spatial, window.columnTerm + x).add(all);
            ShortVector above = inRow(previous, at - stride, code, each);
            ShortVector here = inRow(previous, at, code, each);
            for (int row = 0; row < window.rows; row++, at += stride) {
                ShortVector below = inRow(previous, at + stride, code, each);
                ShortVector same = above.add(here).add(below);
                VectorMask<Short> touching = same.compare(GT, (short) 0);
                if (touching.anyTrue()) {
                    ShortVector distance =
                            column.add(spatial[window.rowTerm + row * window.rowTermStep])
                                    .sub(same)
                                    .add(colour(frame, planes, at, colours, window.colour));
                    ShortVector before = ShortVector.fromArray(LANES, best, at);
                    VectorMask<Short> nearer = distance.compare(LT, before, touching);
                    before.blend(distance, nearer).intoArray(best, at);
                    ShortVector.fromArray(LANES, labels, at)
                            .blend(code, nearer)
                            .intoArray(labels, at);
                }
                above = here;
                here = below;
            }
        }
    }

    /// For each pixel, how much nearer it is made by itself and the ones to its left and right.
    private static ShortVector inRow(short[] labels, int at, short code, ShortVector each) {
        ShortVector none = ShortVector.zero(LANES);
        return none.add(each, ShortVector.fromArray(LANES, labels, at - 1).eq(code))
                .add(each, ShortVector.fromArray(LANES, labels, at).eq(code))
                .add(each, ShortVector.fromArray(LANES, labels, at + 1).eq(code));
    }

    @Override
    public void differences(short[] labels, int at, int other, int width, long[] words, int to) {
        for (int block = 0, word = to; block < width; block += Long.SIZE, word++) {
            long bits = 0;
            int end = Math.min(width - block, Long.SIZE);
            for (int x = 0; x < end; x += LENGTH) {
                bits |=
                        ShortVector.fromArray(LANES, labels, at + block + x)
                                        .compare(
                                                NE,
                                                ShortVector.fromArray(
                                                        LANES, labels, other + block + x))
                                        .toLong()
                                << x;
            }
            words[word] = end == Long.SIZE ? bits : bits & (1L << end) - 1;
        }
    }
}
