package smalti.segmentation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import smalti.Segmenting;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.error.ShapeException;
import smalti.op.CustomOp;
import smalti.op.Layout;
import smalti.op.Op;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.op.TensorType;
import smalti.segment.SegmentMap;
import smalti.superpixel.Picture;
import smalti.superpixel.Superpixels;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.zoo.Backbone;

/// Gives each pixel the mean of its superpixel's values, where superpixels are found in the picture as it comes: pooling and
/// unpooling in one operator, for networks whose pictures are not known when they are built.
///
/// Inputs: pictures, normalised as [Backbone#normalized] does it, `F32 [B,H,W,3]`; values `F32 [B,H,W,C]`. Output: values of
/// the same type. It is a projection, and symmetric, so that gradients in the values are the means of the upstream gradient;
/// that superpixels depend on the picture is not differentiated.
///
/// @param method of superpixels
record SuperpixelMeans(Superpixels method) implements CustomOp {
    /// Where operators of one's own compute.
    private static final Device CPU = Devices.named("cpu");

    @Override
    public List<TensorType> outputs(List<TensorType> inputs) {
        if (inputs.size() != 2
                || !isMap(inputs.get(0), 3)
                || !isMap(inputs.get(1), inputs.get(1).shape().size(-1))
                || !sizes(inputs.get(0)).equals(sizes(inputs.get(1)))) {
            throw new ShapeException(
                    name(), "pictures F32 [B,H,W,3] and values F32 [B,H,W,C]", inputs);
        }
        return List.of(inputs.get(1));
    }

    private static boolean isMap(TensorType type, int channels) {
        return type.dtype() == DType.F32
                && type.shape().rank() == 4
                && type.shape().size(3) == channels;
    }

    private static List<Integer> sizes(TensorType map) {
        Shape shape = map.shape();
        return List.of(shape.size(0), shape.size(1), shape.size(2));
    }

    @Override
    public void compute(List<Tensor> inputs, List<Tensor> outputs) {
        means(inputs.get(0), inputs.get(1)).copyInto(outputs.getFirst());
    }

    private Tensor means(Tensor normalized, Tensor values) {
        Tensor pictures = Backbone.pictures(normalized);
        SegmentMap superpixels = Segmenting.by(method).on(CPU).apply(Picture.of(pictures));
        var mean =
                new SegmentOp.Reduce(superpixels, List.of(Reduction.MEAN), Layout.NHWC, false, 0);
        return CPU.run(new SegmentOp.Unpool(superpixels, Layout.NHWC), CPU.run(mean, values));
    }

    @Override
    public Optional<Op> gradient() {
        return Optional.of(new Gradient(this));
    }

    /// Takes the upstream gradient, the inputs and the output.
    private record Gradient(SuperpixelMeans op) implements CustomOp {
        @Override
        public List<TensorType> outputs(List<TensorType> inputs) {
            return List.of(inputs.get(1), inputs.get(2));
        }

        @Override
        public void compute(List<Tensor> inputs, List<Tensor> outputs) {
            Tensor none = outputs.getFirst();
            Arrays.fill(none.floats(), none.offset(), none.offset() + (int) none.elements(), 0);
            op.means(inputs.get(1), inputs.get(0)).copyInto(outputs.get(1));
        }
    }
}
