package smalti.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import smalti.evaluation.ConfusionMatrix;
import smalti.evaluation.Examination;
import smalti.evaluation.Exhibit;
import smalti.file.Draft;
import smalti.picture.LabelColours;

/// What became of a training run: what was run, curves, scores, what was taken for what, and photos beside truth and answer,
/// over which the answer can be drawn with a slider.
public final class RunPage {
    /// The ground of a full share, in percent of the colour of lines.
    private static final int STRONGEST = 45;

    private final String title;
    private final SequencedMap<String, String> facts = new LinkedHashMap<>();
    private final SequencedMap<String, List<Curve>> curves = new LinkedHashMap<>();

    public RunPage(String title) {
        this.title = title;
    }

    /// Adds something that is to be known of the run.
    public RunPage fact(String name, Object value) {
        facts.put(name, String.valueOf(value));
        return this;
    }

    /// Adds a curve.
    ///
    /// @param values a step and a value each, in the order of steps, finite
    public RunPage curve(String name, List<double[]> values) {
        curves.put(name, List.of(new Curve("var(--line)", List.copyOf(values))));
        return this;
    }

    /// Adds a curve a class, in the colours of classes.
    ///
    /// @param values by the class's number
    public RunPage classCurves(String name, Map<Integer, List<double[]>> values) {
        List<Curve> lines = new ArrayList<>();
        values.forEach((index, points) -> lines.add(new Curve(colour(index), List.copyOf(points))));
        curves.put(name, lines);
        return this;
    }

    /// Writes the page. The file appears, or replaces an older one, when it is whole.
    public void write(Path file, Examination examination) throws IOException {
        Html html = new Html(title);
        html.heading("Scores").markup(scores(examination));
        if (!curves.isEmpty()) {
            html.heading("Curves over steps").markup(curves());
        }
        if (examination.confusion().isPresent()) {
            confusion(html, examination.classes(), examination.confusion().get());
        }
        if (!examination.exhibits().isEmpty()) {
            exhibits(html, examination);
        }
        html.heading("What was run").markup(table(facts));
        try (Draft draft = Draft.of(file)) {
            Files.writeString(draft.path(), html.page());
            draft.commit();
        }
    }

    private static String scores(Examination examination) {
        SequencedMap<String, String> rows = new LinkedHashMap<>();
        examination.scores().forEach((name, score) -> rows.put(name, percent(score)));
        return table(rows);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    private static String table(Map<String, String> rows) {
        StringBuilder text = new StringBuilder("<table>");
        rows.forEach((name, value) ->
                text.append("<tr><th>")
                        .append(Html.escaped(name))
                        .append("</th><td class=\"fact\">")
                        .append(Html.escaped(value))
                        .append("</td></tr>"));
        return text.append("</table>").toString();
    }

    private String curves() {
        StringBuilder text = new StringBuilder("<div class=\"curves\">");
        curves.forEach((name, lines) ->
                text.append("<figure><figcaption>")
                        .append(Html.escaped(name))
                        .append("</figcaption>")
                        .append(SvgCurves.of(name, lines))
                        .append("</figure>"));
        return text.append("</div>").toString();
    }

    private static void confusion(Html html, List<String> names, ConfusionMatrix confusion) {
        List<Integer> present = confusion.present();
        html.heading("Classes: intersection over union")
                .markup(classes(names, confusion, present))
                .heading("What was taken for what")
                .paragraph("A row is a true class, a column what it was taken for, in percent.")
                .markup(shares(names, confusion, present));
    }

    private static String shares(
            List<String> names, ConfusionMatrix confusion, List<Integer> present) {
        StringBuilder text =
                new StringBuilder("<div class=\"scroll\"><table class=\"heat\"><tr><th></th>");
        present.forEach(each -> text.append(header(names.get(each))));
        for (int truth : present) {
            text.append("</tr><tr>").append(header(names.get(truth)));
            for (int taken : present) {
                text.append(cell((double) confusion.count(truth, taken) / confusion.truths(truth)));
            }
        }
        return text.append("</tr></table></div>").toString();
    }

    private static String header(String name) {
        return "<th>" + Html.escaped(name) + "</th>";
    }

    /// A share on a ground that is the stronger the larger it is, and never too strong for the ink.
    private static String cell(double share) {
        long percent = Math.round(100 * share);
        return "<td style=\"background:color-mix(in srgb,var(--line) %d%%,transparent)\">%s</td>"
                .formatted(Math.round(STRONGEST * share), percent == 0 ? "" : percent);
    }

    private static String classes(
            List<String> names, ConfusionMatrix confusion, List<Integer> present) {
        StringBuilder text =
                new StringBuilder(
                        "<table><tr><th>class</th><th class=\"number\">score</th><th></th><th class=\"number\">pixels</th></tr>");
        for (int each : present) {
            double score = confusion.intersectionOverUnion(each).orElse(0);
            text.append(
                    String.format(
                            Locale.ROOT,
                            "<tr><td>%s</td><td class=\"number\">%s</td><td class=\"bar\"><div style=\"width:%.1f%%;background:%s\"></div></td><td class=\"number\">%,d</td></tr>",
                            swatched(names, each),
                            percent(score),
                            100 * score,
                            colour(each),
                            confusion.truths(each)));
        }
        return text.append("</table>").toString();
    }

    private static String swatched(List<String> names, int index) {
        return "<span class=\"swatch\" style=\"background:%s\"></span>%s"
                .formatted(colour(index), Html.escaped(names.get(index)));
    }

    private static String colour(int index) {
        return "#%06x".formatted(LabelColours.of(index));
    }

    private static void exhibits(Html html, Examination examination) throws IOException {
        html.heading("Pictures");
        if (!examination.classes().isEmpty()) {
            StringBuilder key = new StringBuilder("<ul class=\"key\">");
            for (int i = 0; i < examination.classes().size(); i++) {
                key.append("<li>").append(swatched(examination.classes(), i)).append("</li>");
            }
            html.markup(key.append("</ul>").toString());
        }
        html.markup(
                "<div class=\"wipe\"><label>photo <input id=\"wipe\" type=\"range\" min=\"0\" max=\"100\" value=\"50\"> answer</label></div>");
        for (Exhibit each : examination.exhibits()) {
            html.markup(
                    "<div class=\"pair\"><figure><span class=\"stage\"><img alt=\"photo\" src=\"%s\"><img class=\"over\" alt=\"answer\" src=\"%s\"></span><figcaption>%s: photo and answer</figcaption></figure><figure><img alt=\"truth\" src=\"%s\"><figcaption>truth</figcaption></figure></div>"
                            .formatted(
                                    Picture.photo(each.photo()),
                                    Picture.fields(each.answer()),
                                    Html.escaped(each.name()),
                                    Picture.fields(each.truth())));
        }
        html.markup(
                """
                <script>
                const wipe = document.getElementById('wipe');
                const draw = () => document.querySelectorAll('.over').forEach(
                  image => { image.style.clipPath = `inset(0 ${100 - wipe.value}% 0 0)`; });
                wipe.addEventListener('input', draw);
                draw();
                </script>\
                """);
    }
}
