package dev.jacobi.bench.peers;

import com.google.gson.GsonBuilder;
import dev.jacobi.bench.peers.PeerForm.Kind;
import dev.jacobi.harness.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Times as tables: text, Markdown and JSON.
 *
 * @param peaks what the machine does at most
 * @param jax the version of JAX, or empty
 */
record PeerReport(MachinePeaks peaks, String jax) {
    private static final List<Kind> OURS = Stream.of(Kind.values()).filter(Kind::compiled).toList();
    private static final List<Kind> FAST = OURS.stream().filter(Kind::fast).toList();

    String head() {
        var out = new StringBuilder();
        out.append(machine()).append("\nTimes are medians in microseconds, all forms of a row by turns.\n");
        out.append(format("%-20s", "row"));
        for (Kind k : Kind.values()) {
            out.append(format(" %15s", k.title()));
        }
        return out.append("   JAX/loops JAX/arrays  notes\n").toString();
    }

    private String machine() {
        return format("Copies %.1f GB/s, multiply-adds %.0f GFLOP/s at most, by %d processors; Java %s; %s.", peaks.copied(), peaks.multiplied(), Runtime.getRuntime().availableProcessors(),
            Runtime.version(), jax.isEmpty() ? "no Python with JAX was named" : "JAX " + jax);
    }

    String line(PeerTimes t) {
        var out = new StringBuilder(format("%-20s", t.row().name()));
        for (Kind k : Kind.values()) {
            out.append(format(" %15s", micros(t, k)));
        }
        out.append(format(" %11s %10s  %s%n", ratio(t.againstJax(Kind.LOOPS_FAST)), ratio(t.againstJax(Kind.ARRAYS_FAST)), notes(t)));
        return out.toString();
    }

    private static String notes(PeerTimes t) {
        List<String> notes = new ArrayList<>();
        t.errors().forEach((k, message) -> notes.add(k.title() + ": " + message));
        if (!t.right() && t.errors().isEmpty()) {
            t.differences().forEach((k, d) -> notes.add(format("%s differs by %.1e", k.title(), d)));
            notes.add(0, "WRONG");
        }
        return String.join("; ", notes);
    }

    String summary(List<PeerTimes> all) {
        var out = new StringBuilder();
        for (Kind k : OURS) {
            mean(all, t -> t.againstJava(k)).ifPresent(m -> out.append(format("Plain Java's time / %s: geometric mean %.2f%n", k.title(), m)));
            mean(all, t -> t.againstJax(k)).ifPresent(m -> out.append(format("JAX's time / %s: geometric mean %.2f%n", k.title(), m)));
        }
        for (Kind k : FAST) {
            List<String> slow = all.stream().filter(t -> t.againstJax(k) < 0.9).map(t -> format("%s %.2f", t.row().name(), t.againstJax(k))).toList();
            if (!slow.isEmpty()) {
                out.append(k.title()).append(", below 0.9 of JAX: ").append(String.join(", ", slow)).append("\n");
            }
        }
        return out.toString();
    }

    private static Optional<Double> mean(List<PeerTimes> all, ToDoubleFunction<PeerTimes> ratio) {
        double[] ratios = all.stream().mapToDouble(ratio).filter(r -> r > 0).toArray();
        return ratios.length == 0 ? Optional.empty() : Optional.of(Figures.geometricMean(Arrays.stream(ratios)));
    }

    String markdown(List<PeerTimes> all) {
        var out = new StringBuilder("# Work that compilers of arrays are compared by\n\n").append(machine()).append("\n\nTimes are medians in microseconds; all forms of a row were timed by turns.\n\n| row |");
        for (Kind k : Kind.values()) {
            out.append(" ").append(k.title()).append(" |");
        }
        out.append(" JAX / loops | JAX / NDArray | GB/s | of copy | GFLOP/s | of peak | notes |\n|---|").append("---:|".repeat(Kind.values().length + 6)).append("---|\n");
        for (PeerTimes t : all) {
            out.append("| ").append(t.row().name()).append(" |");
            for (Kind k : Kind.values()) {
                out.append(" ").append(micros(t, k)).append(" |");
            }
            double best = FAST.stream().mapToDouble(k -> t.nanos().getOrDefault(k, Double.MAX_VALUE)).min().orElse(Double.MAX_VALUE);
            double bytes = t.row().bytes() / best;
            double operations = t.row().operations() / best;
            out.append(format(" %s | %s | %s | %s | %s | %s | %s |%n", ratio(t.againstJax(Kind.LOOPS_FAST)), ratio(t.againstJax(Kind.ARRAYS_FAST)), figure(bytes), share(bytes / peaks.copied()),
                figure(operations), share(operations / peaks.multiplied()), notes(t)));
        }
        return out.append("\nGB/s and GFLOP/s are those of the faster of our fast forms.\n\n").append(summary(all).replace("\n", "\n\n")).toString();
    }

    String json(List<PeerTimes> all) {
        var report = new LinkedHashMap<String, Object>();
        report.put("copiedGigabytes", peaks.copied());
        report.put("multipliedGigaflops", peaks.multiplied());
        report.put("java", Runtime.version().toString());
        report.put("jax", jax);
        report.put("rows", all.stream().map(t -> {
            var row = new LinkedHashMap<String, Object>(Map.of("row", t.row().name(), "bytes", t.row().bytes(), "operations", t.row().operations()));
            row.put("nanos", t.nanos());
            row.put("spread", t.spread());
            row.put("firstNanos", t.firsts());
            row.put("differences", t.differences());
            row.put("errors", t.errors());
            return row;
        }).toList());
        return new GsonBuilder().serializeSpecialFloatingPointValues().setPrettyPrinting().create().toJson(report);
    }

    private static String micros(PeerTimes t, Kind k) {
        Double n = t.nanos().get(k);
        return n == null ? "-" : format(n < 1e5 ? "%.2f" : "%.0f", n / 1e3);
    }

    private static String ratio(double r) {
        return Double.isNaN(r) ? "-" : format("%.2f", r);
    }

    private static String figure(double x) {
        return x == 0 ? "-" : format("%.1f", x);
    }

    private static String share(double x) {
        return x == 0 ? "-" : format("%.0f %%", 100 * x);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
