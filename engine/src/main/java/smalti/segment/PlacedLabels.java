package smalti.segment;

import java.util.function.UnaryOperator;
import smalti.error.LabelException;
import smalti.tensor.Tensor;

/// Labels that lie on a device, and the way from there to the heap: what a [SegmentMap] may be made of.
///
/// @param labels `I32 [B,H,W]` or `[H,W]`, which must not change or be given up as long as the map is used
/// @param labelling how they are to be read
/// @param fetching copies a tensor of the device to the heap
public record PlacedLabels(Tensor labels, Labelling labelling, UnaryOperator<Tensor> fetching) {
    /// @throws smalti.error.ShapeException if the tensor has another rank or type
    public PlacedLabels {
        LabelShape.of(labels);
    }

    public int batch() {
        return shape().batch();
    }

    /// Pixels of the whole batch.
    public int pixels() {
        return shape().pixels();
    }

    LabelShape shape() {
        return LabelShape.of(labels);
    }

    /// The first label that is an error.
    public int limit() {
        return labelling.limit(pixels());
    }

    /// The error of a label that is not below [#limit()].
    ///
    /// @param pixel where it stands, through the batch in raster order
    public LabelException tooLarge(int pixel, int label) {
        LabelShape shape = shape();
        int row = pixel / shape.width();
        int[] position = {row / shape.height(), row % shape.height(), pixel % shape.width()};
        return labelling.tooLarge(position, label, shape.pixels());
    }

    /// The same labels, of which the number of segments is known now.
    ///
    /// @param segments at least 1
    PlacedLabels withSegments(int segments) {
        return new PlacedLabels(labels, labelling.withSegments(segments), fetching);
    }
}
