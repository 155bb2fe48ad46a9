package smalti.nn;

import java.util.List;
import smalti.cpu.CpuDevice;
import smalti.device.Device;
import smalti.grad.Gradients;
import smalti.grad.Tape;
import smalti.tensor.Tensor;

/// Gradients of choice for parameters.
final class Losses {
    private Losses() {}

    /// Gradients that are `slopes` in one parameter and nothing elsewhere.
    static Gradients slope(Parameter parameter, float... slopes) {
        return slope(CpuDevice.shared(), parameter.tensor(), slopes);
    }

    static Gradients slope(Device device, Tensor weights, float... slopes) {
        Tape tape = Tape.on(device);
        var same = tape.reshape(tape.watch(weights), weights.shape());
        return tape.gradients(same, Tensor.of(slopes, weights.shape().sizes()));
    }

    /// A network of one parameter, `weight`.
    static Parameters single(float... values) {
        var parameters = new Parameters();
        Scope.of(parameters, new java.util.SplittableRandom(0))
                .weight(
                        "weight",
                        (tensor, _) ->
                                System.arraycopy(values, 0, tensor.floats(), 0, values.length),
                        values.length);
        return parameters;
    }

    static List<Float> values(Parameters parameters) {
        Tensor tensor = parameters.named("weight").tensor();
        return java.util.stream.IntStream.range(0, (int) tensor.elements())
                .mapToObj(i -> (float) tensor.get(i))
                .toList();
    }
}
