package smalti.superpixel;

import smalti.error.ParameterException;

/// Rectangles in rows, as square as the number allows: what superpixels must beat. Every row of rectangles has the same
/// height and every rectangle of a row the same width, but for a pixel; rows may differ by one in their number. A region
/// of interest cuts them, and pieces that it leaves apart become segments of their own or join a neighbour.
///
/// @param target their number or size
/// @param startLabel the label of the first segment, 0 or 1
public record Grid(Target target, int startLabel) implements Superpixels {
    public Grid {
        if (startLabel != 0 && startLabel != 1) {
            throw new ParameterException("the start label", "0 or 1", startLabel);
        }
    }

    /// A grid of so many rectangles.
    public static Grid segments(int segments) {
        return new Grid(new Target.Count(segments), 0);
    }

    /// A grid of rectangles about this wide and high.
    public static Grid size(double pixels) {
        return new Grid(new Target.Size(pixels), 0);
    }

    @Override
    public Grid withStartLabel(int label) {
        return new Grid(target, label);
    }
}
