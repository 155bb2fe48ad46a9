package smalti.evaluation;

import java.util.Arrays;
import smalti.tensor.Tensor;

/// Where on a picture classes meet. What is counted there alone tells how well masks follow outlines, which the insides of
/// large classes otherwise drown (the trimap of Krähenbühl and Koltun, 2011).
final class Outlines {
    /// Pixels on either side of an outline that are near it.
    static final int NEAR = 3;

    private Outlines() {}

    /// The labels of the pixels in a band along outlines; labels that nobody knows have outlines too.
    ///
    /// @param labels `I32 [H,W]`
    /// @return `I32 [H,W]`, -1 for pixels outside the band, which has [#NEAR] pixels on either side of an outline
    static Tensor of(Tensor labels) {
        int height = labels.shape().size(0);
        int width = labels.shape().size(1);
        boolean[] band = widened(meetings(labels, height, width), height, width);
        int[] near = new int[band.length];
        for (int i = 0; i < near.length; i++) {
            near[i] = band[i] ? labels.ints()[labels.offset() + i] : -1;
        }
        return Tensor.of(near, height, width);
    }

    /// Pixels beside, above or below which another label is.
    private static boolean[] meetings(Tensor labels, int height, int width) {
        int[] values = labels.ints();
        boolean[] meetings = new boolean[height * width];
        for (int i = 0; i < meetings.length; i++) {
            int at = labels.offset() + i;
            if ((i + 1) % width != 0 && values[at] != values[at + 1]) {
                meetings[i] = true;
                meetings[i + 1] = true;
            }
            if (i + width < meetings.length && values[at] != values[at + width]) {
                meetings[i] = true;
                meetings[i + width] = true;
            }
        }
        return meetings;
    }

    /// Those that border on an outline are the first of those near it.
    private static boolean[] widened(boolean[] meetings, int height, int width) {
        boolean[] band = new boolean[meetings.length];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                if (meetings[row * width + column]) {
                    int left = Math.max(0, column - NEAR + 1);
                    int right = Math.min(width, column + NEAR);
                    int bottom = Math.min(height, row + NEAR);
                    for (int y = Math.max(0, row - NEAR + 1); y < bottom; y++) {
                        Arrays.fill(band, y * width + left, y * width + right, true);
                    }
                }
            }
        }
        return band;
    }
}
