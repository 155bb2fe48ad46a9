package smalti.superpixel;

import smalti.error.ParameterException;

/// How many superpixels are wanted: their number, or their size.
public sealed interface Target {
    /// A number of superpixels a picture.
    record Count(int segments) implements Target {
        public Count {
            if (segments < 1) {
                throw new ParameterException("the number of segments", "at least 1", segments);
            }
        }

        @Override
        public int segments(long pixels) {
            return (int) Math.min(segments, pixels);
        }
    }

    /// Superpixels about this many pixels wide and high.
    record Size(double pixels) implements Target {
        public Size {
            if (!(pixels >= 1 && pixels <= 1e6)) {
                throw new ParameterException(
                        "the size of segments", "from 1 to 1000000 pixels", pixels);
            }
        }

        @Override
        public int segments(long area) {
            return (int) Math.clamp(Math.round(area / (pixels * pixels)), Math.min(area, 1), area);
        }
    }

    /// The number of superpixels for a picture, or a region of one, of this many pixels; never more than these.
    int segments(long pixels);
}
