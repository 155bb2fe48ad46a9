package smalti.bench.contest;

import java.util.List;
import smalti.bench.workload.Model;
import smalti.bench.workload.Supplies;
import smalti.bench.workload.Workload;

/// A library that takes part: ours, a peer, or the machine itself as the ceiling. Found through
/// [java.util.ServiceLoader] on the class path of its own JVM, since the natives of peers do not get along in one.
public interface Contestant {
    /// The name on the wire, e.g. `libtorch`.
    String name();

    /// The ways it can do a workload, its data in place and everything done that is done once a segment map.
    /// Empty if it has none.
    ///
    /// @param supplies the data of pooling workloads
    List<Trial> prepare(Workload workload, Supplies supplies, Setting setting);

    /// The error that a mean may have, as a share of the mean absolute value of the pixels in it. By default what adding
    /// them one by one in single precision may cost.
    default double meanTolerance(int pixels) {
        return pixels * 0x1p-23;
    }

    /// The error that a network's scores may have, as a share of their Euclidean norm. In ENet rounding may make another
    /// pixel the maximum of its window, which moves what is put back there: folding normalisations does so once in eight
    /// pictures, and changes that picture's scores by 6e-3 of their norm, around one place; all others agree within 1e-4.
    default double scoreTolerance(Model model) {
        return model == Model.ENET ? 1e-2 : 1e-4;
    }

    /// The share by which the number of superpixels may differ from what was asked.
    default double countTolerance() {
        return 0.5;
    }

    /// Whether superpixels that fall into several parts are an error.
    default boolean promisesConnectedSegments() {
        return false;
    }
}
