package smalti.cuda.convolution;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.cuda.matrix.Gemm;
import smalti.cuda.matrix.KernelGemm;
import smalti.error.UnsupportedOpException;
import smalti.op.ConvolutionOp;
import smalti.tensor.DType;

/// Computes [ConvolutionOp] on a GPU. Inputs and outputs have been checked; outputs are overwritten whole.
///
/// What outputs see is laid out as matrices, some outputs at a time, and multiplied by the filters. Where every channel has
/// one filter of its own, and where our own kernels multiply and channels come in fours, nothing is laid out. The same
/// operator gives the same bits each time.
public final class ConvolutionOperators {
    private static final int FEWEST_BYTES = 2 << 20;
    private static final int MOST_BYTES = 24 << 20;

    private final Correlation correlation;
    private final Adjoint adjoint;
    private final FilterGradient filterGradient;
    private final Channelwise channelwise;
    private final Optional<TiledConvolution> tiled;

    /// @param gemm what multiplies
    public ConvolutionOperators(GpuDriver driver, Gemm gemm) {
        this(driver, gemm, Math.clamp(driver.facts().cache() / 2, FEWEST_BYTES, MOST_BYTES));
    }

    /// @param mostBytes of what is laid out at a time, unless one output needs more
    ConvolutionOperators(GpuDriver driver, Gemm gemm, long mostBytes) {
        var kernels = new Kernels(driver, "convolution");
        this.correlation = new Correlation(kernels, gemm, mostBytes);
        this.adjoint = new Adjoint(kernels, gemm, mostBytes);
        this.filterGradient = new FilterGradient(kernels, gemm, mostBytes);
        this.channelwise = new Channelwise(kernels);
        // Other libraries multiply on units that kernels of ours do not use.
        this.tiled =
                gemm instanceof KernelGemm
                        ? Optional.of(new TiledConvolution(driver, kernels))
                        : Optional.empty();
    }

    /// Starts an operator.
    ///
    /// @throws UnsupportedOpException if it is not offered for the inputs' type
    public void run(
            ConvolutionOp op, List<DeviceTensor> inputs, List<DeviceTensor> outputs, Queue queue) {
        DeviceTensor output = outputs.getFirst();
        if (output.dtype() != DType.F32) {
            throw new UnsupportedOpException(
                    op.name(), "the GPU for " + output.dtype(), "convert the inputs to F32");
        }
        if (output.elements() == 0) {
            return;
        }
        inputs.forEach(each -> each.expectNumbered(op));
        outputs.forEach(each -> each.expectNumbered(op));
        DeviceTensor first = inputs.get(0);
        DeviceTensor second = inputs.get(1);
        switch (op) {
            case ConvolutionOp.Conv2d convolution -> {
                Sight sight = Sight.between(op.window(), first, output);
                Finish finish = Finish.of(convolution, inputs);
                if (isChannelwise(op, second)) {
                    channelwise.convolve(sight, first, second, finish, output, queue);
                } else if (!isTiled(
                        each ->
                                each.convolve(
                                        sight,
                                        op.groups(),
                                        first,
                                        second,
                                        finish,
                                        output,
                                        queue))) {
                    correlation.run(sight, op.groups(), first, second, finish, output, queue);
                }
            }
            case ConvolutionOp.ConvTranspose2d transposed -> {
                Sight sight = Sight.between(op.window(), output, first);
                Finish finish = transposed.biased() ? Finish.of(inputs.get(2)) : Finish.NONE;
                if (isChannelwise(op, second)) {
                    channelwise.spread(sight, first, second, finish, output, queue);
                } else if (!isTiled(
                        each ->
                                each.spread(
                                        sight,
                                        op.groups(),
                                        first,
                                        second,
                                        finish,
                                        output,
                                        queue))) {
                    adjoint.run(sight, op.groups(), first, second, finish, output, queue);
                }
            }
            case ConvolutionOp.Conv2dFilterGradient _ -> {
                Sight sight = Sight.between(op.window(), second, first);
                if (isChannelwise(op, output)) {
                    channelwise.derive(sight, first, second, output, queue);
                } else if (!isTiled(
                        each -> each.derive(sight, op.groups(), first, second, output, queue))) {
                    filterGradient.run(sight, op.groups(), first, second, output, queue);
                }
            }
        }
    }

    private boolean isTiled(Predicate<TiledConvolution> started) {
        return tiled.isPresent() && started.test(tiled.get());
    }

    /// Whether every channel has one filter of its own.
    private static boolean isChannelwise(ConvolutionOp op, DeviceTensor filter) {
        return filter.shape().size(2) == 1 && filter.shape().size(3) == op.groups();
    }
}
