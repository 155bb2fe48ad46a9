package smalti.cuda.convolution;

import smalti.cuda.driver.Geometry;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Quads;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;

/// Convolutions with one filter for each channel, also known as depthwise.
final class Channelwise {
    private static final int CHANNELS_OF_BLOCK = 32;

    /// Outputs that a part of a sum should have at least, and parts at most.
    private static final int FEWEST_OUTPUTS = 256;

    private static final int MOST_PARTS = 128;

    private final Kernels kernels;

    Channelwise(Kernels kernels) {
        this.kernels = kernels;
    }

    void convolve(
            Sight sight,
            DeviceTensor map,
            DeviceTensor filter,
            Finish finish,
            DeviceTensor output,
            Queue queue) {
        int channels = output.columns();
        boolean quads = Quads.suit(channels, map, filter, output) && finish.isAligned();
        int units = quads ? channels / Quads.VALUES : channels;
        long count = output.rows() * units;
        queue.launch(
                kernels.get(quads ? "convolve_channels_quads_f32" : "convolve_channels_f32"),
                queue.over(count),
                sight.after(
                        map,
                        filter,
                        output,
                        count,
                        units,
                        finish.biasAddress(),
                        finish.biased(),
                        finish.kind(),
                        finish.slope(),
                        finish.slopesAddress()));
    }

    /// The adjoint of [#convolve].
    void spread(
            Sight sight,
            DeviceTensor outputs,
            DeviceTensor filter,
            Finish bias,
            DeviceTensor map,
            Queue queue) {
        int channels = map.columns();
        boolean quads = Quads.suit(channels, map, filter, outputs) && bias.isAligned();
        int units = quads ? channels / Quads.VALUES : channels;
        long count = map.rows() * units;
        queue.launch(
                kernels.get(quads ? "spread_channels_quads_f32" : "spread_channels_f32"),
                queue.over(count),
                sight.after(outputs, filter, map, count, units, bias.biasAddress(), bias.biased()));
    }

    /// The gradient of [#convolve] in the filter.
    void derive(
            Sight sight,
            DeviceTensor upstream,
            DeviceTensor map,
            DeviceTensor gradient,
            Queue queue) {
        int outputs = (int) upstream.rows();
        if (outputs == 0) {
            queue.fill(gradient.address(), (byte) 0, gradient.bytes());
            return;
        }
        int channels = gradient.columns();
        int parts = (int) Math.clamp((long) outputs / FEWEST_OUTPUTS, 1, MOST_PARTS);
        int blocks = sight.taps() * Math.ceilDiv(channels, CHANNELS_OF_BLOCK);
        try (Scratch sums = queue.allocate(parts * gradient.bytes())) {
            queue.launch(
                    kernels.get("derive_channels_f32"),
                    Geometry.of(blocks, parts, Queue.THREADS),
                    sight.after(
                            upstream,
                            map,
                            sums.address(),
                            outputs,
                            Math.ceilDiv(outputs, parts),
                            channels));
            ColumnParts.add(kernels, sums, parts, gradient, queue);
        }
    }
}
