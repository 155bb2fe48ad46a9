package smalti.bench.libtorch;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// Pooling of `[B,C,H,W]`: the pixels of a plane are scattered to its segments, `[B,C,K]`.
final class ChannelsFirst {
    private static final long BAG_MEAN = 1;

    private final Batch batch;
    private final Tensor features;
    private final Tensor indices;
    private final Tensor reciprocals;
    private final Tensor upstream;

    /// Reused from call to call, which spares libtorch the allocation.
    private final Tensor table;

    ChannelsFirst(Batch batch) {
        this.batch = batch;
        this.features = batch.features().view(batch.images(), batch.channels(), batch.pixels());
        this.indices =
                batch.local()
                        .view(batch.images(), 1, batch.pixels())
                        .expand(batch.images(), batch.channels(), batch.pixels());
        this.reciprocals = batch.reciprocals().view(batch.images(), 1, batch.segments());
        this.upstream =
                batch.upstream()
                        .view(batch.images(), batch.segments(), batch.channels())
                        .permute(0, 2, 1)
                        .contiguous();
        this.table = torch.zeros(batch.images(), batch.channels(), batch.segments());
    }

    Tensor meanByScatterAdd() {
        table.zero_();
        table.scatter_add_(2, indices, features);
        return table.mul_(reciprocals);
    }

    Tensor meanByScatterReduce() {
        table.zero_();
        return table.scatter_reduce_(2, indices, features, "mean", false);
    }

    Tensor meanByIndexAdd() {
        table.zero_();
        for (long image = 0; image < batch.images(); image++) {
            table.select(0, image)
                    .index_add_(1, batch.local().select(0, image), features.select(0, image));
        }
        return table.mul_(reciprocals);
    }

    /// As the original superpixel pooling network has it: once over the map for each segment.
    Tensor meanByMasks() {
        for (long segment = 0; segment < batch.segments(); segment++) {
            // Or the masked maps of all segments would stand beside each other.
            try (PointerScope _ = new PointerScope()) {
                Tensor mask =
                        batch.local()
                                .eq(new Scalar(segment))
                                .to(features.scalar_type())
                                .view(batch.images(), 1, batch.pixels());
                table.select(2, segment).copy_(features.mul(mask).sum(2));
            }
        }
        return table.mul_(reciprocals);
    }

    /// Brought to `[B,H,W,C]` first, for the operator that is fastest there.
    ///
    /// @return `[B·K,C]`
    Tensor meanByTransposition() {
        Tensor channelsLast =
                features.permute(0, 2, 1)
                        .contiguous()
                        .view(batch.images() * batch.pixels(), batch.channels());
        return torch.embedding_bag(
                        channelsLast,
                        batch.order(),
                        batch.starts(),
                        false,
                        BAG_MEAN,
                        false,
                        new TensorOptional(),
                        false)
                .get0();
    }

    Tensor maxByScatterReduce() {
        table.fill_(new Scalar(Float.NEGATIVE_INFINITY));
        return table.scatter_reduce_(2, indices, features, "amax", true);
    }

    Tensor backwardByGather() {
        return torch.gather(upstream.mul(reciprocals), 2, indices);
    }

    /// @return an operator that writes into the same tensor each time
    Supplier<Tensor> backwardInto() {
        Tensor gradient = torch.empty(batch.images(), batch.channels(), batch.pixels());
        return () -> torch.gather_out(gradient, upstream.mul(reciprocals), 2, indices);
    }
}
