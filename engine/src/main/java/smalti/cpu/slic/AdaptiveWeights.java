package smalti.cpu.slic;

import smalti.slic.SlicScheme;

/// SLICO: the weight of position follows a cluster's own contrast, so that smooth and textured parts are equally
/// compact and no compactness has to be chosen.
///
/// @param spacing the width of a segment in pixels
/// @param least the weight of a cluster without contrast
record AdaptiveWeights(double spacing, double least) {
    /// Fills a table for a cluster.
    ///
    /// @param contrast the largest colour distance among its pixels
    void fill(SpatialTable table, int contrast) {
        table.fill(Math.max(least, SlicScheme.CONTRAST_SHARE * contrast), spacing);
    }
}
