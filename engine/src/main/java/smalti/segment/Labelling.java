package smalti.segment;

import java.util.OptionalInt;
import smalti.error.LabelException;
import smalti.error.ParameterException;
import smalti.tensor.Shape;

/// How labels are to be read: how many segments there are, and which label means "no segment".
///
/// @param segments the number of segments, or empty for the largest label plus one
/// @param ignore a label that is ignored besides all negative ones, or empty for none
public record Labelling(OptionalInt segments, OptionalInt ignore) {
    /// As many segments as the largest label plus one; only negative labels are ignored.
    public static final Labelling DENSE = new Labelling(OptionalInt.empty(), OptionalInt.empty());

    /// Segments that an unlabelled number of them may reach before the labels are taken for garbage: tables of that
    /// many entries are small.
    private static final int ALWAYS_ALLOWED = 1 << 20;

    /// Beyond [#ALWAYS_ALLOWED], segments a pixel.
    private static final int SPARSEST = 16;

    public Labelling {
        if (segments.isPresent() && segments.getAsInt() < 1) {
            throw new ParameterException(
                    "the number of segments", "at least 1", segments.getAsInt());
        }
    }

    /// The same with a fixed number of segments: a label that is not below it is an error.
    public Labelling withSegments(int number) {
        return new Labelling(OptionalInt.of(number), ignore);
    }

    /// The same with one more label that means "no segment", e.g. 255.
    public Labelling ignoring(int label) {
        return new Labelling(segments, OptionalInt.of(label));
    }

    /// The first label that is an error in a map of so many pixels: the number of segments, and where none is given a number
    /// beyond which labels are taken for garbage.
    int limit(int pixels) {
        long most = Math.max(ALWAYS_ALLOWED, (long) SPARSEST * pixels);
        return segments.orElse((int) Math.min(Shape.MAX_ELEMENTS, most));
    }

    /// The error of a label that is not below [#limit(int)].
    ///
    /// @param position where it stands, `[b,y,x]`
    LabelException tooLarge(int[] position, int label, int pixels) {
        String wayOut =
                segments.isPresent()
                        ? ""
                        : "that many are implausible for so few pixels: name their number, or relabel them densely";
        return new LabelException(position, label, limit(pixels), wayOut);
    }
}
