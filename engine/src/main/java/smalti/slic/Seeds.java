package smalti.slic;

import java.util.Optional;

/// Where clusters start: exactly as many places as asked, evenly spread.
///
/// @param x the column of each
/// @param y the row of each
public record Seeds(int[] x, int[] y) {
    /// Seeds for all pixels of a picture, or for those inside a region.
    public static Seeds of(int width, int height, int count, Optional<boolean[]> inside) {
        return inside.map(flags -> spread(width, flags, count))
                .orElseGet(() -> grid(width, height, count));
    }

    /// As many rows of cells as make them square.
    public static int rows(int width, int height, int count) {
        long square = Math.round(height / Math.sqrt((double) width * height / count));
        // No more cells in a row than pixels, no more rows than cells or pixels.
        int least = (count + width - 1) / width;
        return Math.clamp(square, least, Math.min(count, height));
    }

    /// Rows of cells whose numbers differ by one at most.
    private static Seeds grid(int width, int height, int count) {
        int rows = rows(width, height, count);
        int[] x = new int[count];
        int[] y = new int[count];
        int seed = 0;
        for (int row = 0; row < rows; row++) {
            int columns = (int) ((long) (row + 1) * count / rows - (long) row * count / rows);
            for (int column = 0; column < columns; column++, seed++) {
                x[seed] = (int) ((2L * column + 1) * width / (2L * columns));
                y[seed] = (int) ((2L * row + 1) * height / (2L * rows));
            }
        }
        return new Seeds(x, y);
    }

    /// Divides the pixels inside again and again across their longer side, by number; a seed is the pixel nearest to
    /// the mean of what is left.
    private static Seeds spread(int width, boolean[] inside, int count) {
        int[] pixels = new int[inside.length];
        int found = 0;
        for (int i = 0; i < inside.length; i++) {
            if (inside[i]) {
                pixels[found++] = i;
            }
        }
        var spreader = new Spreader(width, pixels, new int[found], new int[count], new int[count]);
        spreader.divide(0, found, 0, count);
        return new Seeds(spreader.x, spreader.y);
    }

    private record Spreader(int width, int[] pixels, int[] buffer, int[] x, int[] y) {
        /// Places the seeds `first` to before `last` among the pixels `from` to before `to` of the list.
        void divide(int from, int to, int first, int last) {
            if (last - first == 1) {
                place(from, to, first);
                return;
            }
            int lowX = Integer.MAX_VALUE;
            int highX = 0;
            int lowY = Integer.MAX_VALUE;
            int highY = 0;
            for (int i = from; i < to; i++) {
                lowX = Math.min(lowX, pixels[i] % width);
                highX = Math.max(highX, pixels[i] % width);
                lowY = Math.min(lowY, pixels[i] / width);
                highY = Math.max(highY, pixels[i] / width);
            }
            boolean across = highX - lowX > highY - lowY;
            sort(from, to, across, across ? lowX : lowY, across ? highX : highY);
            int middle = first + (last - first) / 2;
            divide(from, split(from, to, first, middle, last), first, middle);
            divide(split(from, to, first, middle, last), to, middle, last);
        }

        private static int split(int from, int to, int first, int middle, int last) {
            return from + (int) ((long) (to - from) * (middle - first) / (last - first));
        }

        /// A counting sort by column or row, which keeps the raster order of equals.
        private void sort(int from, int to, boolean byColumn, int low, int high) {
            int[] starts = new int[high - low + 2];
            for (int i = from; i < to; i++) {
                starts[key(pixels[i], byColumn) - low + 1]++;
            }
            for (int i = 1; i < starts.length; i++) {
                starts[i] += starts[i - 1];
            }
            for (int i = from; i < to; i++) {
                buffer[from + starts[key(pixels[i], byColumn) - low]++] = pixels[i];
            }
            System.arraycopy(buffer, from, pixels, from, to - from);
        }

        private int key(int pixel, boolean byColumn) {
            return byColumn ? pixel % width : pixel / width;
        }

        private void place(int from, int to, int seed) {
            long sumX = 0;
            long sumY = 0;
            for (int i = from; i < to; i++) {
                sumX += pixels[i] % width;
                sumY += pixels[i] / width;
            }
            long meanX = sumX / (to - from);
            long meanY = sumY / (to - from);
            long nearest = Long.MAX_VALUE;
            for (int i = from; i < to; i++) {
                long dx = pixels[i] % width - meanX;
                long dy = pixels[i] / width - meanY;
                if (dx * dx + dy * dy < nearest) {
                    nearest = dx * dx + dy * dy;
                    x[seed] = pixels[i] % width;
                    y[seed] = pixels[i] / width;
                }
            }
        }
    }
}
