package smalti.op;

import smalti.tensor.Shape;

/// The order of a feature map's dimensions.
public enum Layout {
    /// `[B,H,W,C]`: the channels of a pixel lie together. The engine's own order.
    NHWC,
    /// `[B,C,H,W]`: the pixels of a channel lie together.
    NCHW;

    /// The shape of a feature map in this layout.
    public Shape shape(int batch, int height, int width, int channels) {
        return this == NHWC
                ? Shape.of(batch, height, width, channels)
                : Shape.of(batch, channels, height, width);
    }

    /// The number of channels of a feature map in this layout.
    public int channels(Shape features) {
        return features.size(this == NHWC ? 3 : 1);
    }

    public int height(Shape features) {
        return features.size(this == NHWC ? 1 : 2);
    }

    public int width(Shape features) {
        return features.size(this == NHWC ? 2 : 3);
    }
}
