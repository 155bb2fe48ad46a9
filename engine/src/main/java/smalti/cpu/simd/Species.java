package smalti.cpu.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The vector shapes of the pooling kernels. Floats that are to be widened are loaded as half vectors, since taking the
/// upper part of a whole vector costs several times as much as a second load.
final class Species {
    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;

    private static final VectorShape HALF =
            VectorShape.forBitSize(DOUBLES.vectorShape().vectorBitSize() / 2);

    /// As many floats as [#DOUBLES] has lanes.
    static final VectorSpecies<Float> HALF_FLOATS = VectorSpecies.of(float.class, HALF);

    /// As many integers as [#DOUBLES] has lanes.
    static final VectorSpecies<Integer> HALF_INTS = VectorSpecies.of(int.class, HALF);

    /// How many elements [#store] overwrites.
    static final int STORED = FLOATS.length();

    private Species() {}

    /// As many floats as a vector has doubles, widened.
    static DoubleVector widened(float[] x, int at) {
        return (DoubleVector)
                FloatVector.fromArray(HALF_FLOATS, x, at)
                        .convertShape(VectorOperators.F2D, DOUBLES, 0);
    }

    /// Stores rounded doubles, and behind them as many zeros again: stores of half vectors beside those of whole ones
    /// might be boxed.
    static void store(DoubleVector values, float[] x, int at) {
        ((FloatVector) values.convertShape(VectorOperators.D2F, FLOATS, 0)).intoArray(x, at);
    }
}
