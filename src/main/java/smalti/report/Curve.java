package smalti.report;

import java.util.List;
import java.util.stream.IntStream;

/// A curve over steps.
///
/// @param colour in CSS
/// @param points a step and a value each, in the order of steps, finite
record Curve(String colour, List<double[]> points) {
    /// Points of a line, which more would only hide.
    private static final int MOST_POINTS = 600;

    /// Means of neighbours, so that no more points are left than can be told apart.
    Curve thinned() {
        int each = Math.ceilDiv(Math.max(1, points.size()), MOST_POINTS);
        return new Curve(
                colour,
                IntStream.range(0, Math.ceilDiv(points.size(), each))
                        .mapToObj(i ->
                                mean(
                                        points.subList(
                                                i * each, Math.min(points.size(), (i + 1) * each))))
                        .toList());
    }

    private static double[] mean(List<double[]> part) {
        double value = part.stream().mapToDouble(each -> each[1]).average().orElseThrow();
        return new double[] {part.getLast()[0], value};
    }
}
