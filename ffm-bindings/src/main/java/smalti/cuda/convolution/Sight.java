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

    /// A kernel's arguments, those of the window last.
    Object[] after(Object... first) {
        Object[] mine = {
            map.height(),
            map.width(),
            outputs.height(),
            outputs.width(),
            window.kernel().height(),
            window.kernel().width(),
            window.stride().height(),
            window.stride().width(),
            window.dilation().height(),
            window.dilation().width(),
            margins().top(),
            margins().left()
        };
        Object[] all = new Object[first.length + mine.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(mine, 0, all, first.length, mine.length);
        return all;
    }
}
