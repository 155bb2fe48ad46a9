package smalti.report;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Curves over steps on one pair of axes, drawn with lines that stay sharp in any size.
final class SvgCurves {
    private static final int WIDTH = 440;
    private static final int HEIGHT = 200;
    private static final int LEFT = 66;
    private static final int TOP = 12;
    private static final int RIGHT = 24;
    private static final int BOTTOM = 28;
    private static final int TICKS = 4;

    private final List<Curve> curves;
    private final DoubleSummaryStatistics steps;
    private final DoubleSummaryStatistics values;

    private SvgCurves(List<Curve> curves) {
        this.curves = curves.stream().map(Curve::thinned).toList();
        this.steps = range(point -> point[0]);
        this.values = range(point -> point[1]);
    }

    private DoubleSummaryStatistics range(ToDoubleFunction<double[]> axis) {
        return curves.stream()
                .flatMap(each -> each.points().stream())
                .mapToDouble(axis)
                .summaryStatistics();
    }

    /// @param name what they show, for people who cannot see them
    static String of(String name, List<Curve> curves) {
        return new SvgCurves(curves).draw(name);
    }

    private String draw(String name) {
        StringBuilder svg =
                new StringBuilder(
                        "<svg role=\"img\" aria-label=\"%s\" viewBox=\"0 0 %d %d\">"
                                .formatted(
                                        Html.escaped(name),
                                        LEFT + WIDTH + RIGHT,
                                        TOP + HEIGHT + BOTTOM));
        if (steps.getCount() > 0) {
            for (int tick = 0; tick <= TICKS; tick++) {
                tick(svg, (double) tick / TICKS);
            }
            curves.forEach(each -> line(svg, each));
        }
        return svg.append("</svg>").toString();
    }

    /// The line and the numbers at a share of both axes.
    private void tick(StringBuilder svg, double share) {
        double y = TOP + HEIGHT * (1 - share);
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>",
                        LEFT,
                        y,
                        LEFT + WIDTH,
                        y));
        svg.append(text(LEFT - 8, y + 4, "end", number(at(values, share))));
        svg.append(
                text(
                        LEFT + WIDTH * share,
                        TOP + HEIGHT + 20,
                        "middle",
                        String.format(Locale.ROOT, "%.0f", at(steps, share))));
    }

    private static double at(DoubleSummaryStatistics range, double share) {
        return range.getMin() + (range.getMax() - range.getMin()) * share;
    }

    /// Three digits, and no more noughts than needed.
    private static String number(double value) {
        double size = Math.abs(value);
        return size == 0
                ? "0"
                : size < 1e-3 || size >= 1e5
                        ? String.format(Locale.ROOT, "%.1e", value)
                        : String.format(
                                Locale.ROOT,
                                size < 1 ? "%.4f" : size < 100 ? "%.2f" : "%.0f",
                                value);
    }

    private void line(StringBuilder svg, Curve curve) {
        svg.append("<polyline style=\"stroke:%s\" points=\"".formatted(curve.colour()));
        for (double[] each : curve.points()) {
            double x = LEFT + WIDTH * share(steps, each[0]);
            double y = TOP + HEIGHT * (1 - share(values, each[1]));
            svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
        }
        svg.append("\"/>");
    }

    private static double share(DoubleSummaryStatistics range, double value) {
        double span = range.getMax() - range.getMin();
        return span > 0 ? (value - range.getMin()) / span : 0.5;
    }

    private static String text(double x, double y, String anchor, String words) {
        return String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
                x,
                y,
                anchor,
                Html.escaped(words));
    }
}
