package smalti.matting;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Weighted points in groups around their means: Lloyd's iterations from seeds that lie apart.
///
/// Arthur and Vassilvitskii, "k-means++: The Advantages of Careful Seeding", 2007: a seed is drawn by how far points are from the
/// seeds before it; of several draws the one whose points lie closest to their means is taken.
final class KMeans {
    private static final int DRAWS = 7;
    private static final int MOST_ITERATIONS = 100;

    private final double[][] points;
    private final double[] weights;
    private final double[][] means;
    private final int[] groups;
    private double scatter;

    private KMeans(double[][] points, double[] weights, int count, SplittableRandom random) {
        this.points = points;
        this.weights = weights;
        this.means = seeds(count, random);
        this.groups = new int[points.length];
        for (int i = 0; i < MOST_ITERATIONS && assign(); i++) {
            moveMeans();
        }
    }

    /// The group of each point, from 0. There may be fewer groups than asked for where points are the same.
    ///
    /// @param points of one length
    /// @param weights of the points, at least 0, and not all 0
    static int[] groups(double[][] points, double[] weights, int count, long seed) {
        var random = new SplittableRandom(seed);
        KMeans best = new KMeans(points, weights, count, random);
        for (int draw = 1; draw < DRAWS; draw++) {
            var other = new KMeans(points, weights, count, random);
            best = other.scatter < best.scatter ? other : best;
        }
        return best.groups;
    }

    private double[][] seeds(int count, SplittableRandom random) {
        double[][] seeds = new double[count][];
        double[] away = new double[points.length];
        Arrays.fill(away, 1);
        for (int seed = 0; seed < count; seed++) {
            double sum = 0;
            for (int i = 0; i < points.length; i++) {
                sum += weights[i] * away[i];
            }
            double left = random.nextDouble() * sum;
            int chosen = 0;
            while (chosen + 1 < points.length && left >= weights[chosen] * away[chosen]) {
                left -= weights[chosen] * away[chosen];
                chosen++;
            }
            seeds[seed] = points[chosen].clone();
            for (int i = 0; i < points.length; i++) {
                double distance = squares(points[i], seeds[seed]);
                away[i] = seed == 0 ? distance : Math.min(away[i], distance);
            }
        }
        return seeds;
    }

    /// @return whether a point has gone to another group
    private boolean assign() {
        boolean changed = scatter == 0;
        scatter = 0;
        for (int i = 0; i < points.length; i++) {
            int nearest = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int k = 0; k < means.length; k++) {
                double distance = squares(points[i], means[k]);
                if (distance < least) {
                    least = distance;
                    nearest = k;
                }
            }
            changed |= groups[i] != nearest;
            groups[i] = nearest;
            scatter += weights[i] * least;
        }
        return changed && scatter > 0;
    }

    private void moveMeans() {
        double[] sums = new double[means.length];
        double[][] moved = new double[means.length][points[0].length];
        for (int i = 0; i < points.length; i++) {
            sums[groups[i]] += weights[i];
            for (int c = 0; c < points[i].length; c++) {
                moved[groups[i]][c] += weights[i] * points[i][c];
            }
        }
        for (int k = 0; k < means.length; k++) {
            if (sums[k] > 0) {
                for (int c = 0; c < moved[k].length; c++) {
                    means[k][c] = moved[k][c] / sums[k];
                }
            }
        }
    }

    private static double squares(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (one[i] - other[i]) * (one[i] - other[i]);
        }
        return sum;
    }
}
