package smalti.cuda.convolution;

import smalti.cuda.launch.DeviceTensor;

/// Four values that a kernel reads and writes at once.
final class Quads {
    static final int VALUES = 4;
    static final int BYTES = VALUES * Float.BYTES;

    private Quads() {}

    /// Whether rows of so many values can be read in quads.
    static boolean suit(int length, DeviceTensor... tensors) {
        boolean aligned = length % VALUES == 0;
        for (DeviceTensor tensor : tensors) {
            aligned &= tensor.isAligned(BYTES);
        }
        return aligned;
    }
}
