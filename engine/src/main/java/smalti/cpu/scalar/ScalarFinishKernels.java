package smalti.cpu.scalar;

import smalti.cpu.kernel.Finish;
import smalti.cpu.kernel.FinishKernels;
import smalti.op.Activation;
import smalti.op.Epilogue;

/// Finishes outputs value by value, with a loop for each kind of epilogue.
public final class ScalarFinishKernels implements FinishKernels {
    @Override
    public void finish(
            Finish finish, float[] out, int at, int step, int rows, int column, int columns) {
        float[] bias = finish.bias().array();
        int from = finish.bias().from() + column;
        float[] slopes = finish.slopes().array();
        int slopesFrom = finish.slopes().from() + column;
        for (int row = 0, to = at; row < rows && columns > 0; row++, to += step) {
            switch (finish.epilogue()) {
                case Epilogue.None() -> add(bias, from, out, to, columns);
                case Epilogue.Activated(Activation.Relu6()) ->
                        clamp(6, bias, from, out, to, columns);
                case Epilogue.Activated(Activation.LeakyRelu(double slope)) ->
                        leak((float) slope, bias, from, out, to, columns);
                case Epilogue.Activated _ ->
                        clamp(Float.POSITIVE_INFINITY, bias, from, out, to, columns);
                case Epilogue.Prelu() -> bend(slopes, slopesFrom, bias, from, out, to, columns);
            }
        }
    }

    private static void add(float[] bias, int from, float[] out, int to, int count) {
        for (int i = 0; i < count; i++) {
            out[to + i] += bias[from + i];
        }
    }

    private static void clamp(float most, float[] bias, int from, float[] out, int to, int count) {
        for (int i = 0; i < count; i++) {
            float sum = out[to + i] + bias[from + i];
            float above = sum < 0 ? 0 : sum;
            out[to + i] = above > most ? most : above;
        }
    }

    private static void leak(float slope, float[] bias, int from, float[] out, int to, int count) {
        for (int i = 0; i < count; i++) {
            float sum = out[to + i] + bias[from + i];
            out[to + i] = sum > 0 ? sum : sum * slope;
        }
    }

    private static void bend(
            float[] slopes,
            int slopesFrom,
            float[] bias,
            int from,
            float[] out,
            int to,
            int count) {
        for (int i = 0; i < count; i++) {
            float sum = out[to + i] + bias[from + i];
            out[to + i] = sum > 0 ? sum : sum * slopes[slopesFrom + i];
        }
    }
}
