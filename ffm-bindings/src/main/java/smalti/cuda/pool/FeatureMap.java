package smalti.cuda.pool;

import java.util.Locale;
import smalti.cuda.launch.DeviceTensor;
import smalti.op.Layout;
import smalti.tensor.DType;

/// A map as kernels over segments are chosen for it.
record FeatureMap(DeviceTensor tensor, Layout layout) {
    private static final int WIDE_BYTES = 16;

    int channels() {
        return layout.channels(tensor.shape());
    }

    boolean planes() {
        return layout == Layout.NCHW;
    }

    /// 1 where channels lie apart, as kernels take it.
    int planesFlag() {
        return planes() ? 1 : 0;
    }

    boolean isEmpty() {
        return tensor.elements() == 0;
    }

    /// The type as kernels' names have it.
    String word() {
        return word(tensor.dtype());
    }

    static String word(DType dtype) {
        return dtype.name().toLowerCase(Locale.ROOT);
    }

    /// Elements that 16 bytes hold.
    int wideElements() {
        return WIDE_BYTES / tensor.dtype().bytes();
    }

    /// Whether the channels of every pixel can be moved 16 bytes at a time.
    boolean hasWideRows() {
        return channels() % wideElements() == 0 && tensor.isAligned(WIDE_BYTES);
    }
}
