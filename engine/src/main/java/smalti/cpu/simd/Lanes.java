package smalti.cpu.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Joins the lanes of table entries, always in the same order: by halves. The reductions of the Vector API promise no
/// order, and give other bits in interpreted than in compiled code.
final class Lanes {
    private static final VectorSpecies<Double> DOUBLES = Species.DOUBLES;
    private static final int LANES = DOUBLES.length();
    private static final VectorShuffle<Double> BY_FOUR = rotated(4);
    private static final VectorShuffle<Double> BY_TWO = rotated(2);
    private static final VectorShuffle<Double> BY_ONE = rotated(1);

    private Lanes() {}

    private static VectorShuffle<Double> rotated(int by) {
        return VectorShuffle.iota(DOUBLES, by % LANES, 1, true);
    }

    static void sum(double[] table, int entries) {
        for (int entry = 0; entry < entries; entry++) {
            var all = DoubleVector.fromArray(DOUBLES, table, entry * LANES);
            if (LANES >= 8) {
                all = all.add(all.rearrange(BY_FOUR));
            }
            if (LANES >= 4) {
                all = all.add(all.rearrange(BY_TWO));
            }
            table[entry] = all.add(all.rearrange(BY_ONE)).lane(0);
        }
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
