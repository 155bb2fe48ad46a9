package smalti.cuda.convolution;

import java.util.ArrayList;
import java.util.List;

/// Rows of some images of a map, and the rows of outputs that see them.
///
/// @param firstImage the first of the images
/// @param images how many
/// @param firstRow of the map
/// @param endRow behind the last row of the map
/// @param firstOutput the first row of outputs that sees one of the rows, or one before
/// @param endOutput behind the last one that does, and `firstOutput` if there is none
record Band(int firstImage, int images, int firstRow, int endRow, int firstOutput, int endOutput) {
    /// All images in bands that so many outputs see, or few more.
    ///
    /// @param outputs at least 1
    static List<Band> of(Sight sight, int images, int outputs) {
        List<Band> bands = new ArrayList<>();
        int height = sight.map().height();
        int together = outputs / Math.max(1, sight.outputPixels());
        if (together > 0) {
            for (int image = 0; image < images; image += together) {
                int count = Math.min(together, images - image);
                // All rows of outputs, so that those of all images follow each other.
                bands.add(new Band(image, count, 0, height, 0, sight.outputs().height()));
            }
            return bands;
        }
        int high = rowsSeenBy(sight, outputs / Math.max(1, sight.outputs().width()));
        for (int image = 0; image < images; image++) {
            for (int row = 0; row < height; row += high) {
                bands.add(rows(sight, image, row, Math.min(height, row + high)));
            }
        }
        return bands;
    }

    /// So many rows of the map that no more rows of outputs see them, but at least 1.
    private static int rowsSeenBy(Sight sight, int outputRows) {
        long rows =
                (outputRows - 1L) * sight.window().stride().height()
                        + 2
                        - sight.window().reach().height();
        return (int) Math.clamp(rows, 1, sight.map().height());
    }

    private static Band rows(Sight sight, int image, int first, int end) {
        int stride = sight.window().stride().height();
        int top = sight.margins().top();
        int from = Math.ceilDiv(first + top - (sight.window().reach().height() - 1), stride);
        int behind = Math.floorDiv(end - 1 + top, stride) + 1;
        int firstOutput = Math.clamp(from, 0, sight.outputs().height());
        int endOutput = Math.clamp(behind, firstOutput, sight.outputs().height());
        return new Band(image, 1, first, end, firstOutput, endOutput);
    }

    /// Rows of outputs an image.
    int outputRows() {
        return endOutput - firstOutput;
    }
}
