package smalti.cpu.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.kernel.Finish;
import smalti.cpu.kernel.FinishKernels;
import smalti.cpu.scalar.ScalarFinishKernels;
import smalti.op.Activation;
import smalti.op.Epilogue;

/// Finishes outputs on vectors of columns: a vector's bias stays in a register for all rows.
public final class SimdFinishKernels implements FinishKernels {
    private static final VectorSpecies<Float> LANES = Species.FLOATS;

    private final ScalarFinishKernels scalar = new ScalarFinishKernels();

    @Override
    public void finish(
            Finish finish, float[] out, int at, int step, int rows, int column, int columns) {
        int whole = LANES.loopBound(columns);
        float[] bias = finish.bias().array();
        int from = finish.bias().from() + column;
        switch (finish.epilogue()) {
            case Epilogue.None() -> add(bias, from, out, at, step, rows, whole);
            case Epilogue.Activated(Activation.Relu6()) ->
                    clamp(6, bias, from, out, at, step, rows, whole);
            case Epilogue.Activated(Activation.LeakyRelu(double slope)) ->
                    leak((float) slope, bias, from, out, at, step, rows, whole);
            case Epilogue.Activated _ ->
                    clamp(Float.POSITIVE_INFINITY, bias, from, out, at, step, rows, whole);
            case Epilogue.Prelu() ->
                    bend(
                            finish.slopes().array(),
                            finish.slopes().from() + column,
                            bias,
                            from,
                            out,
                            at,
                            step,
                            rows,
                            whole);
        }
        scalar.finish(finish, out, at + whole, step, rows, column + whole, columns - whole);
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(LANES, x, at);
    }

    private static void add(
            float[] bias, int from, float[] out, int at, int step, int rows, int count) {
        for (int row = 0, to = at; row < rows; row++, to += step) {
            for (int i = 0; i < count; i += LANES.length()) {
                Species.store(load(out, to + i).add(load(bias, from + i)), out, to + i);
            }
        }
    }

    /// NaN is neither below nor above.
    private static void clamp(
            float most,
            float[] bias,
            int from,
            float[] out,
            int at,
            int step,
            int rows,
            int count) {
        var zero = FloatVector.zero(LANES);
        var top = Species.all(most);
        for (int row = 0, to = at; row < rows; row++, to += step) {
            for (int i = 0; i < count; i += LANES.length()) {
                var sum = load(out, to + i).add(load(bias, from + i));
                var above = sum.blend(zero, sum.compare(VectorOperators.LT, zero));
                Species.store(above.blend(top, sum.compare(VectorOperators.GT, top)), out, to + i);
            }
        }
    }

    private static void leak(
            float slope,
            float[] bias,
            int from,
            float[] out,
            int at,
            int step,
            int rows,
            int count) {
        var below = Species.all(slope);
        for (int row = 0, to = at; row < rows; row++, to += step) {
            for (int i = 0; i < count; i += LANES.length()) {
                var sum = load(out, to + i).add(load(bias, from + i));
                Species.store(bent(sum, sum.mul(below)), out, to + i);
            }
        }
    }

    private static void bend(
            float[] slopes,
            int slopesFrom,
            float[] bias,
            int from,
            float[] out,
            int at,
            int step,
            int rows,
            int count) {
        for (int row = 0, to = at; row < rows; row++, to += step) {
            for (int i = 0; i < count; i += LANES.length()) {
                var sum = load(out, to + i).add(load(bias, from + i));
                Species.store(bent(sum, sum.mul(load(slopes, slopesFrom + i))), out, to + i);
            }
        }
    }

    private static FloatVector bent(FloatVector sum, FloatVector below) {
        return below.blend(sum, sum.compare(VectorOperators.GT, FloatVector.zero(LANES)));
    }
}
