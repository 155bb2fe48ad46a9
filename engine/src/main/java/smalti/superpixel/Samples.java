package smalti.superpixel;

/// The values of a picture, interleaved: `[B,H,W,C]` flat.
public sealed interface Samples {
    /// How many there are.
    int length();

    /// Unsigned bytes, 255 is full.
    record Bytes(byte[] array) implements Samples {
        @Override
        public int length() {
            return array.length;
        }
    }

    /// Unsigned 16-bit values, 65535 is full.
    record Shorts(short[] array) implements Samples {
        @Override
        public int length() {
            return array.length;
        }
    }

    /// Real values. If all finite ones lie within 0...1, 1 is full; else the smallest of the whole batch is 0 and the
    /// largest full.
    record Floats(float[] array) implements Samples {
        @Override
        public int length() {
            return array.length;
        }
    }
}
