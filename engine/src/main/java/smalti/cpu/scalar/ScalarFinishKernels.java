package smalti.cpu.scalar;

import smalti.cpu.kernel.Finish;
import smalti.cpu.kernel.FinishKernels;
import smalti.op.Activation;
import smalti.op.Epilogue;

/// Finishes outputs value by value.
public final class ScalarFinishKernels implements FinishKernels {
    @Override
    public void finish(
            Finish finish, float[] out, int at, int step, int rows, int column, int columns) {
        float[] bias = finish.bias().array();
        int from = finish.bias().from() + column;
        for (int row = 0, to = at; row < rows; row++, to += step) {
            for (int i = 0; i < columns; i++) {
                out[to + i] = bend(finish, out[to + i] + bias[from + i], column + i);
            }
        }
    }

    private static float bend(Finish finish, float sum, int column) {
        return switch (finish.epilogue()) {
            case Epilogue.None() -> sum;
            case Epilogue.Activated(Activation.Relu6()) -> sum < 0 ? 0 : sum > 6 ? 6 : sum;
            case Epilogue.Activated(Activation.LeakyRelu(double slope)) ->
                    sum > 0 ? sum : sum * (float) slope;
            case Epilogue.Activated _ -> sum < 0 ? 0 : sum;
            case Epilogue.Prelu() ->
                    sum > 0 ? sum : sum * finish.slopes().array()[finish.slopes().from() + column];
        };
    }
}
