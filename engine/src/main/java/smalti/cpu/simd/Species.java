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

    /// The class of [#FLOATS]. Methods that are as large as the compiler bears cast to it themselves, since a call of
    /// [#store(FloatVector, float[], int)] would no longer be inlined there.
    static final Class<?> FLOATS_CLASS = FLOATS.vectorType();

    /// The class of [#DOUBLES], for the same purpose.
    static final Class<?> DOUBLES_CLASS = DOUBLES.vectorType();

    private Species() {}

    /// A number in all lanes. Arithmetic with a plain number broadcasts it to the class that the profile of the whole
    /// process names, with the same effect on a spoilt one as stores have.
    static FloatVector all(float value) {
        return FloatVector.broadcast(FLOATS, value);
    }

    /// A number in all lanes.
    static DoubleVector all(double value) {
        return DoubleVector.broadcast(DOUBLES, value);
    }

    /// As many floats as a vector has doubles, widened.
    static DoubleVector widened(float[] x, int at) {
        return (DoubleVector)
                FloatVector.fromArray(HALF_FLOATS, x, at)
                        .convertShape(VectorOperators.F2D, DOUBLES, 0);
    }

    /// Stores floats. `intoArray` has one type profile in the whole process, which conversions that run uncompiled spoil,
    /// and so do vectors of other shapes in the rest of a program: then the compiler boxes what is stored, a twentieth as
    /// fast. So it is told the class of all floats that are stored.
    static void store(FloatVector values, float[] x, int at) {
        ((FloatVector) FLOATS_CLASS.cast(values)).intoArray(x, at);
    }

    /// Stores rounded doubles, and behind them as many zeros again: a half vector would be of another class.
    static void store(DoubleVector values, float[] x, int at) {
        store((FloatVector) values.convertShape(VectorOperators.D2F, FLOATS, 0), x, at);
    }
}
