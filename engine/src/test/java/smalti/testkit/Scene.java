package smalti.testkit;

import smalti.op.Layout;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// A label map and the tensors that go with it, all made from sizes, kinds and one seed: what a property is tried on. A
/// scene prints as the few numbers that rebuild it.
///
/// @param offset where tensors start in their storage; what lies outside them is garbage
public record Scene(
        int batch,
        int height,
        int width,
        int channels,
        LabelPattern labels,
        ValuePattern values,
        Layout layout,
        int offset,
        long seed) {

    private static final int CLASSES = 4;

    /// A scene of blobs and normally distributed numbers.
    public static Scene of(int batch, int height, int width, int channels) {
        return new Scene(
                batch,
                height,
                width,
                channels,
                LabelPattern.BLOBS,
                ValuePattern.NORMAL,
                Layout.NHWC,
                0,
                4711);
    }

    public Scene with(LabelPattern other) {
        return new Scene(batch, height, width, channels, other, values, layout, offset, seed);
    }

    public Scene with(ValuePattern other) {
        return new Scene(batch, height, width, channels, labels, other, layout, offset, seed);
    }

    public Scene with(Layout other) {
        return new Scene(batch, height, width, channels, labels, values, other, offset, seed);
    }

    public Scene withSeed(long other) {
        return new Scene(batch, height, width, channels, labels, values, layout, offset, other);
    }

    public SegmentMap map() {
        return labels.map(batch, height, width, seed);
    }

    /// The shape of a feature map.
    public Shape mapShape() {
        return layout.shape(batch, height, width, channels);
    }

    /// The shape of what has one value a pixel.
    public Shape pixelShape() {
        return Shape.of(batch, height, width);
    }

    /// A feature map of this scene's values.
    public Tensor features(DType dtype) {
        return Tensors.random(values, dtype, mapShape(), offset, seed + 1);
    }

    public Tensor features() {
        return features(DType.F32);
    }

    /// A second feature map, normally distributed.
    public Tensor upstreamMap(DType dtype) {
        return Tensors.random(ValuePattern.NORMAL, dtype, mapShape(), offset, seed + 2);
    }

    /// Normally distributed numbers of any shape.
    public Tensor table(DType dtype, Shape shape) {
        return Tensors.random(ValuePattern.NORMAL, dtype, shape, offset, seed + 3);
    }

    /// Values for a table of this map.
    public Tensor table(DType dtype, SegmentMap map) {
        return table(dtype, Shape.of(map.batch(), map.segments(), channels));
    }

    /// Weights of at least 0 a pixel.
    public Tensor weights() {
        return Tensors.weights(pixelShape(), offset, seed + 4);
    }

    /// Class numbers a pixel, some of them none.
    public Tensor classes() {
        return Tensors.classes(CLASSES, pixelShape(), offset, seed + 5);
    }
}
