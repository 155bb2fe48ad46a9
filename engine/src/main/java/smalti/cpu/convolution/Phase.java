package smalti.cpu.convolution;

import java.util.ArrayList;
import java.util.List;
import smalti.op.Padding;
import smalti.op.Size;
import smalti.op.Window;

/// The outputs of a transposed convolution that lie as many rows and columns apart as the window takes steps: all see
/// their inputs through the same taps, in single steps. A window that takes single steps has one phase.
///
/// @param taps what the outputs of the phase see of the input, from its upper left on
/// @param kept for each of those taps its place in the filter
/// @param places where the outputs lie in the whole output, as a single tap
record Phase(Taps taps, int[] kept, Taps places) {
    /// The phases of a window whose adjoint makes maps of `output` of maps of `input`; those without outputs are left
    /// out.
    static List<Phase> of(Window window, Size input, Size output) {
        List<Phase> phases = new ArrayList<>();
        for (int row = 0; row < Math.min(window.stride().height(), output.height()); row++) {
            for (int column = 0;
                    column < Math.min(window.stride().width(), output.width());
                    column++) {
                phases.add(of(window, input, output, row, column));
            }
        }
        return phases;
    }

    private static Phase of(Window window, Size input, Size output, int row, int column) {
        Padding.Margins margins = window.margins(output);
        Size stride = window.stride();
        Size outputs =
                new Size(
                        Math.ceilDiv(output.height() - row, stride.height()),
                        Math.ceilDiv(output.width() - column, stride.width()));
        int[] down =
                offsets(row + margins.top(), window.kernel().height(), window.dilation().height());
        int[] across =
                offsets(
                        column + margins.left(),
                        window.kernel().width(),
                        window.dilation().width());
        int count = hits(down, stride.height()) * hits(across, stride.width());
        int[] rows = new int[count];
        int[] columns = new int[count];
        int[] kept = new int[count];
        int to = 0;
        for (int r = down.length - 1; r >= 0; r--) {
            for (int s = across.length - 1; s >= 0; s--) {
                if (hits(down[r], stride.height()) && hits(across[s], stride.width())) {
                    rows[to] = down[r] / stride.height();
                    columns[to] = across[s] / stride.width();
                    kept[to++] = r * across.length + s;
                }
            }
        }
        return new Phase(
                new Taps(input, outputs, Size.square(1), rows, columns),
                kept,
                new Taps(output, outputs, stride, new int[] {row}, new int[] {column}));
    }

    /// From the first output of the phase to what each tap sees, in rows or columns of the output.
    private static int[] offsets(int first, int taps, int dilation) {
        int[] offsets = new int[taps];
        for (int tap = 0; tap < taps; tap++) {
            offsets[tap] = first - tap * dilation;
        }
        return offsets;
    }

    private static boolean hits(int offset, int stride) {
        return offset % stride == 0;
    }

    private static int hits(int[] offsets, int stride) {
        int hits = 0;
        for (int offset : offsets) {
            hits += hits(offset, stride) ? 1 : 0;
        }
        return hits;
    }
}
