package smalti.cuda.window;

import smalti.cuda.launch.Constants;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Quads;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;
import smalti.op.AxisTable;
import smalti.op.Mixture;
import smalti.tensor.Shape;

/// Mixes rows and columns of maps: pooling to means, resizing and their adjoints are all this.
final class Mixer {
    /// With more pixels than these in a mean, it is cheaper to mix columns first and rows of what that gives.
    private static final int MANY_PIXELS = 32;

    private final Kernels kernels;

    Mixer(Kernels kernels) {
        this.kernels = kernels;
    }

    /// Writes the mixture of `input`, `[B,H,W,C]`, into `output`.
    void run(Mixture mixture, DeviceTensor input, DeviceTensor output, Queue queue) {
        if (output.elements() == 0) {
            return;
        }
        AxisTable rows = mixture.rows();
        AxisTable columns = mixture.columns();
        int high = input.shape().size(1);
        if ((long) mostTaps(rows) * mostTaps(columns) <= MANY_PIXELS || high == 0) {
            mix(rows, columns, input, output, queue);
            return;
        }
        int wide = output.shape().size(2);
        Shape between = Shape.of(input.shape().size(0), high, wide, input.columns());
        try (Scratch memory = queue.allocate(between.elements() * Float.BYTES)) {
            var mixed = new DeviceTensor(memory.address(), input.dtype(), between);
            mix(AxisTable.identity(high), columns, input, mixed, queue);
            mix(rows, AxisTable.identity(wide), mixed, output, queue);
        }
    }

    private static int mostTaps(AxisTable table) {
        int most = 0;
        for (int output = 0; output < table.outputs(); output++) {
            most = Math.max(most, table.starts()[output + 1] - table.starts()[output]);
        }
        return most;
    }

    private void mix(
            AxisTable rows,
            AxisTable columns,
            DeviceTensor input,
            DeviceTensor output,
            Queue queue) {
        int channels = output.columns();
        boolean quads = Quads.suit(channels, input, output);
        int units = quads ? channels / Quads.VALUES : channels;
        long count = output.rows() * units;
        var packed = new PackedTables();
        int rowStarts = packed.addStarts(rows);
        int rowEntries = packed.addEntries(rows);
        int columnStarts = packed.addStarts(columns);
        int columnEntries = packed.addEntries(columns);
        try (Constants tables = queue.constants(packed.numbers())) {
            queue.launch(
                    kernels.get(quads ? "mix_quads_f32" : "mix_f32"),
                    queue.over(count),
                    input,
                    output,
                    count,
                    units,
                    input.shape().size(1),
                    input.shape().size(2),
                    output.shape().size(1),
                    output.shape().size(2),
                    tables.at(rowStarts),
                    tables.at(rowEntries),
                    tables.at(columnStarts),
                    tables.at(columnEntries));
        }
    }
}
