package smalti.zoo;

import java.util.List;
import smalti.augment.Sampler;
import smalti.augment.View;
import smalti.device.Device;
import smalti.op.NormOp;
import smalti.op.Size;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Scores a picture by [SlidingWindows]; scores are mean probabilities.
///
/// @param network maps windows `[B,h,w,3]` to scores `[B,h',w',classes]`
/// @param aligned whether coarse scores are those of corner pixels, or of squares around them
record SlidingScoring(
        PlannedNetwork network, Normalizing normalizing, SlidingWindows windows, boolean aligned)
        implements Scoring {
    /// What is seen outside the picture: nothing, once normalised.
    private float[] outside() {
        float[] mean = normalizing.mean().clone();
        for (int i = 0; i < mean.length; i++) {
            mean[i] *= 255;
        }
        return mean;
    }

    @Override
    public Tensor scores(Device device, Tensor pixels) {
        Size size = new Size(pixels.shape().size(1), pixels.shape().size(2));
        float[] sum = new float[0];
        for (double scale : windows.scales()) {
            Size scaled = size.scaled(scale);
            Tensor means = atScale(device, pixels, View.whole(size).resized(scaled));
            Tensor full = scaled.equals(size) ? means : Resizing.scores(device, means, size, false);
            sum = added(sum, full);
        }
        return Tensor.of(sum, 1, size.height(), size.width(), sum.length / area(size));
    }

    private static int area(Size size) {
        return size.height() * size.width();
    }

    private static float[] added(float[] sum, Tensor more) {
        float[] all = sum.length == 0 ? new float[(int) more.elements()] : sum;
        for (int i = 0; i < all.length; i++) {
            all[i] += more.floats()[more.offset() + i];
        }
        return all;
    }

    private Tensor atScale(Device device, Tensor pixels, View picture) {
        Size size = picture.size();
        Size window = windows.window();
        float[] sums = new float[0];
        int[] counts = new int[area(size)];
        int classes = 0;
        for (int top : SlidingWindows.starts(size.height(), window.height())) {
            for (int left : SlidingWindows.starts(size.width(), window.width())) {
                Tensor shares = window(device, pixels, picture.cut(top, left, window));
                classes = shares.shape().size(3);
                sums = sums.length == 0 ? new float[area(size) * classes] : sums;
                int bottom = Math.min(size.height(), top + window.height());
                int right = Math.min(size.width(), left + window.width());
                for (int y = top; y < bottom; y++) {
                    for (int x = left; x < right; x++) {
                        int from = ((y - top) * window.width() + x - left) * classes;
                        int to = y * size.width() + x;
                        counts[to]++;
                        for (int c = 0; c < classes; c++) {
                            sums[to * classes + c] += shares.floats()[shares.offset() + from + c];
                        }
                    }
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= counts[i / classes];
        }
        return Tensor.of(sums, 1, size.height(), size.width(), classes);
    }

    /// The probabilities of a window's pixels, mirrored ones averaged with them.
    private Tensor window(Device device, Tensor pixels, View view) {
        Tensor shares = shares(device, Sampler.of(view).colours(pixels, outside()));
        if (!windows.mirrored()) {
            return shares;
        }
        Tensor other = shares(device, Sampler.of(view.mirrored()).colours(pixels, outside()));
        int width = view.size().width();
        int classes = shares.shape().size(3);
        Tensor means = Tensor.zeros(DType.F32, shares.shape());
        for (int pixel = 0; pixel < area(view.size()); pixel++) {
            int opposite = pixel - pixel % width + width - 1 - pixel % width;
            for (int c = 0; c < classes; c++) {
                means.floats()[pixel * classes + c] =
                        (float)
                                        (shares.get(pixel * classes + c)
                                                + other.get(opposite * classes + c))
                                / 2;
            }
        }
        return means;
    }

    private Tensor shares(Device device, Tensor picture) {
        Shape shape = picture.shape();
        Tensor input =
                normalizing.apply(picture.reshape(1, shape.size(0), shape.size(1), shape.size(2)));
        Size size = new Size(shape.size(0), shape.size(1));
        Tensor scores = network.run(device, input);
        Tensor full =
                scores.shape().size(1) == size.height() && scores.shape().size(2) == size.width()
                        ? scores
                        : Resizing.scores(device, scores, size, aligned);
        return device.run(new NormOp.Softmax(), List.of(full)).getFirst();
    }
}
