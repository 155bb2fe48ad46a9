package smalti.cpu.pool;

import smalti.cpu.kernel.Values;
import smalti.op.Layout;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

/// A feature map over a heap array: where the values of an image begin and how they are laid out.
record MapView(float[] array, int offset, int pixels, int channels, Layout layout) {

    static MapView of(Tensor tensor, SegmentMap map, Layout layout) {
        return new MapView(
                tensor.floats(),
                tensor.offset(),
                map.height() * map.width(),
                layout.channels(tensor.shape()),
                layout);
    }

    /// Whether kernels take the channels of a pixel as neighbours; a single channel is a plane in either layout.
    boolean interleaved() {
        return layout == Layout.NHWC && channels > 1;
    }

    /// Some channels of one image.
    Values values(int image, int fromChannel, int toChannel) {
        int first = offset + image * pixels * channels;
        return interleaved()
                ? new Values(array, first + fromChannel, channels, 1, toChannel - fromChannel)
                : new Values(
                        array, first + fromChannel * pixels, 1, pixels, toChannel - fromChannel);
    }
}
