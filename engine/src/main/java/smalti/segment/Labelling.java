package smalti.segment;

import java.util.OptionalInt;
import smalti.error.ParameterException;

/// How labels are to be read: how many segments there are, and which label means "no segment".
///
/// @param segments the number of segments, or empty for the largest label plus one
/// @param ignore a label that is ignored besides all negative ones, or empty for none
public record Labelling(OptionalInt segments, OptionalInt ignore) {
    /// As many segments as the largest label plus one; only negative labels are ignored.
    public static final Labelling DENSE = new Labelling(OptionalInt.empty(), OptionalInt.empty());

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
}
