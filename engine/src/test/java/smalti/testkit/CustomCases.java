package smalti.testkit;

import static smalti.testkit.OpCase.Source.input;
import static smalti.testkit.OpCase.Source.output;
import static smalti.testkit.OpCase.Source.upstream;

import java.util.List;
import java.util.Optional;
import smalti.error.ShapeException;
import smalti.op.CustomOp;
import smalti.op.Op;
import smalti.op.TensorType;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;
import smalti.testkit.OpCase.Derivative;

/// The cases of an operator of a user's own.
final class CustomCases {
    private final CaseTable table;
    private final Maps maps;

    CustomCases(CaseTable table) {
        this.table = table;
        this.maps = new Maps(table.scene(), table.dtype());
    }

    void add() {
        var cube = new Cube();
        Op gradient = cube.gradient().orElseThrow();
        table.add(
                "custom cube",
                cube,
                Derivative.In.of(0, gradient, upstream(), input(0), output(0)),
                () -> List.of(maps.map()));
        table.add(
                "custom cube gradient",
                gradient,
                new Derivative.None(),
                () ->
                        List.of(
                                maps.upstream(maps.shape()),
                                maps.map(),
                                maps.forward(cube, List.of(maps.map())).getFirst()));
    }

    /// `x³`.
    private record Cube() implements CustomOp {
        @Override
        public List<TensorType> outputs(List<TensorType> inputs) {
            return alike(this, inputs, 1);
        }

        @Override
        public void compute(List<Tensor> inputs, List<Tensor> outputs) {
            Tensor x = inputs.getFirst();
            for (int at = 0; at < x.elements(); at++) {
                set(outputs.getFirst(), at, x.get(at) * x.get(at) * x.get(at));
            }
        }

        @Override
        public Optional<Op> gradient() {
            return Optional.of(new CubeGradient());
        }
    }

    /// `3·x²` of the upstream gradient. Takes that, the input and the output.
    private record CubeGradient() implements CustomOp {
        @Override
        public List<TensorType> outputs(List<TensorType> inputs) {
            return alike(this, inputs, 3);
        }

        @Override
        public void compute(List<Tensor> inputs, List<Tensor> outputs) {
            Tensor x = inputs.get(1);
            for (int at = 0; at < x.elements(); at++) {
                set(outputs.getFirst(), at, inputs.get(0).get(at) * 3 * x.get(at) * x.get(at));
            }
        }
    }

    private static List<TensorType> alike(Op op, List<TensorType> inputs, int count) {
        if (inputs.size() != count || inputs.stream().distinct().count() != 1) {
            throw new ShapeException(op.name(), count + " inputs of one type", inputs);
        }
        return inputs.subList(0, 1);
    }

    private static void set(Tensor tensor, int at, double value) {
        switch (tensor.storage()) {
            case Storage.Floats(float[] array) -> array[tensor.offset() + at] = (float) value;
            case Storage.Doubles(double[] array) -> array[tensor.offset() + at] = value;
            default -> throw new IllegalArgumentException("not widened: " + tensor);
        }
    }
}
