package smalti.op;

import java.util.List;
import smalti.superpixel.Picture;
import smalti.tensor.DType;
import smalti.tensor.Shape;

/// The shape rule of [PictureOp].
final class PictureRule {
    private PictureRule() {}

    static List<TensorType> outputs(PictureOp op, List<TensorType> inputs) {
        return switch (op) {
            case PictureOp.Superpixel superpixel -> superpixel(superpixel, inputs);
        };
    }

    private static List<TensorType> superpixel(PictureOp.Superpixel op, List<TensorType> inputs) {
        Expect.count(op, inputs, 0);
        Picture picture = op.picture();
        return List.of(
                new TensorType(
                        DType.I32, Shape.of(picture.batch(), picture.height(), picture.width())));
    }
}
