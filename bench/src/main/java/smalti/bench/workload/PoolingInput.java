package smalti.bench.workload;

import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

/// A feature map of random numbers and the superpixels of a picture. The same numbers serve as `[B,H,W,C]` and as
/// `[B,C,H,W]`: random numbers have no layout.
///
/// @param segments superpixels asked for in each image
public record PoolingInput(int batch, int channels, int height, int width, int segments)
        implements Input {
    /// The sizes as people write them, `[B,C,H,W]`.
    public String name() {
        return batch + "x" + channels + "x" + height + "x" + width;
    }

    public int pixels() {
        return height * width;
    }

    public int elements() {
        return Math.toIntExact((long) batch * channels * height * width);
    }

    /// The features, uniform in -1 to 1 and the same in every process.
    public float[] features() {
        return Noise.of(elements(), 1);
    }

    /// The gradient that arrives at a table `[B,K,C]`, uniform in -1 to 1 and the same in every process.
    public float[] upstream(SegmentMap map) {
        return Noise.of(map.batch() * map.segments() * channels, 2);
    }

    /// Labels `[B,H,W]`: superpixels of a picture, mirrored from image to image so that no two images are alike.
    public int[] labels() {
        int[] labels = new int[batch * pixels()];
        int[] first = PictureInput.of(width, height).superpixels(segments);
        for (int image = 0; image < batch; image++) {
            for (int y = 0; y < height; y++) {
                int row = (image & 2) == 0 ? y : height - 1 - y;
                for (int x = 0; x < width; x++) {
                    int column = (image & 1) == 0 ? x : width - 1 - x;
                    labels[(image * height + y) * width + x] = first[row * width + column];
                }
            }
        }
        return labels;
    }

    public SegmentMap segmentMap() {
        return SegmentMap.of(Tensor.of(labels(), batch, height, width), Labelling.DENSE);
    }
}
