package smalti.bench.ours;

import java.util.List;
import smalti.Pooled;
import smalti.Pooling;
import smalti.Segmenting;
import smalti.bench.contest.Contestant;
import smalti.bench.contest.Outcome;
import smalti.bench.contest.Setting;
import smalti.bench.contest.Trial;
import smalti.bench.workload.NetworkWorkload;
import smalti.bench.workload.PictureInput;
import smalti.bench.workload.PoolingInput;
import smalti.bench.workload.PoolingWorkload;
import smalti.bench.workload.SegmentMapWorkload;
import smalti.bench.workload.SuperpixelWorkload;
import smalti.bench.workload.Supplies;
import smalti.bench.workload.Workload;
import smalti.op.Reduction;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.superpixel.Picture;
import smalti.superpixel.Slic;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// Smalti through its public facade, as users call it: tables and labels are new with every call; gradients are written
/// over a map that is kept, as the peers' are. The number of threads is that of the JVM's property `smalti.threads`.
public final class SmaltiContestant implements Contestant {
    /// Its name on the wire and in tables.
    public static final String NAME = "smalti";

    @Override
    public String name() {
        return NAME;
    }

    /// What the library promises, whatever the size of a segment.
    @Override
    public double meanTolerance(int pixels) {
        return 1e-6;
    }

    @Override
    public double countTolerance() {
        return 0.08;
    }

    @Override
    public boolean promisesConnectedSegments() {
        return true;
    }

    @Override
    public List<Trial> prepare(Workload workload, Supplies supplies, Setting setting) {
        return switch (workload) {
            case PoolingWorkload pooling -> List.of(pooling(pooling, supplies.of(pooling.input())));
            case SegmentMapWorkload map -> List.of(segmentMap(supplies.of(map.input())));
            case SuperpixelWorkload superpixels -> List.of(slic(superpixels));
            case NetworkWorkload network -> List.of(NetworkTrials.of(network));
        };
    }

    private static Trial pooling(PoolingWorkload workload, Supplies.Batch batch) {
        PoolingInput input = workload.input();
        SegmentMap map = batch.map();
        Pooling pooling = Pooling.over(map).layout(workload.layout());
        Tensor features =
                Tensor.of(
                        workload.layout()
                                .shape(
                                        input.batch(),
                                        input.height(),
                                        input.width(),
                                        input.channels()),
                        new Storage.Floats(batch.features()),
                        0);
        return switch (workload.task()) {
            case MEAN ->
                    Trial.onHeap(
                            NAME,
                            "mean",
                            () -> pooling.reduce(features, Reduction.MEAN),
                            pooled ->
                                    new Outcome.Values(
                                            ((Pooled) pooled).values(Reduction.MEAN).floats()));
            case MEAN_BACKWARD -> {
                Tensor upstream =
                        Tensor.of(batch.upstream(), map.batch(), map.segments(), input.channels());
                Pooled pooled = pooling.reduce(features, Reduction.MEAN);
                Tensor gradient = Tensor.zeros(features.dtype(), features.shape());
                yield Trial.onHeap(
                        NAME,
                        "gradient",
                        () -> {
                            pooling.gradientInto(
                                    Reduction.MEAN, features, pooled, upstream, gradient);
                            return gradient;
                        },
                        written -> new Outcome.Values(((Tensor) written).floats()));
            }
            case MAX ->
                    Trial.onHeap(
                            NAME,
                            "max with argmax",
                            () -> pooling.reduce(features, Reduction.MAX),
                            pooled ->
                                    new Outcome.Selected(
                                            ((Pooled) pooled).values(Reduction.MAX).floats(),
                                            ((Pooled) pooled).positions(Reduction.MAX).ints()));
        };
    }

    private static Trial segmentMap(Supplies.Batch batch) {
        PoolingInput input = batch.input();
        Tensor labels = Tensor.of(batch.labels(), input.batch(), input.height(), input.width());
        return Trial.onHeap(
                NAME,
                "SegmentMap",
                () -> SegmentMap.of(labels, Labelling.DENSE),
                map -> new Outcome.Counts(((SegmentMap) map).counts()));
    }

    private static Trial slic(SuperpixelWorkload workload) {
        PictureInput input = workload.input();
        Picture picture = Picture.ofBytes(input.bytes(), input.height(), input.width(), 3);
        Segmenting segmenting = Segmenting.by(Slic.segments(workload.segments()));
        return Trial.onHeap(
                NAME,
                "SLIC",
                () -> segmenting.labels(picture),
                labels -> new Outcome.Labels(((Tensor) labels).ints()));
    }
}
