package smalti.spn;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import smalti.augment.Sampler;
import smalti.augment.View;
import smalti.device.Device;
import smalti.grad.Eager;
import smalti.nn.Pass;
import smalti.op.Size;
import smalti.photo.Photo;
import smalti.plan.Plan;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.zoo.Backbone;
import smalti.zoo.Encoder;

/// A frozen encoder, and pictures as it sees them: in the middle of a square, on the mean colour of ImageNet's photos.
final class Encoding implements AutoCloseable {
    private final Encoder encoder;
    private final boolean pools;
    private final Device device;
    private final Map<Integer, Plan> plans = new ConcurrentHashMap<>();

    /// @param encoder whose parameters do not change any more
    /// @param pools whether it ends with a maximum pool
    Encoding(Encoder encoder, boolean pools, Device device) {
        this.encoder = encoder;
        this.pools = pools;
        this.device = device;
    }

    /// What a picture becomes, on the heap.
    ///
    /// @param features `F32 [1,h,w,C]`
    /// @param switches where the encoder ends with a maximum pool
    record Encoded(Tensor features, Optional<Switches> switches) {}

    /// What takes the encoder's last maximum pool back.
    ///
    /// @param positions `I32` of the features' shape
    /// @param side of the squares before the pool
    record Switches(Tensor positions, int side) {
        /// The same as a network takes them.
        Encoder.Encoded.Switches in(Pass pass) {
            Shape shape = positions.shape();
            return new Encoder.Encoded.Switches(
                    pass.flow().constant(positions),
                    Shape.of(shape.size(0), side, side, shape.size(3)));
        }
    }

    /// Encodes a picture in a square.
    Encoded encode(Photo photo, int side) {
        View view = View.whole(new Size(photo.height(), photo.width())).squared(side);
        Tensor square =
                Backbone.normalized(
                        Sampler.of(view)
                                .photo(photo.pixels())
                                .reshape(1, side, side, Photo.CHANNELS));
        if (!pools) {
            return new Encoded(plan(side).run(square), Optional.empty());
        }
        Pass pass = Pass.inference(new Eager(device));
        Encoder.Encoded encoded = encoder.encode(pass, pass.flow().constant(square));
        return new Encoded(
                device.fetch(encoded.features().tensor()),
                encoded.switches()
                        .map(each ->
                                new Switches(
                                        device.fetch(each.positions().tensor()),
                                        each.before().size(1))));
    }

    private Plan plan(int side) {
        return plans.computeIfAbsent(
                side,
                _ ->
                        Plan.of(
                                (pass, input) -> encoder.encode(pass, input).features(),
                                Shape.of(1, side, side, Photo.CHANNELS),
                                device));
    }

    @Override
    public void close() {
        plans.values().forEach(Plan::close);
        plans.clear();
    }
}
