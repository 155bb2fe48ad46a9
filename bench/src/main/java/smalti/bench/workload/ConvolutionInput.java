package smalti.bench.workload;

import smalti.op.Padding;
import smalti.op.Size;
import smalti.op.Window;

/// A map, filters, and the gradient that arrives at their convolution, all of random numbers. Outputs lie in the middle
/// of what they see.
///
/// @param rows of the filters' taps, as are `columns`
public record ConvolutionInput(
        int batch,
        int height,
        int width,
        int channels,
        int filters,
        int rows,
        int columns,
        int stride,
        int dilation,
        int groups)
        implements Input {
    /// Filters of 3x3 taps in single steps.
    public static ConvolutionInput of(int side, int channels, int filters) {
        return new ConvolutionInput(1, side, side, channels, filters, 3, 3, 1, 1, 1);
    }

    /// The same on a map that is not square.
    public ConvolutionInput map(int high, int wide) {
        return new ConvolutionInput(
                batch, high, wide, channels, filters, rows, columns, stride, dilation, groups);
    }

    /// The same with square filters of so many taps a side.
    public ConvolutionInput kernel(int side) {
        return kernel(side, side);
    }

    public ConvolutionInput kernel(int down, int across) {
        return new ConvolutionInput(
                batch, height, width, channels, filters, down, across, stride, dilation, groups);
    }

    public ConvolutionInput stride(int steps) {
        return new ConvolutionInput(
                batch, height, width, channels, filters, rows, columns, steps, dilation, groups);
    }

    public ConvolutionInput dilation(int steps) {
        return new ConvolutionInput(
                batch, height, width, channels, filters, rows, columns, stride, steps, groups);
    }

    /// The same with a filter of its own for every channel.
    public ConvolutionInput depthwise() {
        return new ConvolutionInput(
                batch, height, width, channels, channels, rows, columns, stride, dilation,
                channels);
    }

    /// E.g. `3x3s2-64x56x56-f128`: taps, step, the map as `CxHxW`, filters.
    public String name() {
        String taps = rows + "x" + columns;
        String steps = (stride > 1 ? "s" + stride : "") + (dilation > 1 ? "d" + dilation : "");
        String kind = groups > 1 ? "dw" : "";
        return kind + taps + steps + "-" + channels + "x" + height + "x" + width + "-f" + filters;
    }

    public Window window() {
        return new Window(
                new Size(rows, columns),
                Size.square(stride),
                Size.square(dilation),
                Padding.of(rows / 2 * dilation, columns / 2 * dilation));
    }

    /// The size of the convolution's output.
    public Size outputs() {
        return window().outputs(new Size(height, width));
    }

    /// Terms of all outputs together.
    public long terms() {
        Size outputs = outputs();
        return (long) batch
                * outputs.height()
                * outputs.width()
                * filters
                * rows
                * columns
                * (channels / groups);
    }

    /// `[B,H,W,C]`.
    public float[] map() {
        return Noise.of(batch * height * width * channels, 1);
    }

    /// `[R,S,C/groups,F]`.
    public float[] weights() {
        return Noise.of(rows * columns * (channels / groups) * filters, 2);
    }

    /// `[B,H',W',F]`.
    public float[] upstream() {
        return Noise.of(batch * outputs().height() * outputs().width() * filters, 3);
    }
}
