package smalti.decoupled;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import smalti.augment.Sampler;
import smalti.augment.View;
import smalti.device.Device;
import smalti.grad.Eager;
import smalti.nn.Pass;
import smalti.op.Size;
import smalti.tensor.Tensor;
import smalti.zoo.Backbone;
import smalti.zoo.Encoder;
import smalti.zoo.PixelLabels;

/// Segments pictures by a [DecoupledNetwork]: they are brought into a square, the classifier tells what they show unless that
/// is known, and [TwoPasses] where.
final class DecoupledSegmentation implements PixelLabels {
    private final Encoder encoder;
    private final DecoupledNetwork network;
    private final int classes;
    private final int side;
    private final double least;

    /// @param classes of objects
    /// @param side of the square
    /// @param least the probability from above which on a picture shows a class
    DecoupledSegmentation(
            Encoder encoder, DecoupledNetwork network, int classes, int side, double least) {
        this.encoder = encoder;
        this.network = network;
        this.classes = classes;
        this.side = side;
        this.least = least;
    }

    @Override
    public Tensor of(Device device, Tensor pixels) {
        Look look = look(device, pixels);
        return look.labels(look.shown());
    }

    /// Looks at a picture.
    ///
    /// @param pixels `[1,H,W,3]` from 0 to 255
    Look look(Device device, Tensor pixels) {
        return new Look(device, pixels);
    }

    /// A picture that the classifier has seen.
    final class Look {
        private final Device device;
        private final Size size;
        private final Pass pass;
        private final DecoupledNetwork.Seen seen;

        private Look(Device device, Tensor pixels) {
            this.device = device;
            this.size = new Size(pixels.shape().size(1), pixels.shape().size(2));
            this.pass = Pass.inference(new Eager(device));
            Tensor square = Sampler.of(View.whole(size).squared(side)).photo(pixels);
            Tensor input = Backbone.normalized(square.reshape(1, side, side, 3));
            this.seen = network.see(pass, encoder.encode(pass, pass.flow().constant(input)));
        }

        /// The classes that it shows, as far as the classifier can tell.
        Set<Integer> shown() {
            Tensor scores = device.fetch(seen.scores().tensor());
            Set<Integer> shown = new TreeSet<>();
            for (int each = 0; each < classes; each++) {
                if (1 / (1 + Math.exp(-scores.get(each))) > least) {
                    shown.add(each);
                }
            }
            return shown;
        }

        /// The mask of the picture.
        ///
        /// @param shown the classes of objects that it shows, from 0
        /// @return `I32 [H,W]`: 0 for the background, else the number of the class plus one
        Tensor labels(Set<Integer> shown) {
            int[] labels = new int[size.height() * size.width()];
            if (!shown.isEmpty()) {
                List<Integer> known = new ArrayList<>(shown);
                Tensor shares = full(TwoPasses.shares(known, this::foreground));
                int maps = shares.shape().size(2);
                for (int pixel = 0; pixel < labels.length; pixel++) {
                    int best = 0;
                    for (int each = 1; each < maps; each++) {
                        if (shares.floats()[pixel * maps + each]
                                > shares.floats()[pixel * maps + best]) {
                            best = each;
                        }
                    }
                    labels[pixel] = best == 0 ? 0 : known.get(best - 1) + 1;
                }
            }
            return Tensor.of(labels, size.height(), size.width());
        }

        /// How likely pixels of the square belong to some classes, `F32 [h,w]`.
        private Tensor foreground(Set<Integer> active) {
            float[] chosen = new float[classes];
            active.forEach(each -> chosen[each] = 1);
            Tensor scores =
                    device.fetch(
                            network.parted(
                                            pass,
                                            seen,
                                            network.backProjected(
                                                    pass,
                                                    seen,
                                                    pass.flow()
                                                            .constant(
                                                                    Tensor.of(chosen, 1, classes))))
                                    .tensor());
            float[] shares = new float[(int) scores.elements() / 2];
            for (int i = 0; i < shares.length; i++) {
                shares[i] = (float) (1 / (1 + Math.exp(scores.get(2 * i) - scores.get(2 * i + 1))));
            }
            return Tensor.of(shares, scores.shape().size(1), scores.shape().size(2));
        }

        /// Maps of the square on the pixels of the picture.
        private Tensor full(Tensor maps) {
            int longer = Math.max(size.height(), size.width());
            View view =
                    View.whole(new Size(maps.shape().size(0), maps.shape().size(1)))
                            .resized(Size.square(longer))
                            .cut((longer - size.height()) / 2, (longer - size.width()) / 2, size);
            return Sampler.of(view).colours(maps, new float[maps.shape().size(2)]);
        }
    }
}
