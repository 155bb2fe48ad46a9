package smalti.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import smalti.evaluation.ConfusionMatrix;
import smalti.evaluation.Examination;
import smalti.evaluation.Exhibit;
import smalti.file.Draft;
import smalti.picture.ConfusionPicture;
import smalti.picture.LabelColours;

/// What became of a training run: what was run, curves, scores, what was taken for what, and photos beside truth and answer,
/// over which the answer can be drawn with a slider.
public final class RunPage {
    private final String title;
    private final SequencedMap<String, String> facts = new LinkedHashMap<>();
    private final SequencedMap<String, List<double[]>> curves = new LinkedHashMap<>();

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
        curves.put(name, List.copyOf(values));
        return this;
    }

    /// Writes the page. The file appears, or replaces an older one, when it is whole.
    public void write(Path file, Examination examination) throws IOException {
        Html html = new Html(title);
        html.heading("Scores").markup(scores(examination));
        curves.forEach((name, values) -> html.heading(name).markup(SvgCurve.of(name, values)));
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
        examination.scores().forEach((name, score) -> rows.put(name, shown(score)));
        return table(rows);
    }

    private static String shown(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    private static String table(Map<String, String> rows) {
        StringBuilder text = new StringBuilder("<table>");
        rows.forEach((name, value) ->
                text.append("<tr><th>")
                        .append(Html.escaped(name))
                        .append("</th><td>")
                        .append(Html.escaped(value))
                        .append("</td></tr>"));
        return text.append("</table>").toString();
    }

    private static void confusion(Html html, List<String> names, ConfusionMatrix confusion)
            throws IOException {
        List<Integer> present =
                IntStream.range(0, confusion.classes())
                        .filter(each -> confusion.truths(each) > 0)
                        .boxed()
                        .toList();
        SequencedMap<String, String> rows = new LinkedHashMap<>();
        for (int each : present) {
            rows.put(
                    names.get(each),
                    "%s of %d pixels"
                            .formatted(
                                    shown(confusion.intersectionOverUnion(each).orElse(0)),
                                    confusion.truths(each)));
        }
        html.heading("Classes: intersection over union").markup(table(rows));
        double[][] shares = new double[present.size()][present.size()];
        for (int row = 0; row < shares.length; row++) {
            for (int column = 0; column < shares.length; column++) {
                shares[row][column] =
                        (double) confusion.count(present.get(row), present.get(column))
                                / confusion.truths(present.get(row));
            }
        }
        String picture =
                Picture.fields(
                        ConfusionPicture.draw(present.stream().map(names::get).toList(), shares));
        html.heading("What was taken for what")
                .paragraph("A row is a true class, a column what it was taken for, in percent.")
                .markup("<img alt=\"confusion\" src=\"" + picture + "\">");
    }

    private static void exhibits(Html html, Examination examination) throws IOException {
        html.heading("Pictures");
        if (!examination.classes().isEmpty()) {
            StringBuilder key = new StringBuilder("<p class=\"key\">");
            for (int i = 0; i < examination.classes().size(); i++) {
                key.append("<span style=\"background:#%06x\"></span>".formatted(LabelColours.of(i)))
                        .append(Html.escaped(examination.classes().get(i)));
            }
            html.markup(key.append("</p>").toString());
        }
        html.markup(
                "<p><label>answer over photo <input id=\"wipe\" type=\"range\" min=\"0\" max=\"100\" value=\"50\"></label></p>");
        for (Exhibit each : examination.exhibits()) {
            String photo = Picture.photo(each.photo());
            html.markup(
                    "<div><figure><span class=\"stage\"><img alt=\"photo\" src=\"%s\"><img class=\"over\" alt=\"answer\" src=\"%s\"></span><figcaption>%s: photo and answer</figcaption></figure><figure><img alt=\"truth\" src=\"%s\"><figcaption>truth</figcaption></figure></div>"
                            .formatted(
                                    photo,
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
