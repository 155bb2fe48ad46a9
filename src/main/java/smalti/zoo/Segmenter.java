package smalti.zoo;

import java.util.List;
import smalti.device.Device;
import smalti.nn.Layer;
import smalti.tensor.Tensor;

/// A network that tells what each pixel of a picture belongs to.
public final class Segmenter implements PictureModel {
    private final PixelLabels labels;
    private final List<String> classes;
    private final int background;

    /// @param background the class of what belongs to no class, -1 if there is none
    Segmenter(Scoring scoring, List<String> classes, int background) {
        this(likeliest(scoring), classes, background);
    }

    private static PixelLabels likeliest(Scoring scoring) {
        return (device, pixels) -> ClassMap.of(scoring.scores(device, pixels));
    }

    /// A network that sees pictures in a way of its own.
    ///
    /// @param background the class of what belongs to no class, -1 if there is none
    public Segmenter(PixelLabels labels, List<String> classes, int background) {
        this.labels = labels;
        this.classes = List.copyOf(classes);
        this.background = background;
    }

    /// A network that sees pictures piece by piece. Its parameters must not change any more.
    ///
    /// @param network maps pictures, normalised as ImageNet's photos are, `[B,h,w,3]` to scores `[B,h',w',classes]`, where
    ///     coarse scores are those of the corner pixels
    /// @param background the class of what belongs to no class, -1 if there is none
    public static Segmenter sliding(
            Layer network, SlidingWindows windows, List<String> classes, int background) {
        return new Segmenter(
                new SlidingScoring(
                        new PlannedNetwork(network), Normalizing.IMAGENET, windows, true),
                classes,
                background);
    }

    /// The class of what belongs to no class, -1 if there is none.
    public int background() {
        return background;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    /// The class of each pixel, `I32 [H,W]`.
    ///
    /// @param pixels `[1,H,W,3]` from 0 to 255
    public Tensor classMap(Device device, Tensor pixels) {
        return labels.of(device, pixels);
    }
}
