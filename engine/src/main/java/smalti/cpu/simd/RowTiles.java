package smalti.cpu.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// [Tiles] of a left matrix that is stored by rows: row `r` begins at `from + r·apart`. As many streams as rows cost a
/// twentieth of the speed, and spare packing.
///
/// Tiles that may have fewer rows are told the `last` one, and read it in place of those behind it.
final class RowTiles {
    private static final VectorSpecies<Float> LANES = Tiles.LANES;

    private RowTiles() {}

    /// Twelve rows.
    static void twelveRows(
            float[] left,
            int from,
            int apart,
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
        int ya = from;
        int yb = from + 1 * apart;
        int yc = from + 2 * apart;
        int yd = from + 3 * apart;
        int ye = from + 4 * apart;
        int yf = from + 5 * apart;
        int yg = from + 6 * apart;
        int yh = from + 7 * apart;
        int yi = from + 8 * apart;
        int yj = from + 9 * apart;
        int yk = from + 10 * apart;
        int yl = from + 11 * apart;
        for (int k = 0; k < depth; k++) {
            int x = start + k * step;
            var right0 = FloatVector.fromArray(LANES, right, x);
            var right1 = FloatVector.fromArray(LANES, right, x + LANES.length());
            var la = FloatVector.broadcast(LANES, left[ya + k]);
            a0 = la.fma(right0, a0);
            a1 = la.fma(right1, a1);
            var lb = FloatVector.broadcast(LANES, left[yb + k]);
            b0 = lb.fma(right0, b0);
            b1 = lb.fma(right1, b1);
            var lc = FloatVector.broadcast(LANES, left[yc + k]);
            c0 = lc.fma(right0, c0);
            c1 = lc.fma(right1, c1);
            var ld = FloatVector.broadcast(LANES, left[yd + k]);
            d0 = ld.fma(right0, d0);
            d1 = ld.fma(right1, d1);
            var le = FloatVector.broadcast(LANES, left[ye + k]);
            e0 = le.fma(right0, e0);
            e1 = le.fma(right1, e1);
            var lf = FloatVector.broadcast(LANES, left[yf + k]);
            f0 = lf.fma(right0, f0);
            f1 = lf.fma(right1, f1);
            var lg = FloatVector.broadcast(LANES, left[yg + k]);
            g0 = lg.fma(right0, g0);
            g1 = lg.fma(right1, g1);
            var lh = FloatVector.broadcast(LANES, left[yh + k]);
            h0 = lh.fma(right0, h0);
            h1 = lh.fma(right1, h1);
            var li = FloatVector.broadcast(LANES, left[yi + k]);
            i0 = li.fma(right0, i0);
            i1 = li.fma(right1, i1);
            var lj = FloatVector.broadcast(LANES, left[yj + k]);
            j0 = lj.fma(right0, j0);
            j1 = lj.fma(right1, j1);
            var lk = FloatVector.broadcast(LANES, left[yk + k]);
            k0 = lk.fma(right0, k0);
            k1 = lk.fma(right1, k1);
            var ll = FloatVector.broadcast(LANES, left[yl + k]);
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

    /// Six rows.
    static void sixRows(
            float[] left,
            int from,
            int apart,
            int last,
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
        int ya = from;
        int yb = from + Math.min(1, last) * apart;
        int yc = from + Math.min(2, last) * apart;
        int yd = from + Math.min(3, last) * apart;
        int ye = from + Math.min(4, last) * apart;
        int yf = from + Math.min(5, last) * apart;
        for (int k = 0; k < depth; k++) {
            int x = start + k * step;
            var right0 = FloatVector.fromArray(LANES, right, x);
            var right1 = FloatVector.fromArray(LANES, right, x + LANES.length());
            var la = FloatVector.broadcast(LANES, left[ya + k]);
            a0 = la.fma(right0, a0);
            a1 = la.fma(right1, a1);
            var lb = FloatVector.broadcast(LANES, left[yb + k]);
            b0 = lb.fma(right0, b0);
            b1 = lb.fma(right1, b1);
            var lc = FloatVector.broadcast(LANES, left[yc + k]);
            c0 = lc.fma(right0, c0);
            c1 = lc.fma(right1, c1);
            var ld = FloatVector.broadcast(LANES, left[yd + k]);
            d0 = ld.fma(right0, d0);
            d1 = ld.fma(right1, d1);
            var le = FloatVector.broadcast(LANES, left[ye + k]);
            e0 = le.fma(right0, e0);
            e1 = le.fma(right1, e1);
            var lf = FloatVector.broadcast(LANES, left[yf + k]);
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

    /// Four rows.
    static void fourRows(
            float[] left,
            int from,
            int apart,
            int last,
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
        int ya = from;
        int yb = from + Math.min(1, last) * apart;
        int yc = from + Math.min(2, last) * apart;
        int yd = from + Math.min(3, last) * apart;
        for (int k = 0; k < depth; k++) {
            int x = start + k * step;
            var right0 = FloatVector.fromArray(LANES, right, x);
            var right1 = FloatVector.fromArray(LANES, right, x + LANES.length());
            var la = FloatVector.broadcast(LANES, left[ya + k]);
            a0 = la.fma(right0, a0);
            a1 = la.fma(right1, a1);
            var lb = FloatVector.broadcast(LANES, left[yb + k]);
            b0 = lb.fma(right0, b0);
            b1 = lb.fma(right1, b1);
            var lc = FloatVector.broadcast(LANES, left[yc + k]);
            c0 = lc.fma(right0, c0);
            c1 = lc.fma(right1, c1);
            var ld = FloatVector.broadcast(LANES, left[yd + k]);
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

    /// Up to eight rows, one vector wide: a load and a broadcast a row keep the processor as busy as it can be.
    static void eightNarrow(
            float[] left,
            int from,
            int apart,
            int last,
            float[] right,
            int start,
            int step,
            int depth,
            float[] out,
            int at,
            int row) {
        var zero = FloatVector.zero(LANES);
        var a = zero;
        var b = zero;
        var c = zero;
        var d = zero;
        var e = zero;
        var f = zero;
        var g = zero;
        var h = zero;
        int ya = from;
        int yb = from + Math.min(1, last) * apart;
        int yc = from + Math.min(2, last) * apart;
        int yd = from + Math.min(3, last) * apart;
        int ye = from + Math.min(4, last) * apart;
        int yf = from + Math.min(5, last) * apart;
        int yg = from + Math.min(6, last) * apart;
        int yh = from + Math.min(7, last) * apart;
        for (int deep = 0; deep < depth; deep++) {
            var right0 = FloatVector.fromArray(LANES, right, start + deep * step);
            a = FloatVector.broadcast(LANES, left[ya + deep]).fma(right0, a);
            b = FloatVector.broadcast(LANES, left[yb + deep]).fma(right0, b);
            c = FloatVector.broadcast(LANES, left[yc + deep]).fma(right0, c);
            d = FloatVector.broadcast(LANES, left[yd + deep]).fma(right0, d);
            e = FloatVector.broadcast(LANES, left[ye + deep]).fma(right0, e);
            f = FloatVector.broadcast(LANES, left[yf + deep]).fma(right0, f);
            g = FloatVector.broadcast(LANES, left[yg + deep]).fma(right0, g);
            h = FloatVector.broadcast(LANES, left[yh + deep]).fma(right0, h);
        }
        ((FloatVector) Species.FLOATS_CLASS.cast(a)).intoArray(out, at);
        ((FloatVector) Species.FLOATS_CLASS.cast(b)).intoArray(out, at + row);
        ((FloatVector) Species.FLOATS_CLASS.cast(c)).intoArray(out, at + 2 * row);
        ((FloatVector) Species.FLOATS_CLASS.cast(d)).intoArray(out, at + 3 * row);
        ((FloatVector) Species.FLOATS_CLASS.cast(e)).intoArray(out, at + 4 * row);
        ((FloatVector) Species.FLOATS_CLASS.cast(f)).intoArray(out, at + 5 * row);
        ((FloatVector) Species.FLOATS_CLASS.cast(g)).intoArray(out, at + 6 * row);
        ((FloatVector) Species.FLOATS_CLASS.cast(h)).intoArray(out, at + 7 * row);
    }

    /// Up to four rows, one vector wide.
    static void fourNarrow(
            float[] left,
            int from,
            int apart,
            int last,
            float[] right,
            int start,
            int step,
            int depth,
            float[] out,
            int at,
            int row) {
        var zero = FloatVector.zero(LANES);
        var a = zero;
        var b = zero;
        var c = zero;
        var d = zero;
        int ya = from;
        int yb = from + Math.min(1, last) * apart;
        int yc = from + Math.min(2, last) * apart;
        int yd = from + Math.min(3, last) * apart;
        for (int deep = 0; deep < depth; deep++) {
            var right0 = FloatVector.fromArray(LANES, right, start + deep * step);
            a = FloatVector.broadcast(LANES, left[ya + deep]).fma(right0, a);
            b = FloatVector.broadcast(LANES, left[yb + deep]).fma(right0, b);
            c = FloatVector.broadcast(LANES, left[yc + deep]).fma(right0, c);
            d = FloatVector.broadcast(LANES, left[yd + deep]).fma(right0, d);
        }
        ((FloatVector) Species.FLOATS_CLASS.cast(a)).intoArray(out, at);
        ((FloatVector) Species.FLOATS_CLASS.cast(b)).intoArray(out, at + row);
        ((FloatVector) Species.FLOATS_CLASS.cast(c)).intoArray(out, at + 2 * row);
        ((FloatVector) Species.FLOATS_CLASS.cast(d)).intoArray(out, at + 3 * row);
    }
}
