package smalti.bench.tensorflow;

import java.util.List;
import java.util.Optional;
import smalti.bench.contest.Contestant;
import smalti.bench.contest.Setting;
import smalti.bench.contest.Trial;
import smalti.bench.workload.NetworkWorkload;
import smalti.bench.workload.PoolingWorkload;
import smalti.bench.workload.SegmentMapWorkload;
import smalti.bench.workload.SuperpixelWorkload;
import smalti.bench.workload.Supplies;
import smalti.bench.workload.Workload;
import smalti.op.Layout;

/// TensorFlow as a graph, fed and fetched without copies. What depends on the labels alone is fed, not computed. It has
/// no segment operators for channels first: there it transposes.
public final class TensorflowContestant implements Contestant {
    private Optional<Feeds> last = Optional.empty();

    @Override
    public String name() {
        return "tensorflow";
    }

    @Override
    public List<Trial> prepare(Workload workload, Supplies supplies, Setting setting) {
        return switch (workload) {
            // Transposing is never the fastest.
            case PoolingWorkload pooling
                    when pooling.layout() == Layout.NCHW && !setting.everyForm() ->
                    List.of();
            case PoolingWorkload pooling ->
                    pooling(pooling, feeds(supplies.of(pooling.input())), setting);
            case SegmentMapWorkload _, SuperpixelWorkload _, NetworkWorkload _ -> List.of();
        };
    }

    private Feeds feeds(Supplies.Batch supplied) {
        if (last.isPresent() && last.get().input().equals(supplied.input())) {
            return last.get();
        }
        last.ifPresent(Feeds::release);
        Feeds feeds = Feeds.of(supplied);
        last = Optional.of(feeds);
        return feeds;
    }

    private static List<Trial> pooling(PoolingWorkload workload, Feeds feeds, Setting setting) {
        boolean transposed = workload.layout() == Layout.NCHW;
        int threads = setting.threads();
        String prefix = transposed ? "transpose, " : "";
        return switch (workload.task()) {
            case MEAN ->
                    List.of(
                            trial(
                                    prefix + "unsorted_segment_sum",
                                    feeds,
                                    threads,
                                    net -> net.unsortedMean(transposed)),
                            trial(
                                    prefix + "sparse_segment_mean",
                                    feeds,
                                    threads,
                                    net -> net.sparseMean(transposed)));
            case MAX ->
                    List.of(
                            trial(
                                    prefix + "unsorted_segment_max, no argmax",
                                    feeds,
                                    threads,
                                    net -> net.unsortedMax(transposed)));
            case MEAN_BACKWARD ->
                    List.of(
                            trial(
                                    transposed ? "gather, transpose" : "gather",
                                    feeds,
                                    threads,
                                    net -> net.gather(transposed)));
        };
    }

    private static Trial trial(String form, Feeds feeds, int threads, Network.Output output) {
        Network network = new Network(feeds, threads, output);
        return new Trial("tensorflow", form, network, network::outcome, network::close);
    }
}
