package smalti.picture;

import smalti.segment.SegmentMap;

/// Labels as colours: each segment in a colour of its own, such that segments of close numbers, which often are
/// neighbours, look unlike. Ignored pixels are hatched.
public final class LabelColours {
    /// The golden angle: consecutive multiples of it are as far apart on the circle as can be.
    private static final double GOLDEN_ANGLE = 2.399963229728653;

    private static final double[] LIGHTNESS = {0.68, 0.80, 0.56};
    private static final double CHROMA = 0.11;

    private LabelColours() {}

    /// Paints the first image of a segment map.
    public static Drawing draw(SegmentMap segments) {
        int[] colours = new int[segments.segments()];
        for (int label = 0; label < colours.length; label++) {
            colours[label] = of(label);
        }
        return Labels.of(segments).painted(colours);
    }

    /// The colour of a label, `0xRRGGBB`.
    public static int of(int label) {
        return Oklch.rgb(LIGHTNESS[label % LIGHTNESS.length], CHROMA, label * GOLDEN_ANGLE);
    }
}
