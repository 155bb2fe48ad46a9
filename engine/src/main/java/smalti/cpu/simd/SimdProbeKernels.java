package smalti.cpu.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.kernel.ProbeKernels;

/// The probe's loops on vectors. Several at once, for one alone would wait for itself: a multiply-add takes four cycles
/// and two are begun in each.
public final class SimdProbeKernels implements ProbeKernels {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final int CHAINS = 10;

    @Override
    public float sum(float[] x, int from, int to) {
        int lanes = LANES.length();
        var a = FloatVector.zero(LANES);
        var b = a;
        var c = a;
        var d = a;
        int i = from;
        for (; i <= to - 4 * lanes; i += 4 * lanes) {
            a = a.add(FloatVector.fromArray(LANES, x, i));
            b = b.add(FloatVector.fromArray(LANES, x, i + lanes));
            c = c.add(FloatVector.fromArray(LANES, x, i + 2 * lanes));
            d = d.add(FloatVector.fromArray(LANES, x, i + 3 * lanes));
        }
        float sum = a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
        for (; i < to; i++) {
            sum += x[i];
        }
        return sum;
    }

    @Override
    public float multiplyAdd(int rounds) {
        var half = FloatVector.broadcast(LANES, 0.5f);
        var one = FloatVector.broadcast(LANES, 1f);
        var a = one;
        var b = one.add(Species.all((float) 1));
        var c = one.add(Species.all((float) 2));
        var d = one.add(Species.all((float) 3));
        var e = one.add(Species.all((float) 4));
        var f = one.add(Species.all((float) 5));
        var g = one.add(Species.all((float) 6));
        var h = one.add(Species.all((float) 7));
        var i = one.add(Species.all((float) 8));
        var j = one.add(Species.all((float) 9));
        for (int round = 0; round < rounds; round++) {
            a = a.fma(half, one);
            b = b.fma(half, one);
            c = c.fma(half, one);
            d = d.fma(half, one);
            e = e.fma(half, one);
            f = f.fma(half, one);
            g = g.fma(half, one);
            h = h.fma(half, one);
            i = i.fma(half, one);
            j = j.fma(half, one);
        }
        var sum = a.add(b).add(c.add(d)).add(e.add(f).add(g.add(h))).add(i.add(j));
        return sum.reduceLanes(VectorOperators.ADD);
    }

    @Override
    public int operations() {
        return 2 * CHAINS * LANES.length();
    }
}
