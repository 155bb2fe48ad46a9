package smalti.bench.tensorflow;

import java.util.Optional;
import java.util.function.Supplier;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import smalti.bench.contest.Outcome;

/// One operator in a graph with a session of its own. A call frees the result of the call before.
final class Network implements Supplier<Object> {
    private final Feeds feeds;
    private final Graph graph = new Graph();
    private final Ops ops = Ops.create(graph);
    private final Placeholder<TFloat32> features = ops.placeholder(TFloat32.class);
    private final Placeholder<TFloat32> upstream = ops.placeholder(TFloat32.class);
    private final Placeholder<TInt32> rows = ops.placeholder(TInt32.class);
    private final Placeholder<TInt32> order = ops.placeholder(TInt32.class);
    private final Placeholder<TInt32> sortedRows = ops.placeholder(TInt32.class);
    private final Placeholder<TFloat32> reciprocals = ops.placeholder(TFloat32.class);
    private final Operand<TFloat32> output;
    private final Session session;
    private Optional<Result> last = Optional.empty();

    /// Builds the operator that is fetched.
    interface Output {
        Operand<TFloat32> of(Network network);
    }

    Network(Feeds feeds, int threads, Output output) {
        this.feeds = feeds;
        this.output = output.of(this);
        this.session =
                new Session(
                        graph,
                        ConfigProto.newBuilder()
                                .setIntraOpParallelismThreads(threads)
                                .setInterOpParallelismThreads(1)
                                .build());
    }

    Operand<TFloat32> unsortedMean(boolean transposed) {
        return ops.math.mul(
                ops.math.unsortedSegmentSum(pixels(transposed), rows, tableRows()), reciprocals);
    }

    Operand<TFloat32> sparseMean(boolean transposed) {
        return ops.sparse.sparseSegmentMean(pixels(transposed), order, sortedRows);
    }

    Operand<TFloat32> unsortedMax(boolean transposed) {
        return ops.math.unsortedSegmentMax(pixels(transposed), rows, tableRows());
    }

    Operand<TFloat32> gather(boolean transposed) {
        Operand<TFloat32> gathered =
                ops.gather(ops.math.mul(upstream, reciprocals), rows, ops.constant(0));
        return transposed
                ? ops.linalg.transpose(
                        ops.reshape(
                                gathered,
                                ops.constant(
                                        new int[] {
                                            feeds.input().batch(),
                                            feeds.input().pixels(),
                                            feeds.input().channels()
                                        })),
                        ops.constant(new int[] {0, 2, 1}))
                : gathered;
    }

    /// The features as rows of channels.
    private Operand<TFloat32> pixels(boolean transposed) {
        int images = feeds.input().batch();
        int pixels = feeds.input().pixels();
        int channels = feeds.input().channels();
        Operand<TFloat32> channelsLast =
                transposed
                        ? ops.linalg.transpose(
                                ops.reshape(
                                        features,
                                        ops.constant(new int[] {images, channels, pixels})),
                                ops.constant(new int[] {0, 2, 1}))
                        : features;
        return ops.reshape(channelsLast, ops.constant(new int[] {images * pixels, channels}));
    }

    private Operand<TInt32> tableRows() {
        return ops.constant(feeds.input().batch() * feeds.segments());
    }

    @Override
    public Object get() {
        last.ifPresent(Result::close);
        Result result =
                session.runner()
                        .feed(features, feeds.features())
                        .feed(upstream, feeds.upstream())
                        .feed(rows, feeds.rows())
                        .feed(order, feeds.order())
                        .feed(sortedRows, feeds.sortedRows())
                        .feed(reciprocals, feeds.reciprocals())
                        .fetch(output)
                        .run();
        last = Optional.of(result);
        return result;
    }

    Outcome outcome(Object result) {
        FloatDataBuffer data =
                ((TFloat32) ((Result) result).get(0)).asRawTensor().data().asFloats();
        float[] values = new float[Math.toIntExact(data.size())];
        data.read(values);
        return new Outcome.Values(values);
    }

    void close() {
        last.ifPresent(Result::close);
        session.close();
        graph.close();
    }
}
