package smalti.cpu.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Tiles of a product, two vectors wide: their sums stay in registers for the whole depth of a block, so that a step in
/// depth takes two loads and a broadcast a row. Vectors have names, for an array of them would not stay in registers.
///
/// A tile reads columns of the left matrix at `from`, each `along` after the one before, whose rows lie together, and rows
/// of the right at `start`, each `step` after the one before; it writes rows at `at`, `row` apart.
final class Tiles {
    static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;

    private Tiles() {}

    /// Twelve rows: 24 vectors of sums, for machines with 32 registers.
    static void twelveRows(
            float[] left,
            int from,
            int along,
            float[] right,
            int start,
            int step,
            int depth,
            float[] out,
            int at,
            int row) {
        var zero = FloatVector.zero(LANES);
        var a0 = zero;
        var a1 = zero;
        var b0 = zero;
        var b1 = zero;
        var c0 = zero;
        var c1 = zero;
        var d0 = zero;
        var d1 = zero;
        var e0 = zero;
        var e1 = zero;
        var f0 = zero;
        var f1 = zero;
        var g0 = zero;
        var g1 = zero;
        var h0 = zero;
        var h1 = zero;
        var i0 = zero;
        var i1 = zero;
        var j0 = zero;
        var j1 = zero;
        var k0 = zero;
        var k1 = zero;
        var l0 = zero;
        var l1 = zero;
        for (int k = 0; k < depth; k++) {
            int x = start + k * step;
            var right0 = FloatVector.fromArray(LANES, right, x);
            var right1 = FloatVector.fromArray(LANES, right, x + LANES.length());
            int y = from + k * along;
            var la = FloatVector.broadcast(LANES, left[y + 0]);
            a0 = la.fma(right0, a0);
            a1 = la.fma(right1, a1);
            var lb = FloatVector.broadcast(LANES, left[y + 1]);
            b0 = lb.fma(right0, b0);
            b1 = lb.fma(right1, b1);
            var lc = FloatVector.broadcast(LANES, left[y + 2]);
            c0 = lc.fma(right0, c0);
            c1 = lc.fma(right1, c1);
            var ld = FloatVector.broadcast(LANES, left[y + 3]);
            d0 = ld.fma(right0, d0);
            d1 = ld.fma(right1, d1);
            var le = FloatVector.broadcast(LANES, left[y + 4]);
            e0 = le.fma(right0, e0);
            e1 = le.fma(right1, e1);
            var lf = FloatVector.broadcast(LANES, left[y + 5]);
            f0 = lf.fma(right0, f0);
            f1 = lf.fma(right1, f1);
            var lg = FloatVector.broadcast(LANES, left[y + 6]);
            g0 = lg.fma(right0, g0);
            g1 = lg.fma(right1, g1);
            var lh = FloatVector.broadcast(LANES, left[y + 7]);
            h0 = lh.fma(right0, h0);
            h1 = lh.fma(right1, h1);
            var li = FloatVector.broadcast(LANES, left[y + 8]);
            i0 = li.fma(right0, i0);
            i1 = li.fma(right1, i1);
            var lj = FloatVector.broadcast(LANES, left[y + 9]);
            j0 = lj.fma(right0, j0);
            j1 = lj.fma(right1, j1);
            var lk = FloatVector.broadcast(LANES, left[y + 10]);
            k0 = lk.fma(right0, k0);
            k1 = lk.fma(right1, k1);
            var ll = FloatVector.broadcast(LANES, left[y + 11]);
            l0 = ll.fma(right0, l0);
            l1 = ll.fma(right1, l1);
        }
        ((FloatVector) Species.FLOATS_CLASS.cast(a0)).intoArray(out, at);
        ((FloatVector) Species.FLOATS_CLASS.cast(a1)).intoArray(out, at + LANES.length());
        ((FloatVector) Species.FLOATS_CLASS.cast(b0)).intoArray(out, at + row);
        ((FloatVector) Species.FLOATS_CLASS.cast(b1)).intoArray(out, at + row + LANES.length());
        ((FloatVector) Species.FLOATS_CLASS.cast(c0)).intoArray(out, at + 2 * row);
        ((FloatVector) Species.FLOATS_CLASS.cast(c1)).intoArray(out, at + 2 * row + LANES.length());
        ((FloatVector) Species.FLOATS_CLASS.cast(d0)).intoArray(out, at + 3 * row);
        ((FloatVector) Species.FLOATS_CLASS.cast(d1)).intoArray(out, at + 3 * row + LANES.length());
        ((FloatVector) Species.FLOATS_CLASS.cast(e0)).intoArray(out, at + 4 * row);
        ((FloatVector) Species.FLOATS_CLASS.cast(e1)).intoArray(out, at + 4 * row + LANES.length());
        ((FloatVector) Species.FLOATS_CLASS.cast(f0)).intoArray(out, at + 5 * row);
        ((FloatVector) Species.FLOATS_CLASS.cast(f1)).intoArray(out, at + 5 * row + LANES.length());
        ((FloatVector) Species.FLOATS_CLASS.cast(g0)).intoArray(out, at + 6 * row);
        ((FloatVector) Species.FLOATS_CLASS.cast(g1)).intoArray(out, at + 6 * row + LANES.length());
        ((FloatVector) Species.FLOATS_CLASS.cast(h0)).intoArray(out, at + 7 * row);
        ((FloatVector) Species.FLOATS_CLASS.cast(h1)).intoArray(out, at + 7 * row + LANES.length());
        ((FloatVector) Species.FLOATS_CLASS.cast(i0)).intoArray(out, at + 8 * row);
        ((FloatVector) Species.FLOATS_CLASS.cast(i1)).intoArray(out, at + 8 * row + LANES.length());
        ((FloatVector) Species.FLOATS_CLASS.cast(j0)).intoArray(out, at + 9 * row);
        ((FloatVector) Species.FLOATS_CLASS.cast(j1)).intoArray(out, at + 9 * row + LANES.length());
        ((FloatVector) Species.FLOATS_CLASS.cast(k0)).intoArray(out, at + 10 * row);
        ((FloatVector) Species.FLOATS_CLASS.cast(k1))
                .intoArray(out, at + 10 * row + LANES.length());
        ((FloatVector) Species.FLOATS_CLASS.cast(l0)).intoArray(out, at + 11 * row);
        ((FloatVector) Species.FLOATS_CLASS.cast(l1))
                .intoArray(out, at + 11 * row + LANES.length());
    }

    /// Six rows: 12 vectors of sums, for machines with 16 registers.
    static void sixRows(
            float[] left,
            int from,
            int along,
            float[] right,
            int start,
            int step,
            int depth,
            float[] out,
            int at,
            int row) {
        var zero = FloatVector.zero(LANES);
        var a0 = zero;
        var a1 = zero;
        var b0 = zero;
        var b1 = zero;
        var c0 = zero;
        var c1 = zero;
        var d0 = zero;
        var d1 = zero;
        var e0 = zero;
        var e1 = zero;
        var f0 = zero;
        var f1 = zero;
        for (int k = 0; k < depth; k++) {
            int x = start + k * step;
            var right0 = FloatVector.fromArray(LANES, right, x);
            var right1 = FloatVector.fromArray(LANES, right, x + LANES.length());
            int y = from + k * along;
            var la = FloatVector.broadcast(LANES, left[y + 0]);
            a0 = la.fma(right0, a0);
            a1 = la.fma(right1, a1);
            var lb = FloatVector.broadcast(LANES, left[y + 1]);
            b0 = lb.fma(right0, b0);
            b1 = lb.fma(right1, b1);
            var lc = FloatVector.broadcast(LANES, left[y + 2]);
            c0 = lc.fma(right0, c0);
            c1 = lc.fma(right1, c1);
            var ld = FloatVector.broadcast(LANES, left[y + 3]);
            d0 = ld.fma(right0, d0);
            d1 = ld.fma(right1, d1);
            var le = FloatVector.broadcast(LANES, left[y + 4]);
            e0 = le.fma(right0, e0);
            e1 = le.fma(right1, e1);
            var lf = FloatVector.broadcast(LANES, left[y + 5]);
            f0 = lf.fma(right0, f0);
            f1 = lf.fma(right1, f1);
        }
        ((FloatVector) Species.FLOATS_CLASS.cast(a0)).intoArray(out, at);
        ((FloatVector) Species.FLOATS_CLASS.cast(a1)).intoArray(out, at + LANES.length());
        ((FloatVector) Species.FLOATS_CLASS.cast(b0)).intoArray(out, at + row);
        ((FloatVector) Species.FLOATS_CLASS.cast(b1)).intoArray(out, at + row + LANES.length());
        ((FloatVector) Species.FLOATS_CLASS.cast(c0)).intoArray(out, at + 2 * row);
        ((FloatVector) Species.FLOATS_CLASS.cast(c1)).intoArray(out, at + 2 * row + LANES.length());
        ((FloatVector) Species.FLOATS_CLASS.cast(d0)).intoArray(out, at + 3 * row);
        ((FloatVector) Species.FLOATS_CLASS.cast(d1)).intoArray(out, at + 3 * row + LANES.length());
        ((FloatVector) Species.FLOATS_CLASS.cast(e0)).intoArray(out, at + 4 * row);
        ((FloatVector) Species.FLOATS_CLASS.cast(e1)).intoArray(out, at + 4 * row + LANES.length());
        ((FloatVector) Species.FLOATS_CLASS.cast(f0)).intoArray(out, at + 5 * row);
        ((FloatVector) Species.FLOATS_CLASS.cast(f1)).intoArray(out, at + 5 * row + LANES.length());
    }

    /// Four rows, for what is left over.
    static void fourRows(
            float[] left,
            int from,
            int along,
            float[] right,
            int start,
            int step,
            int depth,
            float[] out,
            int at,
            int row) {
        var zero = FloatVector.zero(LANES);
        var a0 = zero;
        var a1 = zero;
        var b0 = zero;
        var b1 = zero;
        var c0 = zero;
        var c1 = zero;
        var d0 = zero;
        var d1 = zero;
        for (int k = 0; k < depth; k++) {
            int x = start + k * step;
            var right0 = FloatVector.fromArray(LANES, right, x);
            var right1 = FloatVector.fromArray(LANES, right, x + LANES.length());
            int y = from + k * along;
            var la = FloatVector.broadcast(LANES, left[y + 0]);
            a0 = la.fma(right0, a0);
            a1 = la.fma(right1, a1);
            var lb = FloatVector.broadcast(LANES, left[y + 1]);
            b0 = lb.fma(right0, b0);
            b1 = lb.fma(right1, b1);
            var lc = FloatVector.broadcast(LANES, left[y + 2]);
            c0 = lc.fma(right0, c0);
            c1 = lc.fma(right1, c1);
            var ld = FloatVector.broadcast(LANES, left[y + 3]);
            d0 = ld.fma(right0, d0);
            d1 = ld.fma(right1, d1);
        }
        ((FloatVector) Species.FLOATS_CLASS.cast(a0)).intoArray(out, at);
        ((FloatVector) Species.FLOATS_CLASS.cast(a1)).intoArray(out, at + LANES.length());
        ((FloatVector) Species.FLOATS_CLASS.cast(b0)).intoArray(out, at + row);
        ((FloatVector) Species.FLOATS_CLASS.cast(b1)).intoArray(out, at + row + LANES.length());
        ((FloatVector) Species.FLOATS_CLASS.cast(c0)).intoArray(out, at + 2 * row);
        ((FloatVector) Species.FLOATS_CLASS.cast(c1)).intoArray(out, at + 2 * row + LANES.length());
        ((FloatVector) Species.FLOATS_CLASS.cast(d0)).intoArray(out, at + 3 * row);
        ((FloatVector) Species.FLOATS_CLASS.cast(d1)).intoArray(out, at + 3 * row + LANES.length());
    }
}
