package smalti.zoo;

import java.util.List;
import smalti.device.Device;
import smalti.nn.Layer;
import smalti.op.MoveOp;
import smalti.op.Size;
import smalti.tensor.Tensor;

/// A network that tells what each pixel of a picture belongs to.
public final class Segmenter implements PictureModel {
    private final PlannedNetwork network;
    private final Preparation preparation;
    private final boolean aligned;
    private final List<String> classes;
    private final int background;

    /// @param aligned whether coarse scores are those of corner pixels, or of squares around them
    /// @param background the class of what belongs to no class
    Segmenter(
            Layer network,
            Preparation preparation,
            boolean aligned,
            List<String> classes,
            int background) {
        this.network = new PlannedNetwork(network);
        this.preparation = preparation;
        this.aligned = aligned;
        this.classes = List.copyOf(classes);
        this.background = background;
    }

    /// The class of what belongs to no class.
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
        Preparation.Prepared prepared = preparation.prepare(device, pixels);
        Size input = new Size(prepared.input().shape().size(1), prepared.input().shape().size(2));
        Tensor scores = network.run(device, prepared.input());
        Tensor full =
                scores.shape().size(1) == input.height() && scores.shape().size(2) == input.width()
                        ? scores
                        : Resizing.scores(device, scores, input, aligned);
        Tensor shown = cut(device, full, prepared.content());
        Size size = new Size(pixels.shape().size(1), pixels.shape().size(2));
        return ClassMap.of(
                size.equals(prepared.content())
                        ? shown
                        : Resizing.scores(device, shown, size, false));
    }

    private static Tensor cut(Device device, Tensor scores, Size content) {
        var crop =
                new MoveOp.Crop(
                        List.of(0, 0, 0, 0),
                        List.of(1, content.height(), content.width(), scores.shape().size(3)));
        return device.run(crop, scores);
    }
}
