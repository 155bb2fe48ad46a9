package smalti.cpu.pool;

import smalti.error.UnsupportedOpException;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// The arrays of heap tensors of any type, for what only moves elements.
final class HeapArrays {
    private HeapArrays() {}

    static Object of(Tensor tensor) {
        return switch (tensor.storage()) {
            case Storage.Floats(float[] array) -> array;
            case Storage.Doubles(double[] array) -> array;
            case Storage.Shorts(_, short[] array) -> array;
            case Storage.Ints(int[] array) -> array;
            case Storage.OnDevice _ ->
                    throw new UnsupportedOpException(
                            "a tensor of another device", "the CPU", "copy it to the heap first");
        };
    }
}
