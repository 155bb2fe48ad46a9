package smalti.bench.workload;

import java.util.Optional;
import smalti.segment.SegmentMap;

/// The data of the last pooling input, made once and shared by all trials, which must not write to it. Not safe for use
/// by several threads.
public final class Supplies {
    private Optional<Batch> last = Optional.empty();

    /// What pooling works on.
    ///
    /// @param features `[B,H,W,C]` or `[B,C,H,W]`
    /// @param labels `[B,H,W]`
    /// @param upstream the gradient that arrives at a table `[B,K,C]`
    public record Batch(
            PoolingInput input, float[] features, int[] labels, SegmentMap map, float[] upstream) {}

    public Batch of(PoolingInput input) {
        Batch batch =
                last.filter(known -> known.input().equals(input)).orElseGet(() -> make(input));
        last = Optional.of(batch);
        return batch;
    }

    private Batch make(PoolingInput input) {
        // Let go of the old one first: together they might not fit.
        last = Optional.empty();
        SegmentMap map = input.segmentMap();
        return new Batch(input, input.features(), input.labels(), map, input.upstream(map));
    }
}
