package smalti.photo;

import java.util.Arrays;
import smalti.op.Size;
import smalti.tensor.Tensor;

/// Makes a photo smaller: a pixel of the result is the mean of those that it covers, of each by as much as it covers.
final class AreaMean {
    private static final int CHANNELS = Photo.CHANNELS;

    private final Photo photo;
    private final Size size;
    private final double[] sums;

    AreaMean(Photo photo, Size size) {
        this.photo = photo;
        this.size = size;
        this.sums = new double[size.width() * CHANNELS];
    }

    Tensor pixels() {
        float[] values = new float[size.height() * sums.length];
        float[] row = new float[photo.width() * CHANNELS];
        double scale = (double) photo.height() / size.height();
        int read = -1;
        for (int y = 0; y < size.height(); y++) {
            Arrays.fill(sums, 0);
            double top = y * scale;
            double bottom = Math.min(photo.height(), top + scale);
            for (int v = (int) top; v < bottom; v++) {
                if (v != read) {
                    photo.copyRow(v, row);
                    read = v;
                }
                add(row, Math.min(bottom, v + 1) - Math.max(top, v));
            }
            for (int i = 0; i < sums.length; i++) {
                values[y * sums.length + i] = (float) (sums[i] / (bottom - top));
            }
        }
        return Tensor.of(values, 1, size.height(), size.width(), CHANNELS);
    }

    private void add(float[] row, double weight) {
        double scale = (double) photo.width() / size.width();
        for (int x = 0; x < size.width(); x++) {
            double left = x * scale;
            double right = Math.min(photo.width(), left + scale);
            for (int u = (int) left; u < right; u++) {
                double covered = Math.min(right, u + 1) - Math.max(left, u);
                double share = weight * covered / (right - left);
                for (int c = 0; c < CHANNELS; c++) {
                    sums[x * CHANNELS + c] += share * row[u * CHANNELS + c];
                }
            }
        }
    }
}
