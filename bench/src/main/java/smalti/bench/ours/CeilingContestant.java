package smalti.bench.ours;

import java.util.List;
import smalti.bench.contest.Contestant;
import smalti.bench.contest.Outcome;
import smalti.bench.contest.Setting;
import smalti.bench.contest.Trial;
import smalti.bench.workload.NetworkWorkload;
import smalti.bench.workload.PoolingWorkload;
import smalti.bench.workload.SegmentMapWorkload;
import smalti.bench.workload.SuperpixelWorkload;
import smalti.bench.workload.Supplies;
import smalti.bench.workload.Workload;
import smalti.cpu.work.Workers;

/// What the machine allows: reading the same bytes in order, or filling them in order, or as many multiply-adds in
/// registers, and nothing else.
public final class CeilingContestant implements Contestant {
    /// Its name on the wire.
    public static final String NAME = "ceiling";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Trial> prepare(Workload workload, Supplies supplies, Setting setting) {
        return switch (workload) {
            case PoolingWorkload pooling -> {
                Streams streams = new Streams(Workers.shared());
                if (pooling.task().writesMap()) {
                    float[] scratch = new float[pooling.input().elements()];
                    yield List.of(
                            Trial.onHeap(
                                    NAME,
                                    "streaming write",
                                    () -> streams.fill(scratch),
                                    this::streamed));
                }
                float[] features = supplies.of(pooling.input()).features();
                yield List.of(
                        Trial.onHeap(
                                NAME,
                                "streaming read",
                                () -> streams.sum(features),
                                this::streamed));
            }
            case NetworkWorkload network -> {
                Streams streams = new Streams(Workers.shared());
                yield List.of(
                        Trial.onHeap(
                                NAME,
                                "multiply-adds in registers",
                                () -> streams.multiplyAdd(network.operations()),
                                this::streamed));
            }
            case SegmentMapWorkload _, SuperpixelWorkload _ -> List.of();
        };
    }

    private Outcome streamed(Object result) {
        return new Outcome.Streamed();
    }
}
