package smalti.cpu.slic;

import java.util.Arrays;
import smalti.cpu.kernel.SlicFrame;
import smalti.cpu.kernel.SlicKernels;
import smalti.slic.PositionTerms;

/// The spatial distance along one axis, by offset from the centre: see [PositionTerms].
///
/// @param terms the term of offset `d` at `d + radius`, and behind the last [SlicKernels#FAR] for a vector
/// @param radius the largest offset that a cluster reaches
record SpatialTable(short[] terms, int radius) {
    static SpatialTable of(int radius) {
        short[] terms = new short[2 * radius + 1 + SlicFrame.MARGIN];
        Arrays.fill(terms, 2 * radius + 1, terms.length, SlicKernels.FAR);
        return new SpatialTable(terms, radius);
    }

    /// Fills the table for a weight in units of colour and a segment's width.
    SpatialTable fill(double weight, double spacing) {
        var position = PositionTerms.of(weight, spacing);
        for (int offset = 0; offset <= radius; offset++) {
            short term = position.at(offset);
            terms[radius - offset] = term;
            terms[radius + offset] = term;
        }
        return this;
    }
}
