package smalti.testkit;

import java.util.SplittableRandom;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// Tensors made from a shape and a seed.
public final class Tensors {
    /// Integers are spread by this, or most numbers around 0 would become 0.
    private static final float INTEGER_SPREAD = 1000;

    /// Gradients in weights grow without bounds as the weights vanish.
    private static final float LEAST_WEIGHT = 0.1f;

    private Tensors() {}

    /// Normally distributed numbers.
    public static Tensor random(long seed, int... sizes) {
        return random(ValuePattern.NORMAL, DType.F32, Shape.of(sizes), 0, seed);
    }

    /// Numbers of a kind, as a view into a larger storage whose other elements would spoil every result.
    ///
    /// @param offset elements of the storage before the view; as many follow it
    public static Tensor random(
            ValuePattern values, DType dtype, Shape shape, int offset, long seed) {
        var random = new SplittableRandom(seed);
        int elements = shape.arrayLength("a random tensor");
        float[] drawn = new float[elements + 2 * offset];
        java.util.Arrays.fill(drawn, Float.NaN);
        for (int i = offset; i < offset + elements; i++) {
            float value = values.next(random);
            drawn[i] = dtype == DType.I32 ? value * INTEGER_SPREAD : value;
        }
        Tensor whole = Tensor.of(drawn, drawn.length).to(dtype);
        spoil(whole, offset, elements);
        return Tensor.of(shape, whole.storage(), offset);
    }

    /// Weights, half of them 0 and none other close to it: `F32`.
    public static Tensor weights(Shape shape, int offset, long seed) {
        Tensor weights = random(ValuePattern.NORMAL, DType.F32, shape, offset, seed);
        float[] array = weights.floats();
        for (int i = offset; i < array.length - offset; i++) {
            array[i] = array[i] < LEAST_WEIGHT ? 0 : array[i];
        }
        return weights;
    }

    /// Class numbers from -1, which means none, to `classes - 1`: `I32`.
    public static Tensor classes(int classes, Shape shape, int offset, long seed) {
        var random = new SplittableRandom(seed);
        int elements = shape.arrayLength("random classes");
        int[] drawn = new int[elements + 2 * offset];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = random.nextInt(-1, classes);
        }
        return Tensor.of(shape, new Storage.Ints(drawn), offset);
    }

    /// The elements of a heap tensor, widened.
    public static double[] doubles(Tensor tensor) {
        double[] values = new double[tensor.shape().arrayLength("a copy")];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.get(i);
        }
        return values;
    }

    /// A heap tensor of the given type nearest to `values`.
    public static Tensor nearest(DType dtype, Shape shape, double[] values) {
        if (dtype == DType.F16 || dtype == DType.BF16) {
            Tensor rounded = Tensor.zeros(dtype, shape);
            short[] bits = ((Storage.Shorts) rounded.storage()).array();
            for (int i = 0; i < bits.length; i++) {
                bits[i] = Tensor.narrow(dtype, roundedToOdd(values[i]));
            }
            return rounded;
        }
        return Tensor.of(shape, new Storage.Doubles(values), 0).to(dtype);
    }

    /// A `float` from which a narrower type can be rounded as if from the `double` itself: rounding twice to nearest
    /// would err where the first rounding makes a tie.
    private static float roundedToOdd(double value) {
        float near = (float) value;
        if (near == value || Float.isNaN(near) || Float.isInfinite(near)) {
            return near;
        }
        float towardsZero =
                Math.abs(near) > Math.abs(value)
                        ? Float.intBitsToFloat(Float.floatToRawIntBits(near) - 1)
                        : near;
        return Float.intBitsToFloat(Float.floatToRawIntBits(towardsZero) | 1);
    }

    private static void spoil(Tensor whole, int offset, int elements) {
        if (whole.storage() instanceof Storage.Ints(int[] array)) {
            for (int i = 0; i < offset; i++) {
                array[i] = Integer.MAX_VALUE;
                array[offset + elements + i] = Integer.MIN_VALUE;
            }
        }
    }
}
