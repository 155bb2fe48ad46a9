package smalti.cpu.pool;

import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

/// The rows and channels of a table `[B,K,C]` of floats that belong to a part.
record PartTable(SegmentMap map, Part part) {

    /// Widens the part's entries.
    void read(Tensor table, double[] entries) {
        for (int entry = 0; entry < part.entries(); entry++) {
            entries[entry] = at(table, entry);
        }
    }

    /// One entry of the part.
    double at(Tensor table, int entry) {
        int segment = part.image() * map.segments() + part.low() + entry / part.channels();
        int channel = part.fromChannel() + entry % part.channels();
        return table.floats()[table.offset() + segment * table.shape().size(2) + channel];
    }
}
