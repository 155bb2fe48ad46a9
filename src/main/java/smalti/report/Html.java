package smalti.report;

/// A page as it grows. Texts are escaped; what is markup is written here.
final class Html {
    private static final String STYLE =
            """
            :root{color-scheme:light dark;--ink:#202020;--paper:#fff;--muted:#5f6368;--rule:#dcdfe3;--card:#f6f7f9;--line:#1f4e8c}
            @media(prefers-color-scheme:dark){:root{--ink:#e4e6e9;--paper:#16181b;--muted:#9aa0a6;--rule:#383c42;--card:#202327;--line:#7fb0f0}}
            body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:1100px;margin:2em auto;padding:0 1em}
            h1{font-size:1.5em;line-height:1.25}h2{font-size:1.15em;margin-top:2em;border-bottom:1px solid var(--rule)}
            table{border-collapse:collapse;font-variant-numeric:tabular-nums}
            td,th{padding:.2em 1.2em .2em 0;text-align:left;vertical-align:top;font-weight:normal}
            th{color:var(--muted)}td.fact{overflow-wrap:anywhere}td.number,th.number{text-align:right;white-space:nowrap}
            td.bar{width:min(12em,10vw);padding-top:.7em}td.bar div{height:.6em;border-radius:.3em}
            img{max-width:100%}figure{margin:0}figcaption{font-size:.85em;color:var(--muted)}
            .curves{display:grid;gap:1em 2em;grid-template-columns:repeat(auto-fit,minmax(min(100%,460px),1fr))}
            svg{display:block;width:100%;max-width:560px;height:auto}svg text{fill:var(--muted);font-size:13px}svg line{stroke:var(--rule)}
            polyline{fill:none;stroke-width:1.8;stroke-linejoin:round}
            .scroll{overflow-x:auto}
            .heat td,.heat th{padding:.15em .5em}.heat td{height:1.6em;min-width:1.8em;text-align:center;border:1px solid var(--rule)}
            .heat tr:first-child th{writing-mode:sideways-lr;vertical-align:bottom;padding:.5em .15em}.heat th{text-align:right;white-space:nowrap}.heat tr:first-child th{text-align:left}
            .pair{display:flex;flex-wrap:wrap;gap:.5em 1em;margin:0 0 1.5em}.pair figcaption{overflow-wrap:anywhere}
            .stage{position:relative;display:inline-block;line-height:0}.stage img.over{position:absolute;left:0;top:0}
            .key{display:flex;flex-wrap:wrap;gap:.2em 1.2em;padding:0;list-style:none}
            .swatch{display:inline-block;width:.9em;height:.9em;margin-right:.5em;vertical-align:-.08em;border-radius:.2em}
            .wipe{position:sticky;top:0;z-index:1;margin:0 0 1em;padding:.5em 0;background:var(--paper)}
            .wipe label{display:flex;flex-wrap:wrap;gap:.2em 1em}.wipe input{flex:1 1 16em;min-width:0}
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
