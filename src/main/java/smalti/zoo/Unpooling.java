package smalti.zoo;

import java.util.Optional;
import smalti.grad.Variable;
import smalti.nn.Layer;
import smalti.nn.Pass;
import smalti.op.Corners;
import smalti.op.ResizeOp;
import smalti.op.Sampling;
import smalti.op.Size;
import smalti.op.WindowOp;
import smalti.tensor.Shape;

/// Brings a map back to the size that it had before a maximum pool: values go where the pool's switches say. Where there are
/// none, or a map has other channels than they, each value fills a square of four.
///
/// Noh, Hong and Han, "Learning Deconvolution Network for Semantic Segmentation", 2015.
///
/// @param switches of the pool
public record Unpooling(Optional<Encoder.Encoded.Switches> switches) implements Layer {
    @Override
    public Variable forward(Pass pass, Variable input) {
        Shape shape = input.shape();
        if (switches.isPresent() && switches.get().positions().shape().equals(shape)) {
            Shape before = switches.get().before();
            return pass.run(
                    new WindowOp.MaxUnpool(new Size(before.size(1), before.size(2))),
                    input,
                    switches.get().positions());
        }
        return pass.run(
                new ResizeOp.Resize(
                        new Size(2 * shape.size(1), 2 * shape.size(2)),
                        Sampling.NEAREST,
                        Corners.HALF_PIXEL),
                input);
    }
}
