package smalti.op;

/// Which pixels the means over neighbours in a map `[B,H,W,C]` are made of: each is mixed along both axes, which do not
/// depend on each other. Pooling to means, resizing and their adjoints are all this, on every device.
///
/// @param rows how rows are mixed
/// @param columns how columns are mixed
public record Mixture(AxisTable rows, AxisTable columns) {
    /// @param map the size of the input
    public static Mixture of(WindowOp.AveragePool op, Size map) {
        return ofWindows(op.window(), op.countsPadding(), map);
    }

    public static Mixture of(WindowOp.AveragePoolGradient op) {
        return ofWindows(op.window(), op.countsPadding(), op.size()).transposed(op.size());
    }

    /// @param map the size of the input
    public static Mixture of(WindowOp.AdaptiveAveragePool op, Size map) {
        return ofBins(map, op.bins());
    }

    /// @param bins the size of the input
    public static Mixture of(WindowOp.AdaptiveAveragePoolGradient op, Size bins) {
        return ofBins(op.size(), bins).transposed(op.size());
    }

    /// @param map the size of the input
    public static Mixture of(ResizeOp op, Size map) {
        return switch (op) {
            case ResizeOp.Resize(Size size, Sampling sampling, Corners corners) ->
                    ofSamples(map, size, sampling, corners);
            case ResizeOp.ResizeGradient(Size size, Sampling sampling, Corners corners) ->
                    ofSamples(size, map, sampling, corners).transposed(size);
        };
    }

    private static Mixture ofSamples(Size map, Size outputs, Sampling sampling, Corners corners) {
        return new Mixture(
                AxisTables.ofSamples(map.height(), outputs.height(), sampling, corners),
                AxisTables.ofSamples(map.width(), outputs.width(), sampling, corners));
    }

    private static Mixture ofBins(Size map, Size bins) {
        return new Mixture(
                AxisTables.ofBins(map.height(), bins.height()),
                AxisTables.ofBins(map.width(), bins.width()));
    }

    private static Mixture ofWindows(Window window, boolean countsPadding, Size map) {
        // The padding that may count.
        Padding.Margins counted =
                window.padding() instanceof Padding.Covering(Padding.Margins least)
                        ? least
                        : window.margins(map);
        Size outputs = window.outputs(map);
        return new Mixture(
                AxisTables.ofWindows(
                        map.height(),
                        outputs.height(),
                        window.kernel().height(),
                        window.stride().height(),
                        window.dilation().height(),
                        counted.top(),
                        countsPadding,
                        counted.top() + map.height() + counted.bottom()),
                AxisTables.ofWindows(
                        map.width(),
                        outputs.width(),
                        window.kernel().width(),
                        window.stride().width(),
                        window.dilation().width(),
                        counted.left(),
                        countsPadding,
                        counted.left() + map.width() + counted.right()));
    }

    private Mixture transposed(Size map) {
        return new Mixture(rows.transposed(map.height()), columns.transposed(map.width()));
    }
}
