package smalti.spn;

import java.util.List;
import smalti.augment.Sampler;
import smalti.augment.View;
import smalti.device.Device;
import smalti.grad.Eager;
import smalti.grad.Variable;
import smalti.nn.Parameters;
import smalti.nn.Pass;
import smalti.op.Size;
import smalti.photo.Photo;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

/// Where on a picture classes are: SP-CAM, the scores of its superpixels, or the scores of the encoder's features; the
/// largest over several scales.
final class Localization {
    private final SpnNetwork network;
    private final Parameters parameters;
    private final Superpixelled superpixels;
    private final Device device;

    Localization(
            SpnNetwork network, Parameters parameters, Superpixelled superpixels, Device device) {
        this.network = network;
        this.parameters = parameters;
        this.superpixels = superpixels;
        this.device = device;
    }

    /// The encoder's features of a picture by the side of the square.
    @FunctionalInterface
    interface Features {
        Encoding.Encoded at(int side);
    }

    /// The maps of a picture.
    ActivationMaps maps(Branch branch, Photo photo, Features features, List<Integer> sides) {
        return switch (branch) {
            case SUPERPIXELS -> ofSuperpixels(photo, features, sides);
            case PLAIN -> ofFeatures(photo, features, sides);
        };
    }

    private ActivationMaps ofSuperpixels(Photo photo, Features features, List<Integer> sides) {
        Tensor labels = superpixels.labels(photo);
        float[] bias = bias("top");
        var maps = new ActivationMaps(photo.height(), photo.width(), bias.length);
        for (int side : sides) {
            Pass pass = Pass.inference(new Eager(device));
            Encoding.Encoded encoded = features.at(side);
            SegmentMap squared = Superpixelled.squared(List.of(labels), side);
            Variable scores =
                    network.superpixelScores(
                            pass,
                            pass.flow().constant(encoded.features()),
                            encoded.switches().map(each -> each.in(pass)),
                            squared);
            maps.add(painted(labels, squared, device.fetch(scores.tensor()), bias));
        }
        return maps;
    }

    /// Scores on the pixels of a photo; superpixels that are too small to be seen in the square say nothing.
    private static Tensor painted(Tensor labels, SegmentMap squared, Tensor scores, float[] bias) {
        int classes = bias.length;
        float[] all = new float[(int) labels.elements() * classes];
        for (int i = 0; i < labels.elements(); i++) {
            int segment = labels.ints()[labels.offset() + i];
            boolean seen = segment < squared.segments() && squared.counts()[segment] > 0;
            for (int each = 0; each < classes; each++) {
                all[i * classes + each] =
                        seen
                                ? (float) scores.get(segment * classes + each) - bias[each]
                                : Float.NEGATIVE_INFINITY;
            }
        }
        return Tensor.of(all, labels.shape().size(0), labels.shape().size(1), classes);
    }

    private ActivationMaps ofFeatures(Photo photo, Features features, List<Integer> sides) {
        float[] bias = bias("bottom");
        Size size = new Size(photo.height(), photo.width());
        int longer = Math.max(photo.height(), photo.width());
        var maps = new ActivationMaps(photo.height(), photo.width(), bias.length);
        for (int side : sides) {
            Pass pass = Pass.inference(new Eager(device));
            Variable scores =
                    network.featureScores(pass, pass.flow().constant(features.at(side).features()));
            Tensor coarse = without(bias, device.fetch(scores.tensor()));
            View view =
                    View.whole(new Size(coarse.shape().size(1), coarse.shape().size(2)))
                            .resized(Size.square(longer))
                            .cut((longer - photo.height()) / 2, (longer - photo.width()) / 2, size);
            maps.add(Sampler.of(view).colours(coarse, new float[bias.length]));
        }
        return maps;
    }

    private static Tensor without(float[] bias, Tensor scores) {
        float[] values = new float[(int) scores.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) scores.get(i) - bias[i % bias.length];
        }
        return Tensor.of(values, scores.shape().sizes());
    }

    /// A map is what features speak for a class: the constant of its score is no feature.
    private float[] bias(String branch) {
        Tensor bias = device.fetch(parameters.named(SpnTraining.OWN + branch + ".bias").tensor());
        float[] values = new float[(int) bias.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) bias.get(i);
        }
        return values;
    }
}
