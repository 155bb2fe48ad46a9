package smalti.slic;

import java.util.Optional;
import smalti.superpixel.Picture;
import smalti.superpixel.Samples;

/// The pixels of one picture that get a label: those inside the region of interest whose values are numbers.
///
/// @param inside a flag a pixel; absent if all are
/// @param pixels how many there are
public record Region(Optional<boolean[]> inside, int pixels) {
    public static Region of(Picture picture, int image) {
        return of(picture, image, false);
    }

    /// The region of a picture.
    ///
    /// @param numbers whether all samples are known to be numbers
    public static Region of(Picture picture, int image, boolean numbers) {
        int size = picture.height() * picture.width();
        int from = image * size;
        boolean[] inside = null;
        if (picture.region().isPresent()) {
            inside = java.util.Arrays.copyOfRange(picture.region().get(), from, from + size);
        }
        if (!numbers && picture.samples() instanceof Samples.Floats(float[] values)) {
            int channels = picture.channels();
            for (int i = 0, at = from * channels; i < size; i++) {
                boolean number = true;
                for (int channel = 0; channel < channels; channel++, at++) {
                    number &= !Float.isNaN(values[at]);
                }
                if (!number) {
                    if (inside == null) {
                        inside = new boolean[size];
                        java.util.Arrays.fill(inside, true);
                    }
                    inside[i] = false;
                }
            }
        }
        if (inside == null) {
            return new Region(Optional.empty(), size);
        }
        int pixels = 0;
        for (boolean each : inside) {
            pixels += each ? 1 : 0;
        }
        return pixels == size
                ? new Region(Optional.empty(), size)
                : new Region(Optional.of(inside), pixels);
    }
}
