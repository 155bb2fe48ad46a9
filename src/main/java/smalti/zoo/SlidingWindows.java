package smalti.zoo;

import java.util.List;
import java.util.stream.IntStream;
import smalti.error.ParameterException;
import smalti.op.Size;

/// How a picture is scored piece by piece, in several sizes: by windows of the size that the network was trained on, which
/// overlap by a third, and whose probabilities are averaged.
///
/// Zhao et al., "Pyramid Scene Parsing Network", 2017.
///
/// @param window the size of the pieces
/// @param scales of the picture, each above 0
/// @param mirrored whether each piece is looked at mirrored too
public record SlidingWindows(Size window, List<Double> scales, boolean mirrored) {
    public SlidingWindows {
        scales = List.copyOf(scales);
        if (window.height() < 1 || window.width() < 1) {
            throw new ParameterException("the size of windows", "at least 1x1", window);
        }
        if (scales.isEmpty() || !scales.stream().allMatch(each -> each > 0 && each <= 16)) {
            throw new ParameterException("scales", "at least one, above 0 to 16", scales);
        }
    }

    /// A picture in its own size, not mirrored.
    public static SlidingWindows of(Size window) {
        return new SlidingWindows(window, List.of(1.0), false);
    }

    /// Where windows begin along a side.
    static int[] starts(int length, int window) {
        int step = Math.max(1, Math.ceilDiv(2 * window, 3));
        int count = length <= window ? 1 : Math.ceilDiv(length - window, step) + 1;
        return IntStream.range(0, count)
                .map(i -> Math.max(0, Math.min(i * step, length - window)))
                .toArray();
    }
}
