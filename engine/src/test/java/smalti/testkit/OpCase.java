package smalti.testkit;

import java.util.List;
import java.util.function.Supplier;
import smalti.device.Device;
import smalti.error.UnsupportedOpException;
import smalti.op.Op;
import smalti.op.ShapeRule;
import smalti.op.TensorType;
import smalti.tensor.DType;
import smalti.tensor.Tensor;
import smalti.testkit.reference.Expected;
import smalti.testkit.reference.Reference;

/// One operator on one scene: what drives parity, gradient checks, the support matrix and benchmarks. Its inputs, its
/// expected outputs with their tolerance and its cost follow from the record.
///
/// @param name the operator in a word or two, e.g. `mean gradient`
/// @param op the operator, made for the scene's map
/// @param dtype the type of its floating inputs
/// @param variable the input in which its outputs can be derived and the gradient operator that does it, or
///     [Derivative.None]
/// @param drawn draws the inputs, the same each time
public record OpCase(
        String name,
        Op op,
        Scene scene,
        DType dtype,
        Derivative variable,
        Supplier<List<Tensor>> drawn) {

    /// How a case's gradient is computed.
    public sealed interface Derivative {
        /// No gradient: the output is of integers, or is a gradient itself.
        record None() implements Derivative {}

        /// The gradient in one input.
        ///
        /// @param input the index of that input
        /// @param gradient the operator that computes it
        /// @param output the output of that operator that it is
        /// @param taken what that operator takes
        record In(int input, Op gradient, int output, List<Source> taken) implements Derivative {
            public In {
                taken = List.copyOf(taken);
            }

            /// The first output of an operator.
            public static In of(int input, Op gradient, Source... taken) {
                return new In(input, gradient, 0, List.of(taken));
            }
        }
    }

    /// Where a gradient operator has an input from.
    public sealed interface Source {
        /// The gradient in the first output of the case's operator.
        record Upstream() implements Source {}

        /// An input of the case's operator.
        record Input(int index) implements Source {}

        /// An output of the case's operator.
        record Output(int index) implements Source {}

        static Source upstream() {
            return new Upstream();
        }

        static Source input(int index) {
            return new Input(index);
        }

        static Source output(int index) {
            return new Output(index);
        }
    }

    /// The inputs in the order of the operator's contract; the same each time.
    public List<Tensor> inputs() {
        return drawn.get();
    }

    /// What the reference makes of the inputs.
    public List<Expected> expected() {
        return Reference.outputs(op, inputs());
    }

    /// Bytes that must be read and written: the least that the operator can cost.
    public long bytes() {
        List<Tensor> inputs = inputs();
        long bytes = 0;
        for (Tensor input : inputs) {
            bytes += input.elements() * input.dtype().bytes();
        }
        for (TensorType output : ShapeRule.outputs(op, inputs)) {
            bytes += output.shape().elements() * output.dtype().bytes();
        }
        return bytes;
    }

    /// Whether a device offers the operator for these types; anything but [UnsupportedOpException] is not an answer.
    public boolean offeredBy(Device device) {
        try {
            device.run(op, inputs());
            return true;
        } catch (UnsupportedOpException notOffered) {
            return false;
        }
    }

    @Override
    public String toString() {
        return name + " " + dtype + " of " + scene;
    }
}
