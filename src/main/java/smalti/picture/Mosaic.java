package smalti.picture;

import smalti.error.ShapeException;
import smalti.photo.Photo;
import smalti.segment.SegmentMap;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// A photo as a mosaic: every segment in its mean colour, ignored pixels hatched.
public final class Mosaic {
    private Mosaic() {}

    /// Paints the first image of a segment map.
    ///
    /// @param means the colour of each segment from 0 to 255, `F32 [B,K,3]`: what pooling a photo by its mean gives
    /// @throws ShapeException if there are not as many colours as segments
    public static Drawing draw(SegmentMap segments, Tensor means) {
        Shape expected = Shape.of(segments.batch(), segments.segments(), Photo.CHANNELS);
        if (!means.shape().equals(expected)) {
            throw new ShapeException("a mosaic", "colours " + expected, means.shape());
        }
        int[] colours =
                segments.segments() == 0
                        ? new int[0]
                        : Drawing.of(
                                        means.reshape(
                                                segments.batch(),
                                                1,
                                                segments.segments(),
                                                Photo.CHANNELS))
                                .pixels();
        return Labels.of(segments).painted(colours);
    }
}
