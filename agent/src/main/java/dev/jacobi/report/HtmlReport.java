package dev.jacobi.report;

import java.util.List;
import java.util.Locale;

/** The report as one self-contained page: a row per method with bars for the time on the JVM and compiled. */
final class HtmlReport {
    private static final String STYLE = "body{font:14px/1.5 system-ui,sans-serif;margin:2em auto;max-width:75em;color:#222}"
        + "table{border-collapse:collapse;width:100%}th,td{padding:.4em .7em;text-align:left;border-bottom:1px solid #ddd;vertical-align:top}"
        + "td.n{text-align:right;white-space:nowrap}code{font-size:13px}.compiled{color:#0a6b2d}.jvm{color:#8a4b00}.pending{color:#666}"
        + ".bar{height:.6em;border-radius:2px;min-width:2px}.bar.j{background:#c9a36b}.bar.c{background:#3f9c5f}small{color:#555}";

    private HtmlReport() {
    }

    static String page(List<MethodStats> methods) {
        long compiled = methods.stream().filter(m -> m.state() == MethodStats.State.COMPILED).count();
        var sb = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Jacobi report</title><style>")
            .append(STYLE).append("</style></head><body>\n<h1>Jacobi report</h1>\n<p>").append(methods.size()).append(" methods were asked for, ")
            .append(compiled).append(" run compiled.</p>\n<table><thead><tr><th>Method</th><th>State</th><th>Calls</th><th>Time per call</th>")
            .append("<th>Speed-up</th><th>Compile</th><th>Break-even</th><th>Fallbacks</th></tr></thead><tbody>\n");
        for (MethodStats m : methods) {
            row(sb, m);
        }
        String rounded = Reports.rounded(methods);
        sb.append("</tbody></table>\n");
        if (!rounded.isEmpty()) {
            sb.append("<p>").append(escape(rounded.substring("jacobi: ".length()).strip())).append("</p>\n");
        }
        return sb.append("<p><small>Times are medians per call, copies included; calls of a method that is left to the JVM ")
            .append("are not counted any more. Break-even is the number of calls that win back the time to compile.</small></p></body></html>\n").toString();
    }

    private static void row(StringBuilder sb, MethodStats m) {
        String state = m.state().name().toLowerCase(Locale.ROOT);
        sb.append("<tr><td><code>").append(escape(m.method())).append("</code>");
        more(sb, m.reason() == null ? "" : escape(m.reason().sentence()));
        more(sb, escape(m.note()));
        more(sb, m.lastFallback().isEmpty() ? "" : "last fallback: " + escape(m.lastFallback()));
        m.serialLoops().forEach(s -> more(sb, "why-serial: " + escape(s)));
        more(sb, m.differences() == 0 ? "" : "<b>" + m.differences() + " calls differed under verify=shadow</b>");
        sb.append("</td><td class=\"").append(state).append("\">").append(state).append("</td><td class=\"n\">").append(m.calls).append("</td><td>");
        bars(sb, m);
        sb.append("</td>");
        cell(sb, m.speedup() == 0 ? "" : String.format(Locale.ROOT, "%.2f×", m.speedup()));
        cell(sb, m.compileMillis() == 0 ? "" : String.format(Locale.ROOT, "%.0f ms", m.compileMillis()) + passes(m));
        cell(sb, m.breakEvenCalls() == 0 ? "" : m.breakEvenCalls() < 0 ? "never" : m.breakEvenCalls() + " calls");
        cell(sb, Long.toString(m.fallbacks()));
        sb.append("</tr>\n");
    }

    private static void more(StringBuilder sb, String text) {
        if (!text.isEmpty()) {
            sb.append("<br><small>").append(text).append("</small>");
        }
    }

    /** A line per pass, to be opened. */
    private static String passes(MethodStats m) {
        if (m.passes().isEmpty()) {
            return "";
        }
        var sb = new StringBuilder("<details><summary>passes</summary>");
        m.passes().forEach(p -> sb.append("<small>").append(escape(p.line())).append("</small><br>"));
        return sb.append("</details>").toString();
    }

    private static void cell(StringBuilder sb, String text) {
        sb.append("<td class=\"n\">").append(text).append("</td>");
    }

    private static void bars(StringBuilder sb, MethodStats m) {
        long most = Math.max(m.jvmNanos(), m.compiledNanos());
        if (most == 0) {
            return;
        }
        bar(sb, "j", "JVM", m.jvmNanos(), most);
        bar(sb, "c", "compiled", m.compiledNanos(), most);
        if (m.comparison().known()) {
            sb.append("<small>").append(escape(m.comparison().sentence())).append("</small>");
        }
        if (m.copyNanos() > 0) {
            sb.append("<small>of which copies ").append(Reports.time(m.copyNanos())).append("</small>");
        }
    }

    private static void bar(StringBuilder sb, String kind, String name, long nanos, long most) {
        if (nanos > 0) {
            sb.append("<small>").append(name).append(' ').append(Reports.time(nanos)).append("</small><div class=\"bar ").append(kind)
                .append("\" style=\"width:").append(Math.max(1, 100 * nanos / most)).append("%\"></div>");
        }
    }

    private static String escape(String s) {
        return Printable.of(s).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
