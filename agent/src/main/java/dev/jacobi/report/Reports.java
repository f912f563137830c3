package dev.jacobi.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Writes the report in the form that the option {@code report} names. */
public final class Reports {
    /** Characters of a method in the table. */
    private static final int COLUMN = 52;
    /** Methods that a sentence names. */
    private static final int MOST_NAMES = 3;
    /** Serial loops of a method that the table has. */
    private static final int MOST_LOOPS = 3;

    private Reports() {
    }

    /** {@code kind} is {@code summary} (a table on stderr), {@code off}, or a file name ending in .json or .html. */
    public static void write(String kind, Registry registry) throws IOException {
        List<MethodStats> methods = registry.methods();
        if (kind.endsWith(".json")) {
            OutputFile.write(Path.of(kind), json(methods));
        } else if (kind.endsWith(".html")) {
            OutputFile.write(Path.of(kind), HtmlReport.page(methods));
        } else if (kind.equals("summary") && !methods.isEmpty()) {
            System.err.print(summary(methods));
        }
    }

    /** The JSON report: an array with one object per method. What has not been measured is null. */
    public static String json(List<MethodStats> methods) {
        var sb = new StringBuilder("[");
        String separator = "\n";
        for (MethodStats m : methods) {
            sb.append(separator).append("  {");
            field(sb, "method", m.qualifiedName());
            field(sb, "descriptor", m.desc());
            field(sb, "state", m.state().name().toLowerCase(Locale.ROOT));
            if (m.reason() != null) {
                sb.append("\"reason\": {");
                field(sb, "code", m.reason().code().toString());
                field(sb, "where", m.reason().where());
                sb.append("\"sentence\": ").append(quote(m.reason().sentence())).append("}, ");
            } else {
                sb.append("\"reason\": null, ");
            }
            field(sb, "backend", m.backend());
            number(sb, "calls", m.calls);
            number(sb, "variants", m.variants());
            number(sb, "threads", m.threads());
            millis(sb, "compileMillis", m.compileMillis(), m.variants() > 0);
            millis(sb, "compileCpuMillis", m.compileCpuMillis(), m.variants() > 0);
            sb.append("\"whySerial\": [").append(String.join(", ", m.serialLoops().stream().map(Reports::quote).toList())).append("], ");
            passes(sb, m.passes());
            measured(sb, "firstCallNanos", m.firstCallNanos(), m.firstCallNanos() > 0);
            measured(sb, "jvmNanos", m.jvmNanos(), m.jvmNanos() > 0);
            measured(sb, "compiledNanos", m.compiledNanos(), m.compiledNanos() > 0);
            measured(sb, "copyNanos", m.copyNanos(), m.compiledNanos() > 0);
            number(sb, "onCopies", m.onCopies());
            measured(sb, "transferNanos", m.transferNanos(), m.deviceCalls() > 0);
            measured(sb, "kernelNanos", m.kernelNanos(), m.deviceCalls() > 0);
            number(sb, "uploads", m.uploads());
            number(sb, "uploadedBytes", m.uploadedBytes());
            number(sb, "downloads", m.downloads());
            number(sb, "downloadedBytes", m.downloadedBytes());
            sb.append("\"speedup\": ").append(m.speedup() == 0 ? "null" : String.format(Locale.ROOT, "%.3f", m.speedup())).append(", ");
            samples(sb, m.comparison());
            sb.append("\"breakEvenCalls\": ").append(m.breakEvenCalls() <= 0 ? "null" : Long.toString(m.breakEvenCalls())).append(", ");
            number(sb, "fallbacks", m.fallbacks());
            field(sb, "lastFallback", m.lastFallback());
            number(sb, "differences", m.differences());
            field(sb, "note", m.note());
            sb.append("\"withinUlp\": ").append(m.isRoundedOtherwise()).append(", ");
            sb.append("\"cacheHit\": ").append(m.cacheHit()).append('}');
            separator = ",\n";
        }
        return sb.append("\n]\n").toString();
    }

    /** What each pass took and did, one a line. */
    private static void passes(StringBuilder sb, List<PassTime> passes) {
        sb.append("\"passes\": [");
        String separator = "\n    ";
        for (PassTime p : passes) {
            sb.append(separator).append('{');
            field(sb, "pass", p.pass());
            sb.append("\"millis\": ").append(String.format(Locale.ROOT, "%.3f", p.nanos() / 1e6)).append(", ");
            number(sb, "before", p.before());
            sb.append("\"after\": ").append(p.after()).append('}');
            separator = ",\n    ";
        }
        sb.append("], ");
    }

    /** How many calls were compared, and the quartiles of their times. */
    private static void samples(StringBuilder sb, Comparison c) {
        sb.append("\"samples\": ");
        sb.append(c.known() ? "{\"jvm\": " + c.jvm().count() + ", \"compiled\": " + c.compiled().count() + "}" : "null");
        sb.append(", \"spread\": ");
        sb.append(c.known() ? "{\"jvm\": [" + c.jvm().low() + ", " + c.jvm().high() + "], \"compiled\": [" + c.compiled().low() + ", " + c.compiled().high() + "]}"
            : "null");
        sb.append(", ");
    }

    private static void field(StringBuilder sb, String key, String value) {
        sb.append('"').append(key).append("\": ").append(quote(value)).append(", ");
    }

    private static void measured(StringBuilder sb, String key, long value, boolean known) {
        sb.append('"').append(key).append("\": ").append(known ? Long.toString(value) : "null").append(", ");
    }

    private static void millis(StringBuilder sb, String key, double value, boolean known) {
        sb.append('"').append(key).append("\": ").append(known ? String.format(Locale.ROOT, "%.1f", value) : "null").append(", ");
    }

    private static void number(StringBuilder sb, String key, long value) {
        sb.append('"').append(key).append("\": ").append(value).append(", ");
    }

    static String quote(String s) {
        var sb = new StringBuilder("\"");
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '"' || c == '\\') {
                sb.append('\\').append(c);
            } else if (Printable.mustBeEscaped(s, i)) {
                Printable.escape(sb, c);
            } else {
                sb.append(c);
            }
        }
        return sb.append('"').toString();
    }

    /** The table for people. */
    public static String summary(List<MethodStats> methods) {
        var sb = new StringBuilder();
        sb.append(String.format(Locale.ROOT, "jacobi: %-52s %-8s %10s %10s %10s %8s %9s %9s%n", "method", "state", "calls", "jvm",
            "compiled", "speed-up", "compile", "fallbacks"));
        for (MethodStats m : methods) {
            sb.append(String.format(Locale.ROOT, "jacobi: %-52s %-8s %10d %10s %10s %8s %9s %9d%n", shorten(Printable.of(m.method())),
                m.state().name().toLowerCase(Locale.ROOT), m.calls, time(m.jvmNanos()), time(m.compiledNanos()),
                m.speedup() == 0 ? "-" : String.format(Locale.ROOT, "%.2fx", m.speedup()),
                m.compileMillis() == 0 ? "-" : String.format(Locale.ROOT, "%.0f ms", m.compileMillis()), m.fallbacks()));
            more(sb, m.reason() != null, () -> Printable.of(m.reason().sentence()));
            more(sb, m.comparison().known(), () -> m.comparison().sentence());
            more(sb, m.fallbacks() > 0, () -> "last fallback: " + Printable.of(m.lastFallback()));
            more(sb, !m.note().isEmpty(), () -> Printable.of(m.note()));
            List<String> serial = m.serialLoops();
            serial.stream().limit(MOST_LOOPS).forEach(s -> more(sb, true, () -> "why-serial: " + Printable.of(s)));
            more(sb, serial.size() > MOST_LOOPS, () -> "why-serial: " + (serial.size() - MOST_LOOPS) + " more in the reports as JSON and HTML");
            more(sb, m.deviceCalls() > 0, () -> "on the device " + m.backend() + ": " + time(m.transferNanos()) + " for copies and " + time(m.kernelNanos())
                + " for the rest of a call, on the average of " + m.deviceCalls());
            more(sb, m.differences() > 0, () -> "verify=shadow found " + m.differences() + " calls whose results differ");
        }
        return sb.append(rounded(methods)).toString();
    }

    private static void more(StringBuilder sb, boolean said, Supplier<String> what) {
        if (said) {
            sb.append("jacobi:     ").append(what.get()).append(System.lineSeparator());
        }
    }

    /** A sentence about methods that call Math.sin or its like, or nothing. */
    static String rounded(List<MethodStats> methods) {
        List<String> names = methods.stream().filter(MethodStats::isRoundedOtherwise).map(m -> Printable.of(m.qualifiedName())).distinct().toList();
        if (names.isEmpty()) {
            return "";
        }
        int shown = names.size() <= MOST_NAMES + 1 ? names.size() : MOST_NAMES;
        return "jacobi: Results of Math.sin and its like may differ from the JVM's by 1 ulp, as Java allows, in " + String.join(", ", names.subList(0, shown))
            + (shown < names.size() ? " and " + (names.size() - shown) + " other methods" : "") + "; with math=jvm they are equal." + System.lineSeparator();
    }

    private static String shorten(String method) {
        int p = method.indexOf('(');
        if (method.length() <= COLUMN || p < 0) {
            return method.length() <= COLUMN ? method : "..." + method.substring(method.length() - COLUMN + 3);
        }
        // The name says more than the parameters.
        String name = p <= COLUMN - 5 ? method.substring(0, p) : "..." + method.substring(p - COLUMN + 8, p);
        String parameters = method.substring(p);
        int room = COLUMN - name.length();
        return name + (parameters.length() <= room ? parameters : parameters.substring(0, room - 4) + "...)");
    }

    static String time(long nanos) {
        if (nanos == 0) {
            return "-";
        }
        return nanos < 1000 ? nanos + " ns" : nanos < 1_000_000 ? String.format(Locale.ROOT, "%.1f us", nanos / 1e3)
            : nanos < 1_000_000_000 ? String.format(Locale.ROOT, "%.2f ms", nanos / 1e6) : String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }
}
