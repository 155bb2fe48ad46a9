package smalti.cuda.convolution;

import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;

/// Sums that were computed in parts.
final class ColumnParts {
    private ColumnParts() {}

    /// Adds up parts of as many elements as the output has, in order.
    static void add(Kernels kernels, Scratch parts, int count, DeviceTensor output, Queue queue) {
        queue.launch(
                kernels.get("add_parts_f32"),
                queue.over(output.elements()),
                parts.address(),
                output,
                count,
                output.elements());
    }
}
