package smalti.bench.report;

import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import smalti.bench.session.CaseResult;
import smalti.bench.session.Figure;
import smalti.bench.session.SessionResult;
import smalti.bench.workload.ModelWorkload;
import smalti.bench.workload.SuperpixelWorkload;
import smalti.bench.workload.Unit;
import smalti.bench.workload.Workload;

/// Bars of ours, the ceiling and the fastest form of each peer, a cluster a case.
final class Plot {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 460;
    private static final String OURS = "smalti";
    private static final String CEILING = "ceiling";

    private Plot() {}

    /// Draws the cases of one number of threads and of one unit.
    static void draw(SessionResult session, int threads, Unit unit, Path file) throws IOException {
        List<CaseResult> cases =
                session.cases().stream()
                        .filter(result ->
                                result.threads() == threads && result.workload().unit() == unit)
                        .filter(result -> result.ours().isPresent())
                        .toList();
        if (cases.isEmpty()) {
            return;
        }
        CategoryChart chart =
                new CategoryChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(
                                session.group().word()
                                        + ", "
                                        + threads
                                        + (threads == 1 ? " thread" : " threads"))
                        .yAxisTitle(speed(unit))
                        .build();
        style(chart);
        List<String> names = cases.stream().map(result -> result.workload().name()).toList();
        for (String series : series(cases)) {
            List<Number> values = new ArrayList<>();
            for (CaseResult result : cases) {
                values.add(
                        figure(result, series).map(figure -> speed(figure, result)).orElse(null));
            }
            chart.addSeries(series, names, values);
        }
        BitmapEncoder.saveBitmap(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG);
    }

    /// More is better, whatever the tables tell: bars of slow libraries are short ones.
    private static double speed(Figure figure, CaseResult result) {
        return switch (result.workload()) {
            case ModelWorkload model -> model.input().batch() / figure.seconds();
            case SuperpixelWorkload superpixels -> superpixels.bytes() / 3e6 / figure.seconds();
            case Workload other -> other.unit().figure(figure.seconds(), other);
        };
    }

    private static String speed(Unit unit) {
        return switch (unit) {
            case MILLISECONDS -> "megapixels a second";
            case MILLISECONDS_A_BATCH -> "pictures a second";
            case GIGABYTES_PER_SECOND, GIGAFLOPS, MILLISECONDS_PER_MEGAPIXEL -> unit.symbol();
        };
    }

    private static Set<String> series(List<CaseResult> cases) {
        Set<String> names = new LinkedHashSet<>(List.of(OURS));
        if (cases.stream().anyMatch(result -> result.ceiling().isPresent())) {
            names.add(CEILING);
        }
        cases.forEach(result -> result.fastestForms().forEach(figure -> names.add(figure.peer())));
        return names;
    }

    private static Optional<Figure> figure(CaseResult result, String series) {
        return switch (series) {
            case OURS -> result.ours();
            case CEILING -> result.ceiling();
            default ->
                    result.fastestForms().stream()
                            .filter(figure -> figure.peer().equals(series))
                            .findFirst();
        };
    }

    private static void style(CategoryChart chart) {
        var styler = chart.getStyler();
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setLegendPosition(LegendPosition.InsideNE);
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        styler.setXAxisLabelRotation(20);
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    }
}
