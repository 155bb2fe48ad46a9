package smalti.nn;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// The first values of a parameter.
@FunctionalInterface
public interface Initializer {
    /// All 0.
    Initializer ZEROS = constant(0);

    /// All 1.
    Initializer ONES = constant(1);

    /// Overwrites a fresh tensor on the heap, `[..,inputs,outputs]`: what stands in front of the last two dimensions are
    /// a filter's taps.
    void fill(Tensor tensor, RandomGenerator random);

    /// One value everywhere.
    static Initializer constant(float value) {
        return (tensor, _) ->
                Arrays.fill(
                        tensor.floats(),
                        tensor.offset(),
                        tensor.offset() + (int) tensor.elements(),
                        value);
    }

    /// A filter of odd sides that passes each channel on as it is, as far as there are as many outputs: its middle tap is the
    /// identity.
    ///
    /// Zagoruyko and Komodakis, "DiracNets", 2017.
    static Initializer dirac() {
        return (tensor, _) -> {
            Shape shape = tensor.shape();
            int inputs = shape.size(-2);
            int outputs = shape.size(-1);
            long taps = shape.elements() / Math.max(1, (long) inputs * outputs);
            int middle = tensor.offset() + (int) (taps / 2) * inputs * outputs;
            for (int i = 0; i < Math.min(inputs, outputs); i++) {
                tensor.floats()[middle + i * outputs + i] = 1;
            }
        };
    }

    /// Normally distributed around 0.
    static Initializer gaussian(double deviation) {
        return (tensor, random) -> draw(tensor, () -> deviation * random.nextGaussian());
    }

    /// Normally distributed with variance `2 / inputs`: keeps the scale of values through layers of rectified units.
    ///
    /// He et al., "Delving Deep into Rectifiers", 2015.
    static Initializer kaiming() {
        return (tensor, random) ->
                gaussian(Math.sqrt(2.0 / fanIn(tensor.shape()))).fill(tensor, random);
    }

    /// Uniformly distributed with variance `2 / (inputs + outputs)`: keeps the scale of values and of gradients through
    /// layers without rectifiers.
    ///
    /// Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.
    static Initializer xavier() {
        return (tensor, random) -> {
            double limit = Math.sqrt(6.0 / (fanIn(tensor.shape()) + fanOut(tensor.shape())));
            draw(tensor, () -> limit * (2 * random.nextDouble() - 1));
        };
    }

    private static void draw(Tensor tensor, DoubleSupplier values) {
        float[] array = tensor.floats();
        for (int i = 0; i < tensor.elements(); i++) {
            array[tensor.offset() + i] = (float) values.getAsDouble();
        }
    }

    /// Values that an output is computed from.
    private static long fanIn(Shape shape) {
        return Math.max(1, shape.elements() / Math.max(1, shape.size(-1)));
    }

    /// Values that are computed from an input.
    private static long fanOut(Shape shape) {
        return shape.rank() < 2 ? 1 : Math.max(1, shape.elements() / Math.max(1, shape.size(-2)));
    }
}
