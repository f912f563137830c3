// PolyBench's kernels as plain Java and under the agent, strict and fast, in turns.
// Arguments: parts of kernels' names; -Dform=flat, nested or tornado, -Drounds=5, -Dmillis=60, -Dleast=true, -Dagent.jar=FILE.
package dev.jacobi.bench;

import dev.jacobi.harness.Arrays;
import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Json;
import dev.jacobi.polybench.PolyKernel;
import dev.jacobi.polybench.Tornado;
import dev.jacobi.polybench.TornadoKernels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Three JVMs live side by side: plain, with {@code policy=always}, and the same with {@code fp=fast}; they measure in turns, so that what the machine does
 * meanwhile meets all three. Times are medians of rounds. Results of the first call are compared by their bits (strict). Ends with 1 when bits differ or a method was not compiled.
 */
public final class PolyBench {
    private static final String ROW = "%-28s %11s %11s %11s %8s %8s  %s%n";

    private PolyBench() {
    }

    /** One JVM that measures what it is told. */
    private static final class Child implements AutoCloseable {
        private final Process process;
        private final PrintStream to;
        private final BufferedReader from;

        Child(List<String> options) throws IOException {
            List<String> command = Fork.command(Boolean.getBoolean("least") ? more(options) : options, Fork.home(PolyBench.class), List.of(PolyBench.class.getName(), "child"));
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            to = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
            from = process.inputReader(StandardCharsets.UTF_8);
        }

        private static List<String> more(List<String> options) {
            return Stream.concat(Stream.of("-Dleast=true"), options.stream()).toList();
        }

        String ask(String line) throws IOException {
            to.println(line);
            String answer = from.readLine();
            if (answer == null) {
                throw new IOException("The JVM that measures has ended at: " + line);
            }
            return answer;
        }

        @Override
        public void close() {
            to.close();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                process.destroyForcibly();
            }
        }
    }

    /** What was measured of one kernel: nanoseconds of the three JVMs. */
    private record Row(PolyKernel.Form form, double[] nanos, boolean equal) {
        double ratio(int k) {
            return nanos[0] / nanos[k];
        }
    }

    public static void main(String[] args) throws Exception {
        if (args.length == 1 && args[0].equals("child")) {
            child();
            return;
        }
        String form = System.getProperty("form", "");
        List<PolyKernel.Form> forms = PolyKernel.all().stream().filter(f -> form.isEmpty() || form.equals(group(f)))
            .filter(f -> args.length == 0 || Stream.of(args).anyMatch(a -> f.toString().contains(a))).toList();
        Path report = Files.createTempFile("jacobi-poly", ".json");
        String include = forms.stream().map(f -> ",include=" + f.entry().replaceAll("\\.(\\w+)$", "::$1")).collect(Collectors.joining());
        String agent = "-javaagent:" + Fork.agentJar() + "=policy=always,report=";
        var rows = new ArrayList<Row>();
        System.out.printf(Locale.ROOT, ROW, "kernel", "Java us", "strict us", "fast us", "strict", "fast", "bits");
        try (Child plain = new Child(List.of()); Child strict = new Child(List.of(agent + report + include)); Child fast = new Child(List.of(agent + "off,fp=fast" + include))) {
            for (PolyKernel.Form f : forms) {
                Row row = measure(f, List.of(plain, strict, fast));
                rows.add(row);
                System.out.printf(Locale.ROOT, ROW, f, micros(row.nanos[0]), micros(row.nanos[1]), micros(row.nanos[2]),
                    two(row.ratio(1)), two(row.ratio(2)), row.equal ? "equal" : "WRONG");
            }
        }
        System.exit(summary(rows, report) ? 0 : 1);
    }

    private static boolean summary(List<Row> rows, Path report) throws IOException {
        for (String group : List.of("nested", "flat", "tornado")) {
            List<Row> own = rows.stream().filter(r -> group(r.form).equals(group)).toList();
            if (!own.isEmpty()) {
                System.out.printf(Locale.ROOT, "%s: %d kernels, geometric mean strict %.2f, fast %.2f, least strict %.2f%n",
                    group, own.size(), mean(own, 1), mean(own, 2), own.stream().mapToDouble(r -> r.ratio(1)).min().orElse(0));
            }
        }
        Map<String, Map<String, Object>> methods = new HashMap<>();
        Json.methods(report).forEach(m -> methods.put(Json.name(m), m));
        Files.delete(report);
        boolean right = true;
        for (Row r : rows) {
            Map<String, Object> m = methods.getOrDefault(r.form.entry(), Map.of());
            boolean compiled = "compiled".equals(m.get("state")) && (double) m.get("fallbacks") == 0;
            if (!compiled) {
                System.out.println(r.form + " is not compiled, or falls back: " + m);
            }
            right &= compiled && (r.equal || group(r.form).equals("tornado")); // those use Math.exp and its like
        }
        return right;
    }

    private static String group(PolyKernel.Form f) {
        return f.kernel().nested() == Tornado.class ? "tornado" : f.isFlat() ? "flat" : "nested";
    }

    private static Row measure(PolyKernel.Form form, List<Child> children) throws IOException {
        int rounds = Integer.getInteger("rounds", 5);
        int millis = Integer.getInteger("millis", 60);
        var digests = new ArrayList<String>();
        for (Child c : children) {
            digests.add(c.ask("first " + form));
        }
        var times = new double[children.size()][rounds];
        for (int r = 0; r < rounds; r++) {
            for (int k = 0; k < children.size(); k++) {
                times[k][r] = Double.parseDouble(children.get(k).ask((r == 0 ? "warm " : "time ") + form + " " + millis));
            }
        }
        if (group(form).equals("tornado")) {
            String streams = new PolyKernel.Form(form.kernel(), true).toString();
            children.get(0).ask("warm " + streams + " " + millis);
            double nanos = Double.parseDouble(children.get(0).ask("time " + streams + " " + rounds * millis));
            System.out.printf(Locale.ROOT, "%28s %11s as parallel streams%n", "", micros(nanos));
        }
        double[] nanos = Stream.of(times).mapToDouble(t -> median(java.util.Arrays.copyOfRange(t, Math.min(1, rounds - 1), rounds))).toArray();
        return new Row(form, nanos, digests.get(0).equals(digests.get(1)));
    }

    /** The least with {@code -Dleast=true}, which is nearer to the truth on a machine that does other things, too. */
    private static double median(double[] all) {
        java.util.Arrays.sort(all);
        return all[Boolean.getBoolean("least") ? 0 : all.length / 2];
    }

    private static double mean(List<Row> rows, int k) {
        return Math.exp(rows.stream().mapToDouble(r -> Math.log(r.ratio(k))).average().orElse(0));
    }

    private static String micros(double nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1000);
    }

    private static String two(double x) {
        return String.format(Locale.ROOT, "%.2f", x);
    }

    /** Answers each line with one: {@code first KERNEL} with a digest of the first call's arguments, {@code time KERNEL MILLIS} with nanoseconds. */
    private static void child() throws Exception {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            PolyKernel.Form form = Stream.concat(PolyKernel.all().stream(), TornadoKernels.all().stream().map(k -> new PolyKernel.Form(k, true)))
                .filter(f -> f.toString().equals(words[1])).findFirst().orElseThrow();
            Object[] args = form.arguments(form.kernel().medium());
            if (words[0].equals("first")) {
                form.method().invoke(null, args);
                System.out.println(Arrays.digest(Stream.of(args).filter(a -> a.getClass().isArray()).toList()));
            } else {
                System.out.println(nanos(form, args, (words[0].equals("warm") ? 6 : 1) * Long.parseLong(words[2]) * 1_000_000));
            }
        }
    }

    /** The median of calls for so long; each begins with the same contents. */
    private static double nanos(PolyKernel.Form form, Object[] args, long limit) throws Exception {
        Method method = form.method();
        Object[] kept = Stream.of(args).map(a -> a.getClass().isArray() ? Arrays.copy(a) : a).toArray();
        var times = new ArrayList<Long>();
        for (long end = System.nanoTime() + limit; System.nanoTime() < end || times.size() < 3;) {
            for (int k = 0; k < args.length; k++) {
                if (args[k].getClass().isArray()) {
                    Arrays.restore(kept[k], args[k]);
                }
            }
            long start = System.nanoTime();
            method.invoke(null, args);
            times.add(System.nanoTime() - start);
        }
        return median(times.stream().mapToDouble(t -> t).toArray());
    }
}
