package smalti.algebra;

import java.util.SplittableRandom;

/// Stencils for tests.
final class Stencils {
    private Stencils() {}

    /// Entries from -1 to 1, and a diagonal that outweighs them: positive definite.
    static GridStencil random(int height, int width, long seed) {
        var random = new SplittableRandom(seed);
        var matrix = new GridStencil(height, width);
        for (int i = 0; i < matrix.size(); i++) {
            for (int down = 0; down <= 2; down++) {
                for (int right = -2; right <= 2; right++) {
                    int y = i / width + down;
                    int x = i % width + right;
                    if (y < height && x >= 0 && x < width && (down > 0 || right > 0)) {
                        matrix.entries(down, right)[i] = random.nextDouble(-1, 1);
                    }
                }
            }
            matrix.entries(0, 0)[i] = 20 + random.nextDouble();
        }
        return matrix;
    }

    /// The whole matrix in raster order.
    static double[] dense(GridStencil matrix) {
        int size = matrix.size();
        double[] dense = new double[size * size];
        for (int i = 0; i < dense.length; i++) {
            dense[i] = matrix.at(i / size, i % size);
        }
        return dense;
    }
}
