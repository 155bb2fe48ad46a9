package smalti.op;

import java.util.List;
import smalti.error.ParameterException;
import smalti.segment.CrossWeights;
import smalti.segment.SegmentMap;

/// What is computed over segments.
///
/// Feature maps are `[B,H,W,C]` or `[B,C,H,W]` as their [Layout] says and are called `map` below; B, H, W are those of
/// the segment map. Tables are `[B,K,C]`.
public sealed interface SegmentOp extends Op {
    @Override
    default String name() {
        return "segment " + Op.words(getClass());
    }

    /// Reduces a feature map over segments, reading it once for all reductions.
    ///
    /// Inputs: features, a map; and, if `weighted`, weights `F32 [B,H,W]`.
    /// Outputs: for each reduction in order its table `[B,K,C]`, and behind [Reduction#MAX] and [Reduction#MIN] the
    /// position of the value, `I32 [B,K,C]`: the pixel `y·W + x` in its image, -1 for an empty segment.
    ///
    /// @param empty the value of an empty segment
    record Reduce(
            SegmentMap segments,
            List<Reduction> reductions,
            Layout layout,
            boolean weighted,
            double empty)
            implements SegmentOp {
        public Reduce {
            reductions = List.copyOf(reductions);
            if (reductions.isEmpty()) {
                throw new ParameterException(
                        "the list of reductions", "at least one long", "empty");
            }
            if (weighted && !reductions.stream().allMatch(Reduction::takesWeights)) {
                throw new ParameterException("a weighted reduction", "sum or mean", reductions);
            }
        }
    }

    /// The gradient of one reduction of [Reduce] in its features: a map.
    ///
    /// Inputs: upstream `[B,K,C]`, then what the reduction needs:
    /// [Reduction#SUM] and [Reduction#MEAN] the weights `[B,H,W]` if `weighted`, else nothing;
    /// [Reduction#MAX] and [Reduction#MIN] the positions `I32 [B,K,C]`;
    /// all others the features and the reduction's own output `[B,K,C]`.
    record ReduceGradient(SegmentMap segments, Reduction reduction, Layout layout, boolean weighted)
            implements SegmentOp {
        public ReduceGradient {
            if (weighted && !reduction.takesWeights()) {
                throw new ParameterException("a weighted reduction", "sum or mean", reduction);
            }
        }
    }

    /// The gradient of a weighted sum or mean in its weights: `[B,H,W]`.
    ///
    /// Inputs: upstream `[B,K,C]`, features, weights `[B,H,W]`, and for the mean its output `[B,K,C]`.
    record WeightGradient(SegmentMap segments, Reduction reduction, Layout layout)
            implements SegmentOp {
        public WeightGradient {
            if (!reduction.takesWeights()) {
                throw new ParameterException("a weighted reduction", "sum or mean", reduction);
            }
        }
    }

    /// Paints each segment's values on its pixels; the adjoint of the sum. Input: a table. Output: a map, 0 where
    /// pixels are ignored.
    record Unpool(SegmentMap segments, Layout layout) implements SegmentOp {}

    /// Reads a map at the positions of a table: `[B,K,C]`, 0 where the position is -1. The adjoint of the gradient of
    /// the maximum, and so its second derivative. Inputs: a map, positions `I32 [B,K,C]`.
    record Pick(SegmentMap segments, Layout layout) implements SegmentOp {}

    /// The softmax of every channel within each segment: a map, 0 where pixels are ignored. Input: a map.
    record Softmax(SegmentMap segments, Layout layout) implements SegmentOp {}

    /// The gradient of [Softmax]. Inputs: upstream, a map; the softmax's output.
    record SoftmaxGradient(SegmentMap segments, Layout layout) implements SegmentOp {}

    /// The most frequent class of each segment, `I32 [B,K]`; the smallest of equally frequent ones; -1 where its share
    /// of the segment's labelled pixels is not above `purity` or there are none. Input: classes `I32 [B,H,W]`, negative
    /// where a pixel has none.
    ///
    /// @param purity the share that must be exceeded, 0 to below 1
    record Mode(SegmentMap segments, double purity) implements SegmentOp {
        public Mode {
            if (!(purity >= 0 && purity < 1)) {
                throw new ParameterException("purity", "from 0 to below 1", purity);
            }
        }
    }

    /// The mean of features of another resolution than the labels: each cell counts by the area that its receptive
    /// rectangle shares with the segment. Input: a map of the cells. Output: `[B,K,C]`.
    ///
    /// @param empty the value of a segment that meets no cell
    record CrossPool(CrossWeights weights, Layout layout, double empty) implements SegmentOp {}

    /// The gradient of [CrossPool]: its weights transposed. Input: upstream `[B,K,C]`. Output: a map of the cells.
    record CrossPoolGradient(CrossWeights weights, Layout layout) implements SegmentOp {}
}
