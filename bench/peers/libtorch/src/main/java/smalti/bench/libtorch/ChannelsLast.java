package smalti.bench.libtorch;

import java.util.function.Supplier;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// Pooling of `[B,H,W,C]`: pixels are the rows of one table, and so are segments.
final class ChannelsLast {
    private static final long BAG_MEAN = 1;
    private static final long BAG_MAX = 2;

    private final Batch batch;
    private final Tensor features;
    private final Tensor indices;

    /// Reused from call to call, which spares libtorch the allocation.
    private final Tensor table;

    ChannelsLast(Batch batch) {
        this.batch = batch;
        this.features = batch.features().view(batch.images() * batch.pixels(), batch.channels());
        this.indices =
                batch.flat()
                        .view(batch.images() * batch.pixels(), 1)
                        .expand(features.size(0), batch.channels());
        this.table = torch.zeros(batch.rows(), batch.channels());
    }

    Tensor meanByIndexAdd() {
        table.zero_();
        table.index_add_(0, batch.flat(), features);
        return table.mul_(batch.reciprocals());
    }

    Tensor meanByScatterReduce() {
        table.zero_();
        return table.scatter_reduce_(0, indices, features, "mean", false);
    }

    Tensor meanBySegmentReduce() {
        Tensor sorted = torch.index_select(features, 0, batch.order());
        TensorOptional none = new TensorOptional();
        return torch.segment_reduce(
                sorted,
                "mean",
                new TensorOptional(batch.lengths()),
                none,
                none,
                0,
                true,
                new ScalarOptional());
    }

    Tensor meanByEmbeddingBag() {
        return bag(BAG_MEAN);
    }

    Tensor maxByScatterReduce() {
        table.fill_(new Scalar(Float.NEGATIVE_INFINITY));
        return table.scatter_reduce_(0, indices, features, "amax", true);
    }

    Tensor maxByEmbeddingBag() {
        return bag(BAG_MAX);
    }

    private Tensor bag(long mode) {
        return torch.embedding_bag(
                        features,
                        batch.order(),
                        batch.starts(),
                        false,
                        mode,
                        false,
                        new TensorOptional(),
                        false)
                .get0();
    }

    Tensor backwardByIndexSelect() {
        return torch.index_select(batch.upstream().mul(batch.reciprocals()), 0, batch.flat());
    }

    /// @return an operator that writes into the same tensor each time
    Supplier<Tensor> backwardInto() {
        Tensor gradient = torch.empty(features.size(0), features.size(1));
        return () ->
                torch.index_select_out(
                        gradient, batch.upstream().mul(batch.reciprocals()), 0, batch.flat());
    }
}
