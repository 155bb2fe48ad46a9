package smalti.zoo;

import smalti.tensor.DType;
import smalti.tensor.Tensor;

/// What a network makes of a pixel's red, green and blue before it sees them: `(x/255 - mean) / deviation`.
record Normalizing(float[] mean, float[] deviation) {
    private static final float FULL = 255;

    /// Mean and deviation of the photos of ImageNet.
    static final Normalizing IMAGENET =
            new Normalizing(
                    new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});

    /// From -1 to 1.
    static final Normalizing SIGNED =
            new Normalizing(new float[] {0.5f, 0.5f, 0.5f}, new float[] {0.5f, 0.5f, 0.5f});

    /// From 0 to 1.
    static final Normalizing UNIT = new Normalizing(new float[] {0, 0, 0}, new float[] {1, 1, 1});

    /// A picture of values from 0 to 255, `[B,H,W,3]`, as the network wants it.
    Tensor apply(Tensor pixels) {
        Tensor result = Tensor.zeros(DType.F32, pixels.shape());
        float[] from = pixels.floats();
        float[] to = result.floats();
        int offset = pixels.offset();
        for (int i = 0; i < to.length; i++) {
            int channel = i % 3;
            to[i] = (from[offset + i] / FULL - mean[channel]) / deviation[channel];
        }
        return result;
    }

    /// The picture that [#apply] was given, with values from 0 to 1.
    Tensor undo(Tensor normalized) {
        Tensor result = Tensor.zeros(DType.F32, normalized.shape());
        float[] to = result.floats();
        for (int i = 0; i < to.length; i++) {
            int channel = i % 3;
            float value = normalized.floats()[normalized.offset() + i];
            to[i] = value * deviation[channel] + mean[channel];
        }
        return result;
    }
}
