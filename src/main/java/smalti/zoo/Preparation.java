package smalti.zoo;

import java.util.List;
import smalti.device.Device;
import smalti.op.MoveOp;
import smalti.op.Size;
import smalti.tensor.Tensor;

/// What is done to a picture before a network sees it.
record Preparation(Framing framing, Normalizing normalizing) {
    /// @param input what the network sees, `[1,H,W,3]`
    /// @param content the part of it, from the upper left corner on, that shows the picture; the rest is 0
    record Prepared(Tensor input, Size content) {}

    /// @param pixels `[1,H,W,3]` from 0 to 255
    Prepared prepare(Device device, Tensor pixels) {
        Framing.Framed framed = framing.frame(device, pixels);
        Tensor normalized = normalizing.apply(framed.pixels());
        Size content = new Size(normalized.shape().size(1), normalized.shape().size(2));
        Size whole = framed.whole();
        if (content.equals(whole)) {
            return new Prepared(normalized, content);
        }
        var fill =
                new MoveOp.Pad(
                        List.of(0, 0, 0, 0),
                        List.of(
                                0,
                                whole.height() - content.height(),
                                whole.width() - content.width(),
                                0));
        return new Prepared(device.run(fill, normalized), content);
    }
}
