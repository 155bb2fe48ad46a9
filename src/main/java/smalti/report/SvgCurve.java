package smalti.report;

import java.util.List;
import java.util.Locale;

/// A curve over steps, drawn with lines that stay sharp in any size.
final class SvgCurve {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 300;
    private static final int LEFT = 70;
    private static final int TOP = 14;
    private static final int BOTTOM = 26;
    private static final int TICKS = 5;

    /// Points of a line, which more would only hide.
    private static final int MOST_POINTS = 600;

    private SvgCurve() {}

    /// @param values a step and a value each, in the order of steps, finite
    static String of(String name, List<double[]> values) {
        List<double[]> points = thinned(values);
        double first = points.isEmpty() ? 0 : points.getFirst()[0];
        double last = points.isEmpty() ? 1 : points.getLast()[0];
        double least = points.stream().mapToDouble(each -> each[1]).min().orElse(0);
        double most = points.stream().mapToDouble(each -> each[1]).max().orElse(1);
        double span = most > least ? most - least : 1;
        StringBuilder svg =
                new StringBuilder(
                        "<svg role=\"img\" aria-label=\"%s\" viewBox=\"0 0 %d %d\" width=\"%d\">"
                                .formatted(
                                        Html.escaped(name),
                                        LEFT + WIDTH + 10,
                                        TOP + HEIGHT + BOTTOM,
                                        LEFT + WIDTH + 10));
        for (int tick = 0; tick <= TICKS; tick++) {
            double y = TOP + HEIGHT - (double) HEIGHT * tick / TICKS;
            double x = LEFT + (double) WIDTH * tick / TICKS;
            svg.append(line(LEFT, y, LEFT + WIDTH, y));
            svg.append(text(LEFT - 8, y + 4, "end", "%.4g".formatted(least + span * tick / TICKS)));
            svg.append(
                    text(
                            x,
                            TOP + HEIGHT + 18,
                            "middle",
                            "%.0f".formatted(first + (last - first) * tick / TICKS)));
        }
        svg.append("<polyline fill=\"none\" stroke=\"#1f4e8c\" stroke-width=\"1.5\" points=\"");
        for (double[] each : points) {
            double x = LEFT + WIDTH * (last > first ? (each[0] - first) / (last - first) : 0.5);
            double y = TOP + HEIGHT * (1 - (each[1] - least) / span);
            svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
        }
        return svg.append("\"/></svg>").toString();
    }

    /// Means of neighbours, so that no more points are left than can be told apart.
    private static List<double[]> thinned(List<double[]> values) {
        int each = Math.ceilDiv(Math.max(1, values.size()), MOST_POINTS);
        return java.util.stream.IntStream.range(0, Math.ceilDiv(values.size(), each))
                .mapToObj(i -> values.subList(i * each, Math.min(values.size(), (i + 1) * each)))
                .map(part ->
                        new double[] {
                            part.getLast()[0],
                            part.stream().mapToDouble(point -> point[1]).average().orElseThrow()
                        })
                .toList();
    }

    private static String line(double x1, double y1, double x2, double y2) {
        return String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#e4e4e4\"/>",
                x1,
                y1,
                x2,
                y2);
    }

    private static String text(double x, double y, String anchor, String words) {
        return String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"12\" fill=\"#555\">%s</text>",
                x,
                y,
                anchor,
                Html.escaped(words));
    }
}
