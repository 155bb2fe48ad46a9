package smalti.grad;

import java.util.Arrays;
import smalti.error.ParameterException;
import smalti.op.TensorType;
import smalti.tensor.DType;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// What gradients start from.
final class Ones {
    private Ones() {}

    static Tensor of(TensorType type) {
        Tensor ones = Tensor.zeros(type.dtype(), type.shape());
        switch (ones.storage()) {
            case Storage.Floats(float[] array) -> Arrays.fill(array, 1);
            case Storage.Doubles(double[] array) -> Arrays.fill(array, 1);
            case Storage.Shorts(DType narrow, short[] array) ->
                    Arrays.fill(array, Tensor.narrow(narrow, 1f));
            case Storage.Ints _, Storage.OnDevice _ ->
                    throw new ParameterException(
                            "a differentiated variable", "floating point", type.dtype());
        }
        return ones;
    }
}
