package smalti.zoo;

import java.util.List;
import smalti.device.Device;
import smalti.op.MoveOp;
import smalti.op.Size;
import smalti.tensor.Tensor;

/// How a picture of any size comes to the size that a network was trained on.
sealed interface Framing {
    /// A picture `[1,H,W,3]` in the network's size.
    Framed frame(Device device, Tensor pixels);

    /// @param pixels `[1,H',W',3]`
    /// @param whole the size that the network sees: what is missing on the right and below is filled
    record Framed(Tensor pixels, Size whole) {}

    private static Size size(Tensor pixels) {
        return new Size(pixels.shape().size(1), pixels.shape().size(2));
    }

    private static int scaled(int length, double scale) {
        return Math.max(1, (int) Math.round(length * scale));
    }

    /// The middle of the picture: the shorter side is brought to `side`, and a square of `crop` is cut out.
    record Middle(int side, int crop) implements Framing {
        @Override
        public Framed frame(Device device, Tensor pixels) {
            Size size = size(pixels);
            double scale = (double) side / Math.min(size.height(), size.width());
            Tensor scaled =
                    Resizing.picture(
                            device,
                            pixels,
                            new Size(scaled(size.height(), scale), scaled(size.width(), scale)));
            int top = (scaled.shape().size(1) - crop) / 2;
            int left = (scaled.shape().size(2) - crop) / 2;
            var middle = new MoveOp.Crop(List.of(0, top, left, 0), List.of(1, crop, crop, 3));
            return new Framed(device.run(middle, scaled), Size.square(crop));
        }
    }

    /// The whole picture in a square: the longer side is brought to `side`.
    record Whole(int side) implements Framing {
        @Override
        public Framed frame(Device device, Tensor pixels) {
            Size size = size(pixels);
            double scale = (double) side / Math.max(size.height(), size.width());
            Size content =
                    new Size(
                            Math.min(side, scaled(size.height(), scale)),
                            Math.min(side, scaled(size.width(), scale)));
            return new Framed(Resizing.picture(device, pixels, content), Size.square(side));
        }
    }

    /// The whole picture at about the size of `height` by `width`, in its own proportions, both sides multiples of a
    /// number.
    record Near(int height, int width, int multiple) implements Framing {
        @Override
        public Framed frame(Device device, Tensor pixels) {
            Size size = size(pixels);
            double scale =
                    Math.sqrt((double) height * width / ((double) size.height() * size.width()));
            Size near = new Size(nearest(size.height() * scale), nearest(size.width() * scale));
            return new Framed(
                    near.equals(size) ? pixels : Resizing.picture(device, pixels, near), near);
        }

        private int nearest(double length) {
            return Math.max(1, (int) Math.round(length / multiple)) * multiple;
        }
    }
}
