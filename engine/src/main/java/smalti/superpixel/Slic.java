package smalti.superpixel;

import smalti.error.ParameterException;

/// Simple linear iterative clustering: superpixels as clusters in colour and position, their borders refined and their
/// number steered exactly.
///
/// Clusters start on a grid of as many cells as segments are wanted. In each iteration every pixel of every third row
/// goes to the nearest cluster within reach, and clusters move to the mean of their pixels. The borders are then refined
/// in a pass in which a pixel may only take the label of one of its eight neighbours, and each neighbour that has a label
/// counts for it. Of the 4-connected parts that result, the small ones join the neighbour with the longest common border;
/// then neighbours that differ least join, or the largest are divided, until the number is met.
///
/// The distance is `|dL| + 3/4 (|da| + |db|) + 3/4 compactness (ds/S)²` with colours in CIELAB and S the width of a
/// segment. Pictures of other than three channels use the sum of absolute differences, full range as 100.
///
/// After Achanta et al., *SLIC Superpixels Compared to State-of-the-art Superpixel Methods*, 2012, and for the borders
/// Yao et al., *Real-Time Coarse-to-fine Topologically Preserving Segmentation*, 2015.
///
/// Deviations from the paper: absolute instead of Euclidean distances of colours, in 16-bit integers; a third of the
/// rows an iteration; no perturbation of the seeds; fixed smoothing; the refinement and the exact number.
///
/// The labels depend on nothing but picture and parameters: not on the machine, the number of threads or a seed.
///
/// @param target the number of segments, or their size. The number is met exactly unless a region of interest has more
///     separate parts, or fewer pixels
/// @param compactness how much position counts against colour, 0 to 1000; 10 suits most pictures
/// @param adaptive whether compactness follows each cluster's own contrast (SLICO); `compactness` then holds for the
///     first iteration only
/// @param sigma the standard deviation of the smoothing beforehand in pixels, 0 to 16
/// @param iterations of clustering at most, 1 to 100
/// @param tolerance clustering ends early once centres move by less than this many pixels on average; 0 for never
/// @param smallest the share of the mean segment's area below which a part joins a neighbour, 0 to 1
/// @param startLabel the label of the first segment, 0 or 1
public record Slic(
        Target target,
        double compactness,
        boolean adaptive,
        double sigma,
        int iterations,
        double tolerance,
        double smallest,
        int startLabel)
        implements Superpixels {
    private static final double COMPACTNESS = 10;
    private static final double SIGMA = 0.7;
    private static final int ITERATIONS = 5;
    private static final double SMALLEST = 0.05;

    public Slic {
        check("the compactness", compactness, 0, 1000);
        check("sigma", sigma, 0, 16);
        check("the number of iterations", iterations, 1, 100);
        check("the tolerance", tolerance, 0, 1000);
        check("the smallest share of a segment", smallest, 0, 1);
        if (startLabel != 0 && startLabel != 1) {
            throw new ParameterException("the start label", "0 or 1", startLabel);
        }
    }

    /// So many segments, with the parameters that suit most pictures.
    public static Slic segments(int segments) {
        return of(new Target.Count(segments));
    }

    /// Segments about this many pixels wide and high.
    public static Slic size(double pixels) {
        return of(new Target.Size(pixels));
    }

    private static Slic of(Target target) {
        return new Slic(target, COMPACTNESS, false, SIGMA, ITERATIONS, 0, SMALLEST, 0);
    }

    private static void check(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new ParameterException(
                    name, "from %s to %s".formatted(plain(least), plain(most)), plain(value));
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /// The same with another weight of position.
    public Slic withCompactness(double weight) {
        return new Slic(
                target, weight, adaptive, sigma, iterations, tolerance, smallest, startLabel);
    }

    /// The same with compactness that follows each cluster's contrast, or not.
    public Slic withAdaptive(boolean follows) {
        return new Slic(
                target, compactness, follows, sigma, iterations, tolerance, smallest, startLabel);
    }

    /// The same with other smoothing.
    public Slic withSigma(double pixels) {
        return new Slic(
                target, compactness, adaptive, pixels, iterations, tolerance, smallest, startLabel);
    }

    /// The same with another limit of iterations.
    public Slic withIterations(int most) {
        return new Slic(
                target, compactness, adaptive, sigma, most, tolerance, smallest, startLabel);
    }

    /// The same with another end of the iterations.
    public Slic withTolerance(double pixels) {
        return new Slic(
                target, compactness, adaptive, sigma, iterations, pixels, smallest, startLabel);
    }

    /// The same with another smallest part, as a share of the mean segment's area.
    public Slic withSmallest(double share) {
        return new Slic(
                target, compactness, adaptive, sigma, iterations, tolerance, share, startLabel);
    }

    @Override
    public Slic withStartLabel(int label) {
        return new Slic(
                target, compactness, adaptive, sigma, iterations, tolerance, smallest, label);
    }
}
