package smalti.cpu.simd;

import java.util.function.IntToDoubleFunction;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Joins the lanes of sums, always in the same order: neighbours, then pairs, then fours. The reductions of the Vector
/// API promise no order, and give other bits in interpreted than in compiled code.
final class Lanes {
    private static final VectorSpecies<Double> DOUBLES = Species.DOUBLES;
    private static final int LANES = DOUBLES.length();
    private static final long ALL = (1L << LANES) - 1;
    private static final VectorShuffle<Double> NEIGHBOURS = exchanged(1);
    private static final VectorShuffle<Double> PAIRS = exchanged(2);
    private static final VectorShuffle<Double> FOURS = exchanged(4);

    private Lanes() {}

    /// Each lane in the place of that `by` away, within twice as many.
    private static VectorShuffle<Double> exchanged(int by) {
        return VectorShuffle.fromOp(DOUBLES, lane -> by < LANES ? lane ^ by : lane);
    }

    /// The sum of all lanes.
    static double sum(DoubleVector lanes) {
        var all = lanes.add(lanes.rearrange(NEIGHBOURS));
        if (LANES >= 4) {
            all = all.add(all.rearrange(PAIRS));
        }
        if (LANES >= 8) {
            all = all.add(all.rearrange(FOURS));
        }
        return all.lane(0);
    }

    /// The same sum of lanes that are computed one by one.
    static double sum(IntToDoubleFunction lane) {
        return sum(lane, 0, LANES);
    }

    private static double sum(IntToDoubleFunction lane, int from, int count) {
        if (count == 1) {
            return lane.applyAsDouble(from);
        }
        return sum(lane, from, count / 2) + sum(lane, from + count / 2, count / 2);
    }

    /// Sums of neighbours: those of `a` in even lanes, those of `b` in odd ones.
    static DoubleVector joinNeighbours(DoubleVector a, DoubleVector b) {
        var odd = VectorMask.fromLong(DOUBLES, 0b10101010 & ALL);
        return a.blend(b, odd).add(b.blend(a, odd).rearrange(NEIGHBOURS));
    }

    /// Sums of pairs of lanes that [#joinNeighbours] made.
    static DoubleVector joinPairs(DoubleVector a, DoubleVector b) {
        var odd = VectorMask.fromLong(DOUBLES, 0b11001100 & ALL);
        return a.blend(b, odd).add(b.blend(a, odd).rearrange(PAIRS));
    }

    /// Sums of fours of lanes that [#joinPairs] made.
    static DoubleVector joinFours(DoubleVector a, DoubleVector b) {
        var odd = VectorMask.fromLong(DOUBLES, 0b11110000 & ALL);
        return a.blend(b, odd).add(b.blend(a, odd).rearrange(FOURS));
    }

    /// Products are folded one by one: at 256 bits C2 boxes the shuffles of this fold.
    static void multiply(double[] table, int entries) {
        for (int entry = 0; entry < entries; entry++) {
            double product = table[entry * LANES];
            for (int lane = 1; lane < LANES; lane++) {
                product *= table[entry * LANES + lane];
            }
            table[entry] = product;
        }
    }
}
