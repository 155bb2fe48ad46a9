package smalti.slic;

/// The distance along one axis by the offset from a cluster's centre: `weight (d / S)²`, at most [#MOST].
///
/// @param scale the term of one pixel, before rounding
public record PositionTerms(double scale) {
    /// The largest term.
    public static final int MOST = 2000;

    /// @param weight in units of colour
    /// @param spacing the width of a segment
    public static PositionTerms of(double weight, double spacing) {
        return new PositionTerms(weight / (spacing * spacing));
    }

    /// The term of an offset.
    public short at(int offset) {
        return (short) Math.min(MOST, Math.rint(scale * offset * offset));
    }
}
