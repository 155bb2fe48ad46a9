package smalti.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Arithmetic on vectors half as long as those of the kernels, often enough to be compiled: what the compiler has learnt
/// of the classes of vectors is then no longer one class.
final class OtherVectors {
    private static final VectorShape HALF =
            VectorShape.forBitSize(FloatVector.SPECIES_PREFERRED.vectorBitSize() / 2);
    private static final VectorSpecies<Float> FLOATS = HALF.withLanes(float.class);
    private static final VectorSpecies<Double> DOUBLES = HALF.withLanes(double.class);
    private static final int CALLS = 20_000;

    private OtherVectors() {}

    /// Computes for some milliseconds.
    static void compute() {
        float[] floats = new float[32];
        double[] doubles = new double[32];
        for (int call = 0; call < CALLS; call++) {
            floats(floats);
            doubles(doubles);
        }
        assertThat(Arrays.copyOf(floats, 2)).containsExactly(1, 1);
        assertThat(Arrays.copyOf(doubles, 2)).containsExactly(1, 1);
    }

    private static void floats(float[] x) {
        for (int i = 0; i < x.length; i += FLOATS.length()) {
            var value = FloatVector.fromArray(FLOATS, x, i);
            value.add(1).mul(0.5f).sub(value).fma(value, value).max(1).min(1).intoArray(x, i);
        }
    }

    private static void doubles(double[] x) {
        for (int i = 0; i < x.length; i += DOUBLES.length()) {
            var value = DoubleVector.fromArray(DOUBLES, x, i);
            value.add(1).mul(0.5).sub(value).fma(value, value).max(1).min(1).intoArray(x, i);
        }
    }
}
