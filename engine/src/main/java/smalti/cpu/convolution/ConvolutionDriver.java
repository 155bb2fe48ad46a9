package smalti.cpu.convolution;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import smalti.cpu.kernel.ConvolutionKernels;
import smalti.cpu.kernel.Matrix;
import smalti.cpu.matrix.Finisher;
import smalti.cpu.matrix.KeptMatrix;
import smalti.cpu.matrix.MatrixMultiplier;
import smalti.cpu.work.Workers;
import smalti.error.UnsupportedOpException;
import smalti.op.ConvolutionOp;
import smalti.op.Padding;
import smalti.op.Size;
import smalti.op.Window;
import smalti.tensor.DType;
import smalti.tensor.Tensor;

/// Computes [ConvolutionOp] on the CPU. Inputs and outputs have been checked; outputs are overwritten whole.
public final class ConvolutionDriver {
    /// With fewer outputs, transforming the filters would take longer than multiplying them.
    private static final int FEWEST_OUTPUTS = 32;

    private final MatrixMultiplier multiplier;
    private final Finishing finishing;
    private final Correlation correlation;
    private final LineCorrelation lines;
    private final ChannelwiseCorrelation channelwise;
    private final Winograd winograd;
    private final FilterGradient filterGradient;

    /// @param first kernels that are quick at once, as those first ones of the multiplier
    /// @param lasting kernels that are quicker once they are compiled; they give the same bits
    public ConvolutionDriver(
            MatrixMultiplier multiplier,
            ConvolutionKernels first,
            ConvolutionKernels lasting,
            Workers workers) {
        var workspaces = new WorkspacePool();
        Supplier<ConvolutionKernels> now = () -> multiplier.isWarm() ? lasting : first;
        this.finishing = new Finishing(() -> now.get().finish());
        this.multiplier = multiplier;
        this.correlation = new Correlation(multiplier, workers, workspaces);
        this.lines = new LineCorrelation(multiplier, workers, workspaces);
        this.channelwise =
                new ChannelwiseCorrelation(
                        work -> {
                            multiplier.kernelsFor(work);
                            return now.get().depthwise();
                        },
                        workers,
                        workspaces);
        this.winograd = new Winograd(multiplier, () -> now.get().winograd(), workers, workspaces);
        this.filterGradient = new FilterGradient(multiplier, workers, workspaces);
    }

    /// Computes an operator into `output`.
    ///
    /// @throws UnsupportedOpException if it is not offered for the inputs' type
    public void run(ConvolutionOp op, List<Tensor> inputs, Tensor output) {
        if (output.dtype() != DType.F32) {
            throw new UnsupportedOpException(
                    op.name(), "the CPU for " + output.dtype(), "convert the inputs to F32");
        }
        if (output.elements() == 0) {
            return;
        }
        switch (op) {
            case ConvolutionOp.Conv2d convolution ->
                    convolve(passing(convolution, inputs.get(1)), inputs, output);
            case ConvolutionOp.ConvTranspose2d transposed -> transpose(transposed, inputs, output);
            case ConvolutionOp.Conv2dFilterGradient gradient ->
                    derive(gradient, inputs.get(0), inputs.get(1), output);
        }
    }

    /// A convolution for one run.
    private static PreparedConvolution passing(ConvolutionOp.Conv2d op, Tensor filter) {
        return new PreparedConvolution(
                op, Optional.empty(), groups(op, filter, false), Optional.empty(), 0);
    }

    /// Prepares a convolution of [DType#F32].
    ///
    /// @param filter its elements must not change any more
    /// @param others the inputs behind the filter, if all are known as well
    /// @param first the channel of the output tensor that the first filter makes; those of other filters follow, and other
    ///     channels stay as they are
    public PreparedConvolution prepare(
            ConvolutionOp.Conv2d op, Tensor filter, Optional<List<Tensor>> others, int first) {
        int filters = filter.shape().size(3);
        return new PreparedConvolution(
                op,
                Optional.of(new KeptMatrix(rows(filter, filters), filter.shape().size(2), filters)),
                groups(op, filter, true),
                others.filter(_ -> filters > 0).map(each -> finishing.of(op, each, filters)),
                first);
    }

    private static List<Filters> groups(ConvolutionOp.Conv2d op, Tensor filter, boolean kept) {
        return isChannelwise(op, filter) ? List.of() : Filters.of(filter, op.groups(), kept);
    }

    /// Computes what was prepared, to the same bits as without.
    public void run(PreparedConvolution convolution, List<Tensor> inputs, Tensor output) {
        if (output.elements() > 0 && inputs.get(1).shape().size(3) > 0) {
            convolve(convolution, inputs, output);
        }
    }

    private void convolve(PreparedConvolution prepared, List<Tensor> inputs, Tensor output) {
        ConvolutionOp.Conv2d op = prepared.op();
        Tensor input = inputs.get(0);
        Tensor filter = inputs.get(1);
        Size map = size(input);
        int filters = filter.shape().size(3);
        int channels = input.shape().size(3);
        Finisher finisher =
                prepared.finisher()
                        .orElseGet(
                                () -> finishing.of(op, inputs.subList(2, inputs.size()), filters));
        if (op.groups() == 1 && isPointwise(op.window(), map)) {
            int pixels = (int) (output.elements() / output.shape().size(3));
            Matrix left = rows(input, channels);
            Matrix out = rows(output, output.shape().size(3)).from(0, prepared.first());
            if (prepared.pointwise().isPresent()) {
                multiplier.multiply(left, prepared.pointwise().get(), out, pixels, finisher);
            } else {
                Matrix right = rows(filter, filters);
                multiplier.multiply(left, right, out, pixels, filters, channels, false, finisher);
            }
            return;
        }
        Taps taps = Taps.of(op.window(), map);
        Taps places = places(size(output));
        if (isChannelwise(op, filter)) {
            int[] starts = new int[taps.count()];
            for (int tap = 0; tap < starts.length; tap++) {
                starts[tap] = filter.offset() + tap * filters;
            }
            channelwise.multiply(
                    seen(input, taps, 0, channels),
                    filter.floats(),
                    starts,
                    target(finisher, output, places, true, prepared.first(), 0, filters));
            return;
        }
        int wide = filters / op.groups();
        int deep = channels / op.groups();
        for (int group = 0; group < op.groups(); group++) {
            correlate(
                    seen(input, taps, group * deep, deep),
                    prepared.groups().get(group),
                    target(finisher, output, places, true, prepared.first(), group * wide, wide));
        }
    }

    /// Chooses by the shape alone: the bits must not depend on anything else.
    private void correlate(Seen seen, Filters filters, Target target) {
        Optional<WinogradShape> shape =
                target.together() && seen.rows() >= FEWEST_OUTPUTS
                        ? WinogradShape.of(seen.taps(), seen.channels(), target.columns())
                        : Optional.empty();
        if (shape.isPresent()) {
            winograd.multiply(seen, shape.get(), filters.taps(), target);
        } else if (LineCorrelation.suits(seen, target.columns())) {
            lines.multiply(seen, filters, target);
        } else {
            correlation.multiply(seen, filters, target);
        }
    }

    private void transpose(ConvolutionOp.ConvTranspose2d op, List<Tensor> inputs, Tensor output) {
        Tensor input = inputs.get(0);
        Tensor filter = inputs.get(1);
        int filters = input.shape().size(3);
        int channels = output.shape().size(3);
        boolean single = op.window().stride().equals(Size.square(1));
        Finisher finisher = op.biased() ? finishing.of(inputs.get(2)) : Finisher.NONE;
        for (Phase phase : Phase.of(op.window(), size(input), op.output())) {
            if (isChannelwise(op, filter)) {
                int[] starts = new int[phase.kept().length];
                for (int tap = 0; tap < starts.length; tap++) {
                    starts[tap] = filter.offset() + phase.kept()[tap] * filters;
                }
                channelwise.multiply(
                        seen(input, phase.taps(), 0, channels),
                        filter.floats(),
                        starts,
                        target(finisher, output, phase.places(), single, 0, 0, channels));
                continue;
            }
            int wide = channels / op.groups();
            int deep = filters / op.groups();
            for (int group = 0; group < op.groups(); group++) {
                Matrix[] matrices = new Matrix[phase.kept().length];
                for (int tap = 0; tap < matrices.length; tap++) {
                    int at = filter.offset() + phase.kept()[tap] * wide * filters + group * deep;
                    matrices[tap] = new Matrix(filter.floats(), at, 1, filters);
                }
                correlate(
                        seen(input, phase.taps(), group * deep, deep),
                        new Filters(matrices, deep, wide, false),
                        target(finisher, output, phase.places(), single, 0, group * wide, wide));
            }
        }
    }

    private void derive(
            ConvolutionOp.Conv2dFilterGradient op, Tensor upstream, Tensor input, Tensor output) {
        Taps taps = Taps.of(op.window(), size(input));
        int filters = upstream.shape().size(3);
        int channels = input.shape().size(3);
        if (isChannelwise(op, output)) {
            channelwise.multiplyTransposed(
                    seen(input, taps, 0, channels),
                    upstream.floats(),
                    upstream.offset(),
                    output.floats(),
                    output.offset());
            return;
        }
        int wide = filters / op.groups();
        int deep = channels / op.groups();
        for (int group = 0; group < op.groups(); group++) {
            filterGradient.multiply(
                    seen(input, taps, group * deep, deep),
                    rows(upstream, filters).from(0, group * wide),
                    wide,
                    rows(output, filters).from(0, group * wide));
        }
    }

    /// Whether each output sees the one pixel that lies in its place.
    private static boolean isPointwise(Window window, Size map) {
        Size one = Size.square(1);
        return window.kernel().equals(one)
                && window.stride().equals(one)
                && window.margins(map).equals(Padding.NONE);
    }

    /// Whether every channel has one filter of its own.
    private static boolean isChannelwise(ConvolutionOp op, Tensor filter) {
        return op.groups() > 1
                && filter.shape().size(2) == 1
                && filter.shape().size(3) == op.groups();
    }

    private static Size size(Tensor map) {
        return new Size(map.shape().size(1), map.shape().size(2));
    }

    private static Matrix rows(Tensor tensor, int columns) {
        return new Matrix(tensor.floats(), tensor.offset(), columns, 1);
    }

    /// Outputs in the order in which they lie.
    private static Taps places(Size size) {
        return new Taps(size, size, Size.square(1), new int[1], new int[1]);
    }

    private static Seen seen(Tensor map, Taps taps, int channel, int channels) {
        return new Seen(
                map.floats(),
                map.offset() + channel,
                map.shape().size(3),
                channels,
                map.shape().size(0),
                taps);
    }

    /// @param first the channel of the output that the first of all filters makes
    private static Target target(
            Finisher finisher,
            Tensor output,
            Taps places,
            boolean together,
            int first,
            int column,
            int columns) {
        return new Target(
                output.floats(),
                output.offset() + first + column,
                output.shape().size(3),
                columns,
                places,
                together,
                finisher.from(column));
    }
}
