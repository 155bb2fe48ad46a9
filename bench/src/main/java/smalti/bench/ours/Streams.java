package smalti.bench.ours;

import java.util.Arrays;
import java.util.function.IntConsumer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.work.Workers;

/// The fastest loops over memory and registers that Java has: the ceilings that kernels are measured against. Each
/// thread has one contiguous part. Not safe for use by several callers at once.
public final class Streams {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;

    /// Independent multiply-adds, enough to hide the latency of each.
    private static final int CHAINS = 10;

    private static final int ROUNDS = 1 << 20;

    private static final int OPERATIONS_A_ROUND = 2 * CHAINS * LANES.length();

    private final Workers workers;
    private final double[] parts;

    public Streams(Workers workers) {
        this.workers = workers;
        this.parts = new double[workers.threads()];
    }

    /// Reads every value.
    Double sum(float[] values) {
        share(part -> parts[part] = sum(values, bound(values, part), bound(values, part + 1)));
        return Arrays.stream(parts).sum();
    }

    /// Writes every value.
    float[] fill(float[] values) {
        share(part -> Arrays.fill(values, bound(values, part), bound(values, part + 1), 1f));
        return values;
    }

    /// Computes multiply-adds in registers alone.
    ///
    /// @return how many floating-point operations that were
    public double multiplyAdd() {
        multiplyAddInRounds(ROUNDS);
        return (double) OPERATIONS_A_ROUND * ROUNDS * parts.length;
    }

    /// Computes about so many floating-point operations in registers alone.
    Double multiplyAdd(long operations) {
        multiplyAddInRounds((int) Math.max(1, operations / OPERATIONS_A_ROUND / parts.length));
        return Arrays.stream(parts).sum();
    }

    private void multiplyAddInRounds(int rounds) {
        share(part -> parts[part] = multiplyAdds(1 + part * 1e-3f, rounds));
    }

    private void share(IntConsumer part) {
        workers.run(parts.length, part);
    }

    private int bound(float[] values, int part) {
        return (int) ((long) values.length * part / parts.length);
    }

    private static double sum(float[] values, int from, int to) {
        int step = LANES.length();
        FloatVector a = FloatVector.zero(LANES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int i = from;
        for (; i <= to - 4 * step; i += 4 * step) {
            a = a.add(FloatVector.fromArray(LANES, values, i));
            b = b.add(FloatVector.fromArray(LANES, values, i + step));
            c = c.add(FloatVector.fromArray(LANES, values, i + 2 * step));
            d = d.add(FloatVector.fromArray(LANES, values, i + 3 * step));
        }
        double sum = a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
        for (; i < to; i++) {
            sum += values[i];
        }
        return sum;
    }

    private static double multiplyAdds(float start, int rounds) {
        FloatVector factor = FloatVector.broadcast(LANES, 0.999f);
        FloatVector term = FloatVector.broadcast(LANES, start);
        FloatVector a = term;
        FloatVector b = term;
        FloatVector c = term;
        FloatVector d = term;
        FloatVector e = term;
        FloatVector f = term;
        FloatVector g = term;
        FloatVector h = term;
        FloatVector i = term;
        FloatVector j = term;
        for (int round = 0; round < rounds; round++) {
            a = a.fma(factor, term);
            b = b.fma(factor, term);
            c = c.fma(factor, term);
            d = d.fma(factor, term);
            e = e.fma(factor, term);
            f = f.fma(factor, term);
            g = g.fma(factor, term);
            h = h.fma(factor, term);
            i = i.fma(factor, term);
            j = j.fma(factor, term);
        }
        FloatVector all = a.add(b).add(c.add(d)).add(e.add(f)).add(g.add(h)).add(i.add(j));
        return all.reduceLanes(VectorOperators.ADD);
    }
}
