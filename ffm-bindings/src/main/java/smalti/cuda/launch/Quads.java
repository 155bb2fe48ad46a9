package smalti.cuda.launch;

/// Four values that a kernel reads and writes at once.
public final class Quads {
    public static final int VALUES = 4;
    public static final int BYTES = VALUES * Float.BYTES;

    private Quads() {}

    /// Whether rows of so many values can be read in quads.
    public static boolean suit(int length, DeviceTensor... tensors) {
        boolean aligned = length % VALUES == 0;
        for (DeviceTensor tensor : tensors) {
            aligned &= tensor.isAligned(BYTES);
        }
        return aligned;
    }
}
