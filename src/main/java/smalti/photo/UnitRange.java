package smalti.photo;

import smalti.tensor.Tensor;

/// Pictures with values from 0 to 1 rather than 255.
public final class UnitRange {
    private static final float FULL = 255;

    private UnitRange() {}

    /// A picture over 255, in its own shape.
    ///
    /// @param pixels `F32`
    public static Tensor of(Tensor pixels) {
        float[] values = new float[(int) pixels.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = pixels.floats()[pixels.offset() + i] / FULL;
        }
        return Tensor.of(values, pixels.shape().sizes());
    }
}
