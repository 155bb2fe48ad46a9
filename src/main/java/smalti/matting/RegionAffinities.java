package smalti.matting;

import smalti.op.Size;
import smalti.segment.Adjacency;
import smalti.segment.RegionTable;
import smalti.segment.SegmentMap;

/// What superpixels have to do with each other: alike colours near each other, and what neighbours mean.
///
/// Two superpixels whose centroids are no farther apart than a fifth of the picture get
/// `(erf(50 (0.05 - |cs - ct|)) + 1) / 2` for their mean colours, from 0 to 1: what a hair parts still belongs together. Two
/// neighbours get `erf(20 (0.2 - |fs - ft|))` for their mean features, from -1 to 1: below 0 they are driven apart, however alike
/// their colours are. Both count a hundredth of a matting affinity.
///
/// Aksoy, Oh, Paris, Pollefeys, Matusik, "Semantic Soft Segmentation", 2018, section 3.3.
final class RegionAffinities {
    private static final double REACH = 0.2;
    private static final double COLOUR_STEEPNESS = 50;
    private static final double COLOUR_CENTRE = 0.05;
    private static final double COLOUR_WEIGHT = 0.01;
    private static final double FEATURE_STEEPNESS = 20;
    private static final double FEATURE_CENTRE = 0.2;
    private static final double FEATURE_WEIGHT = 0.01;

    private RegionAffinities() {}

    /// The cost of a value a superpixel as a matrix: degrees less weights, `[K,K]` in raster order, symmetric. It may have negative
    /// eigenvalues.
    ///
    /// @param colours the mean colour of each superpixel, from 0 to 1
    /// @param features the mean features of each
    static double[] laplacian(SegmentMap map, double[][] colours, double[][] features) {
        int count = map.segments();
        double[] matrix = new double[Math.multiplyExact(count, count)];
        addColours(matrix, map, colours);
        addFeatures(matrix, map, features);
        return matrix;
    }

    private static void addColours(double[] matrix, SegmentMap map, double[][] colours) {
        RegionTable table = RegionTable.of(map);
        var size = new Size(map.height(), map.width());
        for (int first = 0; first < map.segments(); first++) {
            for (int second = 0; second < first; second++) {
                double x = table.centroidX()[first] - table.centroidX()[second];
                double y = table.centroidY()[first] - table.centroidY()[second];
                if (Math.hypot(x / size.width(), y / size.height()) <= REACH) {
                    double away = distance(colours[first], colours[second]);
                    double alike = erf(COLOUR_STEEPNESS * (COLOUR_CENTRE - away));
                    join(matrix, map.segments(), first, second, COLOUR_WEIGHT * (alike + 1) / 2);
                }
            }
        }
    }

    private static void addFeatures(double[] matrix, SegmentMap map, double[][] features) {
        Adjacency graph = Adjacency.of(map);
        for (int first = 0; first < map.segments(); first++) {
            for (int at = graph.starts()[first]; at < graph.starts()[first + 1]; at++) {
                int second = graph.neighbours()[at];
                if (second < first) {
                    double away = distance(features[first], features[second]);
                    double alike = erf(FEATURE_STEEPNESS * (FEATURE_CENTRE - away));
                    join(matrix, map.segments(), first, second, FEATURE_WEIGHT * alike);
                }
            }
        }
    }

    private static void join(double[] matrix, int count, int first, int second, double weight) {
        matrix[first * count + second] -= weight;
        matrix[second * count + first] -= weight;
        matrix[first * count + first] += weight;
        matrix[second * count + second] += weight;
    }

    private static double distance(double[] one, double[] other) {
        double squares = 0;
        for (int i = 0; i < one.length; i++) {
            squares += (one[i] - other[i]) * (one[i] - other[i]);
        }
        return Math.sqrt(squares);
    }

    /// The error function, wrong by less than 1.5e-7: Abramowitz and Stegun, "Handbook of Mathematical Functions", 7.1.26.
    static double erf(double x) {
        double t = 1 / (1 + 0.3275911 * Math.abs(x));
        double polynomial =
                t
                        * (0.254829592
                                + t
                                        * (-0.284496736
                                                + t
                                                        * (1.421413741
                                                                + t
                                                                        * (-1.453152027
                                                                                + t
                                                                                        * 1.061405429))));
        return Math.copySign(1 - polynomial * Math.exp(-x * x), x);
    }
}
