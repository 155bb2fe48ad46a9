package smalti.cpu.slic;

import java.util.Arrays;
import smalti.cpu.kernel.SlicFrame;
import smalti.cpu.kernel.SlicKernels;

/// The spatial distance along one axis, by offset from the centre: `weight (d / S)²`, at most [#MOST].
///
/// @param terms the term of offset `d` at `d + radius`, and behind the last [SlicKernels#FAR] for a vector
/// @param radius the largest offset that a cluster reaches
record SpatialTable(short[] terms, int radius) {
    private static final int MOST = 2000;

    static SpatialTable of(int radius) {
        short[] terms = new short[2 * radius + 1 + SlicFrame.MARGIN];
        Arrays.fill(terms, 2 * radius + 1, terms.length, SlicKernels.FAR);
        return new SpatialTable(terms, radius);
    }

    /// Fills the table for a weight in units of colour and a segment's width.
    SpatialTable fill(double weight, double spacing) {
        double scale = weight / (spacing * spacing);
        for (int offset = 0; offset <= radius; offset++) {
            short term = (short) Math.min(MOST, Math.rint(scale * offset * offset));
            terms[radius - offset] = term;
            terms[radius + offset] = term;
        }
        return this;
    }
}
