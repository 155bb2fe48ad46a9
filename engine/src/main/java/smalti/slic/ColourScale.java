package smalti.slic;

import smalti.superpixel.Picture;

/// How far apart colours are as numbers.
///
/// @param range the largest value of a channel
/// @param unit how many times as far apart colours are as those of CIELAB: more channels add up to more
public record ColourScale(int range, double unit) {
    /// The largest sum of absolute differences of two colours, so that distances stay below 2^15.
    private static final int LARGEST_DISTANCE = 12000;

    /// The scale of a picture: that of [LabScale] for RGB.
    public static ColourScale of(Picture picture) {
        if (picture.rgb()) {
            return new ColourScale(LabScale.LARGEST, 1);
        }
        int channels = picture.channels();
        int range = Math.min(LabScale.LIGHTNESS, LARGEST_DISTANCE / channels);
        return new ColourScale(range, (double) channels * range / LabScale.LIGHTNESS);
    }
}
