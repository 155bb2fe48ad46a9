package smalti.metric;

import java.util.Locale;

/// What features are compared of.
public enum Sampling {
    /// All superpixels of a picture, by the mean of their features.
    SUPERPIXELS,
    /// Some pixels of some classes of a picture, which superpixels are compared with.
    PIXELS;

    /// The name that it is asked for by.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
