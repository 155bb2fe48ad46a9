package smalti.testkit;

import java.util.ArrayList;
import java.util.List;
import smalti.op.ConvolutionOp;
import smalti.op.Size;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// The inputs that convolutions take, drawn for a scene: maps of its size, of its channels or as many more as make equal
/// groups, and about half as many filters.
final class ConvolutionInputs {
    private final Scene scene;
    private final DType dtype;
    private final ConvolutionOp op;

    ConvolutionInputs(Scene scene, DType dtype, ConvolutionOp op) {
        this.scene = scene;
        this.dtype = dtype;
        this.op = op;
    }

    List<Tensor> draw() {
        List<Tensor> inputs = new ArrayList<>();
        switch (op) {
            case ConvolutionOp.Conv2d convolution -> {
                inputs.add(map());
                inputs.add(filter());
                if (convolution.biased()) {
                    inputs.add(random(4, filters()));
                }
                if (convolution.sloped()) {
                    inputs.add(random(5, filters()));
                }
            }
            case ConvolutionOp.ConvTranspose2d transposed -> {
                inputs.add(upstream());
                inputs.add(filter());
                if (transposed.biased()) {
                    inputs.add(random(4, channels()));
                }
            }
            case ConvolutionOp.Conv2dFilterGradient _ -> {
                inputs.add(upstream());
                inputs.add(map());
            }
        }
        return inputs;
    }

    private int channels() {
        return op.groups() * Math.ceilDiv(scene.channels(), op.groups());
    }

    private int filters() {
        return op.groups() * (channels() / op.groups() / 2 + 1);
    }

    private Tensor map() {
        return random(1, scene.batch(), scene.height(), scene.width(), channels());
    }

    private Tensor upstream() {
        Size outputs = op.window().outputs(new Size(scene.height(), scene.width()));
        return random(2, scene.batch(), outputs.height(), outputs.width(), filters());
    }

    private Tensor filter() {
        Size kernel = op.window().kernel();
        return random(3, kernel.height(), kernel.width(), channels() / op.groups(), filters());
    }

    private Tensor random(int which, int... sizes) {
        return Tensors.random(
                scene.values(), dtype, Shape.of(sizes), scene.offset(), scene.seed() + 20 + which);
    }
}
