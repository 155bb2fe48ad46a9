package smalti.zoo;

import java.util.List;
import smalti.device.Device;
import smalti.op.MoveOp;
import smalti.op.Size;
import smalti.tensor.Tensor;

/// Scores a picture as a whole, brought to the size that its network was trained on.
///
/// @param aligned whether coarse scores are those of corner pixels, or of squares around them
record FramedScoring(PlannedNetwork network, Preparation preparation, boolean aligned)
        implements Scoring {
    @Override
    public Tensor scores(Device device, Tensor pixels) {
        Preparation.Prepared prepared = preparation.prepare(device, pixels);
        Size input = new Size(prepared.input().shape().size(1), prepared.input().shape().size(2));
        Tensor scores = network.run(device, prepared.input());
        Tensor full =
                scores.shape().size(1) == input.height() && scores.shape().size(2) == input.width()
                        ? scores
                        : Resizing.scores(device, scores, input, aligned);
        Tensor shown = cut(device, full, prepared.content());
        Size size = new Size(pixels.shape().size(1), pixels.shape().size(2));
        return size.equals(prepared.content())
                ? shown
                : Resizing.scores(device, shown, size, false);
    }

    private static Tensor cut(Device device, Tensor scores, Size content) {
        var crop =
                new MoveOp.Crop(
                        List.of(0, 0, 0, 0),
                        List.of(1, content.height(), content.width(), scores.shape().size(3)));
        return device.run(crop, scores);
    }
}
