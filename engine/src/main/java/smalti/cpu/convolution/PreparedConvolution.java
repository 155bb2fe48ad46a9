package smalti.cpu.convolution;

import java.util.List;
import java.util.Optional;
import smalti.cpu.matrix.Finisher;
import smalti.cpu.matrix.KeptMatrix;
import smalti.op.ConvolutionOp;

/// A convolution whose filters are known beforehand, and which may make some channels of its output tensor only.
public final class PreparedConvolution {
    private final ConvolutionOp.Conv2d op;
    private final Optional<KeptMatrix> pointwise;
    private final List<Filters> groups;
    private final Optional<Finisher> finisher;
    private final int first;

    /// @param pointwise all filters as one matrix, if they have one tap and no groups
    /// @param groups the filters of each group, kept
    /// @param finisher if what it needs is known as well
    /// @param first the channel of the output tensor that the first filter makes
    PreparedConvolution(
            ConvolutionOp.Conv2d op,
            Optional<KeptMatrix> pointwise,
            List<Filters> groups,
            Optional<Finisher> finisher,
            int first) {
        this.op = op;
        this.pointwise = pointwise;
        this.groups = groups;
        this.finisher = finisher;
        this.first = first;
    }

    ConvolutionOp.Conv2d op() {
        return op;
    }

    Optional<KeptMatrix> pointwise() {
        return pointwise;
    }

    List<Filters> groups() {
        return groups;
    }

    Optional<Finisher> finisher() {
        return finisher;
    }

    int first() {
        return first;
    }
}
