package smalti.report;

/// A page as it grows. Texts are escaped; what is markup is written here.
final class Html {
    private static final String STYLE =
            """
            body{font:15px/1.5 system-ui,sans-serif;color:#202020;background:#fff;max-width:1100px;margin:2em auto;padding:0 1em}
            h1{font-size:1.5em}h2{font-size:1.15em;margin-top:2em;border-bottom:1px solid #ddd}
            table{border-collapse:collapse;font-variant-numeric:tabular-nums}td,th{padding:.2em .9em .2em 0;text-align:left;vertical-align:top}
            td.number,th.number{text-align:right}img{max-width:100%}.muted{color:#767676}
            figure{display:inline-block;margin:0 1em 1.5em 0;vertical-align:top}figcaption{font-size:.85em;color:#555}
            .stage{position:relative;display:inline-block;line-height:0}.stage img.over{position:absolute;left:0;top:0}
            .key span{display:inline-block;width:1em;height:1em;margin:0 .4em 0 1em;vertical-align:-.1em;border:1px solid #0003}
            input[type=range]{width:100%}svg{max-width:100%;height:auto}
            """;

    private final StringBuilder text = new StringBuilder();

    Html(String title) {
        text.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width\">")
                .append(
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")
                .append(" img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">")
                .append("<title>")
                .append(escaped(title))
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body>\n<h1>")
                .append(escaped(title))
                .append("</h1>\n");
    }

    /// Text between markup.
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    Html heading(String words) {
        text.append("<h2>").append(escaped(words)).append("</h2>\n");
        return this;
    }

    Html paragraph(String words) {
        text.append("<p>").append(escaped(words)).append("</p>\n");
        return this;
    }

    /// What is markup already.
    Html markup(String ready) {
        text.append(ready).append('\n');
        return this;
    }

    String page() {
        return text + "</body></html>\n";
    }
}
