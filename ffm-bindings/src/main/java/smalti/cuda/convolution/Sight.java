package smalti.cuda.convolution;

import smalti.cuda.launch.DeviceTensor;
import smalti.op.Padding;
import smalti.op.Size;
import smalti.op.Window;

/// A window and the maps that it lies between.
///
/// @param map what it slides over
/// @param outputs what it makes of that
record Sight(Window window, Size map, Size outputs) {
    /// The window between two maps `[B,H,W,C]`.
    static Sight between(Window window, DeviceTensor map, DeviceTensor outputs) {
        return new Sight(window, size(map), size(outputs));
    }

    private static Size size(DeviceTensor map) {
        return new Size(map.shape().size(1), map.shape().size(2));
    }

    int taps() {
        return window.kernel().height() * window.kernel().width();
    }

    /// Outputs an image.
    int outputPixels() {
        return outputs.height() * outputs.width();
    }

    Padding.Margins margins() {
        return window.margins(map);
    }

    /// Whether each output sees the one pixel that lies in its place.
    boolean isPointwise() {
        Size one = Size.square(1);
        return window.kernel().equals(one)
                && window.stride().equals(one)
                && margins().equals(Padding.NONE);
    }

    /// The window for kernels, as it looks at the map.
    Object[] forwards() {
        return arguments(map, outputs, 1, -margins().top(), -margins().left());
    }

    /// The window for kernels, as a pixel of the map looks at the outputs that see it, if the window takes single steps.
    Object[] backwards() {
        return arguments(outputs, map, -1, margins().top(), margins().left());
    }

    /// @param sign of the steps from tap to tap
    /// @param down where the first tap lies
    private Object[] arguments(Size from, Size to, int sign, int down, int across) {
        return new Object[] {
            from.height(),
            from.width(),
            to.height(),
            to.width(),
            window.kernel().height(),
            window.kernel().width(),
            window.stride().height(),
            window.stride().width(),
            sign * window.dilation().height(),
            sign * window.dilation().width(),
            down,
            across
        };
    }

    /// A kernel's arguments, those of the window last.
    static Object[] join(Object[] window, Object... first) {
        Object[] all = new Object[first.length + window.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(window, 0, all, first.length, window.length);
        return all;
    }

    /// A kernel's arguments, those of the window with its margins last.
    Object[] after(Object... first) {
        return join(arguments(map, outputs, 1, margins().top(), margins().left()), first);
    }
}
