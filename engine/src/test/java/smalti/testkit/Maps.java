package smalti.testkit;

import java.util.List;
import smalti.op.Op;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.reference.Expected;
import smalti.testkit.reference.Reference;

/// The tensors that operators without segments take, drawn for a scene. They all have the order `[B,H,W,C]`.
final class Maps {
    private final Scene scene;
    private final DType dtype;

    Maps(Scene scene, DType dtype) {
        this.scene = scene;
        this.dtype = dtype;
    }

    Scene scene() {
        return scene;
    }

    Shape shape() {
        return Shape.of(scene.batch(), scene.height(), scene.width(), scene.channels());
    }

    /// A map of the scene's values.
    Tensor map() {
        return values(shape(), 11);
    }

    /// The scene's values in any shape.
    ///
    /// @param which of several tensors
    Tensor values(Shape shape, int which) {
        return Tensors.random(scene.values(), dtype, shape, scene.offset(), scene.seed() + which);
    }

    /// Normally distributed numbers.
    Tensor plain(Shape shape, int which) {
        return Tensors.random(
                ValuePattern.NORMAL, dtype, shape, scene.offset(), scene.seed() + which);
    }

    /// Normally distributed numbers like a tensor: what comes from above.
    Tensor upstream(Shape shape) {
        return plain(shape, 12);
    }

    /// Numbers from 0 to below a limit.
    Tensor numbers(Shape shape, int limit) {
        Tensor numbers = Tensors.classes(limit, shape, scene.offset(), scene.seed() + 16);
        int[] array = numbers.ints();
        for (int i = 0; i < array.length; i++) {
            array[i] = Math.max(0, array[i]);
        }
        return numbers;
    }

    /// What an operator makes of inputs: the reference's outputs, rounded.
    List<Tensor> forward(Op op, List<Tensor> inputs) {
        return Reference.outputs(op, inputs).stream().map(Expected::rounded).toList();
    }

    /// The same without signs.
    static Tensor magnitudes(Tensor tensor) {
        double[] values = Tensors.doubles(tensor);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.abs(values[i]);
        }
        return Tensors.nearest(tensor.dtype(), tensor.shape(), values);
    }
}
