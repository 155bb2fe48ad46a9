package smalti.nn;

import java.util.List;
import smalti.error.ShapeException;
import smalti.grad.Variable;
import smalti.op.Corners;
import smalti.op.Layout;
import smalti.op.MoveOp;
import smalti.op.Reduction;
import smalti.op.ResizeOp;
import smalti.op.Sampling;
import smalti.op.SegmentOp;
import smalti.op.Size;
import smalti.op.WindowOp;
import smalti.segment.CrossWeights;
import smalti.segment.SegmentMap;
import smalti.tensor.Shape;

/// The superpixel pooling layer: features of pixels become features of superpixels, and back.
///
/// It has three places in a network: at its end or instead of a pooling layer, where what follows works on the table
/// `[B,K,C]` that [#pool] makes; or as a branch beside a map, [#branch], where each pixel learns what its superpixel knows.
///
/// Features may be of the labels' size or of another one. Then a mean weighs each feature by the area that it shares with the
/// segment, see [CrossWeights]; other reductions take a segment's features to be those whose squares its pixels lie in.
///
/// Kwak, Hong and Han, "Weakly Supervised Semantic Segmentation Using Superpixel Pooling Network", 2017.
///
/// Deviations from the paper: the rectangle that a feature stands for is its share of the picture, evenly divided, not the
/// field that reaches it through the layers before.
///
/// @param reduction what is made of a segment's features
public record SuperpixelPooling(Reduction reduction) {
    /// The mean, as in the paper.
    public static SuperpixelPooling mean() {
        return new SuperpixelPooling(Reduction.MEAN);
    }

    /// Features of segments.
    ///
    /// @param features `[B,h,w,C]`
    /// @param segments of the same B
    /// @return `[B,K,C]`, 0 for segments without pixels
    public Variable pool(Pass pass, Variable features, SegmentMap segments) {
        if (features.shape().rank() != 4 || features.shape().size(0) != segments.batch()) {
            throw new ShapeException(
                    "superpixel pooling",
                    "features [" + segments.batch() + ",h,w,C]",
                    features.shape());
        }
        Size size = new Size(features.shape().size(1), features.shape().size(2));
        Size full = new Size(segments.height(), segments.width());
        if (!size.equals(full) && reduction == Reduction.MEAN) {
            return pass.run(
                    new SegmentOp.CrossPool(
                            CrossWeights.tiling(segments, size.height(), size.width()),
                            Layout.NHWC,
                            0),
                    features);
        }
        Variable fine =
                size.equals(full)
                        ? features
                        : pass.run(
                                new ResizeOp.Resize(full, Sampling.NEAREST, Corners.HALF_PIXEL),
                                features);
        return pass.run(
                new SegmentOp.Reduce(segments, List.of(reduction), Layout.NHWC, false, 0), fine);
    }

    /// Features of segments on their pixels; 0 where pixels belong to none.
    ///
    /// @param table `[B,K,C]`
    /// @param size of the map that is wanted; where it is not that of the labels, its features are means of pixels
    /// @return `[B,h,w,C]`
    public Variable unpool(Pass pass, Variable table, SegmentMap segments, Size size) {
        Variable full = pass.run(new SegmentOp.Unpool(segments, Layout.NHWC), table);
        return size.equals(new Size(segments.height(), segments.width()))
                ? full
                : pass.run(new WindowOp.AdaptiveAveragePool(size), full);
    }

    /// A map and, behind its channels, what its superpixels know.
    ///
    /// @param features `[B,h,w,C]`
    /// @return `[B,h,w,2·C]`
    public Variable branch(Pass pass, Variable features, SegmentMap segments) {
        Shape shape = features.shape();
        Variable table = pool(pass, features, segments);
        Variable spread = unpool(pass, table, segments, new Size(shape.size(1), shape.size(2)));
        return pass.apply(new MoveOp.Concat(-1), features, spread).getFirst();
    }
}
