package smalti;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.error.ShapeException;
import smalti.op.Layout;
import smalti.op.Op;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.SegmentMap;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Segment pooling over one segment map: feature maps into tables, tables back into maps, and the gradients of both.
///
/// ```java
/// Pooled pooled = Pooling.over(segments).reduce(features, Reduction.MEAN, Reduction.MAX);
/// ```
///
/// Immutable and safe for use by several threads. The result's bits do not depend on the number of threads.
///
/// @see Reduction for what each reduction means
public final class Pooling {
    private final SegmentMap segments;
    private final Layout layout;
    private final double empty;
    private final Optional<Tensor> weights;
    private final Device device;

    private Pooling(
            SegmentMap segments,
            Layout layout,
            double empty,
            Optional<Tensor> weights,
            Device device) {
        this.segments = segments;
        this.layout = layout;
        this.empty = empty;
        this.weights = weights;
        this.device = device;
    }

    /// Pooling of `[B,H,W,C]` maps, unweighted, with 0 for empty segments, on the best device.
    public static Pooling over(SegmentMap segments) {
        return new Pooling(segments, Layout.NHWC, 0, Optional.empty(), Devices.best());
    }

    /// The same for maps of another layout.
    public Pooling layout(Layout order) {
        return new Pooling(segments, order, empty, weights, device);
    }

    /// The same with another value for empty segments.
    public Pooling empty(double value) {
        return new Pooling(segments, layout, value, weights, device);
    }

    /// The same with a weight a pixel, for sums and means.
    ///
    /// @param perPixel `F32 [B,H,W]`, or `[H,W]` of a single image
    public Pooling weights(Tensor perPixel) {
        Tensor batched = perPixel.shape().rank() == 2 ? batched(perPixel) : perPixel;
        return new Pooling(segments, layout, empty, Optional.of(batched), device);
    }

    /// The same on a device of choice.
    public Pooling on(Device chosen) {
        return new Pooling(segments, layout, empty, weights, chosen);
    }

    /// Reduces a feature map over the segments, reading it once for all reductions.
    ///
    /// @param features a map in this pooling's layout; the batch may be left out of a single image
    /// @throws ShapeException if it does not fit the segment map
    public Pooled reduce(Tensor features, Reduction... reductions) {
        SegmentOp.Reduce op =
                new SegmentOp.Reduce(
                        segments, List.of(reductions), layout, weights.isPresent(), empty);
        List<Tensor> inputs = new ArrayList<>(List.of(map(features)));
        weights.ifPresent(inputs::add);
        Map<Reduction, Tensor> values = new EnumMap<>(Reduction.class);
        Map<Reduction, Tensor> positions = new EnumMap<>(Reduction.class);
        var outputs = device.run(op, inputs).iterator();
        for (Reduction reduction : op.reductions()) {
            values.put(reduction, outputs.next());
            if (reduction.selects()) {
                positions.put(reduction, outputs.next());
            }
        }
        return new Pooled(segments, values, positions);
    }

    /// The gradient of one reduction in the features: a map in this pooling's layout.
    ///
    /// @param features what was reduced
    /// @param pooled what it gave
    /// @param upstream the gradient of the reduction's table, `[B,K,C]`
    public Tensor gradient(Reduction reduction, Tensor features, Pooled pooled, Tensor upstream) {
        return device.run(
                        gradientOf(reduction),
                        gradientInputs(reduction, features, pooled, upstream))
                .getFirst();
    }

    /// The same, written over a map of the caller: a loop that keeps its map takes no memory, and spares the JVM the
    /// clearing of a new one, which costs as much as the gradient.
    ///
    /// @param output what [#gradient] would return
    public void gradientInto(
            Reduction reduction, Tensor features, Pooled pooled, Tensor upstream, Tensor output) {
        device.runInto(
                gradientOf(reduction),
                gradientInputs(reduction, features, pooled, upstream),
                List.of(output));
    }

    private Op gradientOf(Reduction reduction) {
        return new SegmentOp.ReduceGradient(segments, reduction, layout, weights.isPresent());
    }

    private List<Tensor> gradientInputs(
            Reduction reduction, Tensor features, Pooled pooled, Tensor upstream) {
        List<Tensor> inputs = new ArrayList<>(List.of(upstream));
        if (reduction.selects()) {
            inputs.add(pooled.positions(reduction));
        } else if (reduction.takesWeights()) {
            weights.ifPresent(inputs::add);
        } else {
            inputs.add(map(features));
            inputs.add(pooled.values(reduction));
        }
        return inputs;
    }

    /// Paints each segment's values on its pixels: a map in this pooling's layout, 0 where pixels are ignored.
    ///
    /// @param table `[B,K,C]`
    public Tensor unpool(Tensor table) {
        return device.run(new SegmentOp.Unpool(segments, layout), table);
    }

    /// The same, painted over a map of the caller.
    ///
    /// @param output what [#unpool] would return
    public void unpoolInto(Tensor table, Tensor output) {
        device.runInto(new SegmentOp.Unpool(segments, layout), List.of(table), List.of(output));
    }

    /// The softmax of every channel within each segment: a map in this pooling's layout.
    public Tensor softmax(Tensor features) {
        return device.run(new SegmentOp.Softmax(segments, layout), map(features));
    }

    /// The most frequent class of each segment, `I32 [B,K]`, -1 where its share is not above `purity`.
    ///
    /// @param classes `I32 [B,H,W]` or `[H,W]`, negative where a pixel has none
    public Tensor mode(Tensor classes, double purity) {
        Tensor perPixel = classes.shape().rank() == 2 ? batched(classes) : classes;
        return device.run(new SegmentOp.Mode(segments, purity), perPixel);
    }

    private Tensor map(Tensor features) {
        return features.shape().rank() == 3 && segments.batch() == 1 ? batched(features) : features;
    }

    /// A view with a batch dimension of 1 in front.
    private static Tensor batched(Tensor single) {
        Shape shape = single.shape();
        int[] sizes = new int[shape.rank() + 1];
        sizes[0] = 1;
        System.arraycopy(shape.sizes(), 0, sizes, 1, shape.rank());
        return single.reshape(sizes);
    }
}
