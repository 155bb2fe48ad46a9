package smalti.op;

import smalti.error.ParameterException;
import smalti.error.ShapeException;

/// A window that slides over maps, for convolutions and pooling. An output at `(i, j)` sees the inputs at
/// `(i·stride - top + r·dilation, j·stride - left + s·dilation)` for each tap `(r, s)` of the kernel.
///
/// @param kernel taps, at least 1x1
/// @param stride steps between outputs, at least 1x1
/// @param dilation steps between taps, at least 1x1
public record Window(Size kernel, Size stride, Size dilation, Padding padding) {
    public Window {
        expectPositive("a kernel", kernel);
        expectPositive("a stride", stride);
        expectPositive("a dilation", dilation);
    }

    private static void expectPositive(String what, Size size) {
        if (size.height() < 1 || size.width() < 1) {
            throw new ParameterException(what, "at least 1x1", size);
        }
    }

    /// A square window of so many taps a side, that takes single steps and has no padding.
    public static Window of(int side) {
        return of(side, side);
    }

    /// A window that takes single steps and has no padding.
    public static Window of(int rows, int columns) {
        return new Window(new Size(rows, columns), Size.square(1), Size.square(1), Padding.NONE);
    }

    /// The same with so many steps between outputs.
    public Window stride(int steps) {
        return new Window(kernel, Size.square(steps), dilation, padding);
    }

    /// The same with so many steps between taps.
    public Window dilation(int steps) {
        return new Window(kernel, stride, Size.square(steps), padding);
    }

    /// The same with other padding.
    public Window padding(Padding other) {
        return new Window(kernel, stride, dilation, other);
    }

    /// The same with so many rows and columns around the map.
    public Window padding(int side) {
        return padding(Padding.of(side));
    }

    /// Rows and columns from the first tap to the last.
    public Size reach() {
        return new Size(
                (kernel.height() - 1) * dilation.height() + 1,
                (kernel.width() - 1) * dilation.width() + 1);
    }

    /// What lies around a map of `input`.
    public Padding.Margins margins(Size input) {
        return padding.around(input, this);
    }

    /// The outputs on a map of `input`.
    ///
    /// @throws ShapeException if the window is larger than the map with its padding
    public Size outputs(Size input) {
        var margins = margins(input);
        return new Size(
                outputs(
                        input,
                        margins.top() + input.height() + margins.bottom(),
                        reach().height(),
                        stride.height()),
                outputs(
                        input,
                        margins.left() + input.width() + margins.right(),
                        reach().width(),
                        stride.width()));
    }

    private int outputs(Size input, int padded, int reach, int step) {
        if (padded < reach) {
            throw new ShapeException(
                    "a window of " + reach(), "a map, with its padding, at least as large", input);
        }
        return (padded - reach) / step + 1;
    }
}
