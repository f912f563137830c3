// PolyBench's kernels as plain Java and under the agent, strict and fast, in turns.
// Arguments: parts of kernels' names; -Dform=flat, nested or tornado, -Drounds=5, -Dmillis=60, -Dleast=true, -Dagent.jar=FILE.
package dev.jacobi.bench;

import dev.jacobi.bench.peers.PeerResults;
import dev.jacobi.harness.Arrays;
import dev.jacobi.harness.Figures;
import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Json;
import dev.jacobi.polybench.PolyKernel;
import dev.jacobi.polybench.Tornado;
import dev.jacobi.polybench.TornadoKernels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
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
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Three JVMs live side by side: plain, with {@code policy=always}, and the same with {@code fp=fast}; they measure in turns, so that what the machine does
 * meanwhile meets all three. Times are medians of rounds. Results of the first call are compared, strict ones by their bits.
 * Ends with 1 when one is wrong, or a method was not compiled or gave up in a call.
 */
public final class PolyBench {
    private static final String ROW = "%-28s %11s %11s %11s %8s %8s  %s%n";
    private static final List<String> WAYS = List.of("plain", "strict", "fast");
    /** How far an array's elements may be from Java's on average, as a part of the largest, where bits may differ: a point of a fractal may leave a step later. */
    private static final double ROUNDING = 1e-3;

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

    /** What was measured of one kernel: nanoseconds of the three JVMs, whether strict code gave Java's bits, and how far results are from Java's, see {@link #apart}. */
    private record Row(PolyKernel.Form form, double[] nanos, boolean equal, double[] apart) {
        double ratio(int k) {
            return nanos[0] / nanos[k];
        }

        /** TornadoVM's kernels use Math.exp and its like, which strict code rounds in its own way. */
        boolean right() {
            return (equal || group(form).equals("tornado") && apart[1] <= ROUNDING) && apart[2] <= ROUNDING;
        }

        String results() {
            return (right() ? "" : "WRONG, ") + (equal ? "equal" : String.format(Locale.ROOT, "differ by %.0e", apart[1])) + String.format(Locale.ROOT, ", fast by %.0e", apart[2]);
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
        Path folder = Files.createTempDirectory("jacobi-poly");
        String include = forms.stream().map(f -> ",include=" + f.entry().replaceAll("\\.(\\w+)$", "::$1")).collect(Collectors.joining());
        String agent = "-javaagent:" + Fork.agentJar() + "=policy=always,report=";
        var rows = new ArrayList<Row>();
        System.out.printf(Locale.ROOT, ROW, "kernel", "Java us", "strict us", "fast us", "strict", "fast", "results");
        try (Child plain = new Child(List.of()); Child strict = new Child(List.of(agent + report(folder, 1) + include));
             Child fast = new Child(List.of(agent + report(folder, 2) + ",fp=fast" + include))) {
            for (PolyKernel.Form f : forms) {
                Row row = measure(f, List.of(plain, strict, fast), folder);
                rows.add(row);
                System.out.printf(Locale.ROOT, ROW, f, micros(row.nanos[0]), micros(row.nanos[1]), micros(row.nanos[2]),
                    two(row.ratio(1)), two(row.ratio(2)), row.results());
            }
        }
        summary(rows);
        boolean right = rows.stream().allMatch(Row::right) & compiled(rows, folder, 1) & compiled(rows, folder, 2);
        Files.delete(folder);
        System.exit(right ? 0 : 1);
    }

    private static Path report(Path folder, int way) {
        return folder.resolve(WAYS.get(way) + ".json");
    }

    private static void summary(List<Row> rows) {
        for (String group : List.of("nested", "flat", "tornado")) {
            List<Row> own = rows.stream().filter(r -> group(r.form).equals(group)).toList();
            if (!own.isEmpty()) {
                System.out.printf(Locale.ROOT, "%s: %d kernels, geometric mean strict %.2f, fast %.2f, least strict %.2f%n",
                    group, own.size(), mean(own, 1), mean(own, 2), own.stream().mapToDouble(r -> r.ratio(1)).min().orElse(0));
            }
        }
    }

    /** Whether all calls of a JVM with the agent ran compiled code; says which did not, and takes the report away. */
    private static boolean compiled(List<Row> rows, Path folder, int way) throws IOException {
        Map<String, Map<String, Object>> methods = new HashMap<>();
        Path report = report(folder, way);
        Json.methods(report).forEach(m -> methods.put(Json.name(m), m));
        Files.delete(report);
        boolean right = true;
        for (Row r : rows) {
            Map<String, Object> m = methods.getOrDefault(r.form.entry(), Map.of());
            boolean compiled = "compiled".equals(m.get("state")) && (double) m.get("fallbacks") == 0;
            if (!compiled) {
                System.out.println(r.form + ", " + WAYS.get(way) + ", is not compiled, or falls back: " + m);
            }
            right &= compiled;
        }
        return right;
    }

    private static String group(PolyKernel.Form f) {
        return f.kernel().nested() == Tornado.class ? "tornado" : f.isFlat() ? "flat" : "nested";
    }

    private static Row measure(PolyKernel.Form form, List<Child> children, Path folder) throws Exception {
        int rounds = Integer.getInteger("rounds", 5);
        int millis = Integer.getInteger("millis", 60);
        var results = new ArrayList<Object[]>();
        for (Child c : children) {
            results.add(first(c, form, folder));
        }
        double[] apart = results.stream().mapToDouble(r -> apart(r, results.get(0))).toArray();
        var times = new double[children.size()][rounds];
        for (int r = 0; r < rounds; r++) {
            for (int k = 0; k < children.size(); k++) {
                times[k][r] = Double.parseDouble(children.get(k).ask((r == 0 ? "warm " : "time ") + form + " " + millis));
            }
        }
        if (group(form).equals("tornado")) {
            var streams = new PolyKernel.Form(form.kernel(), true);
            if (!(apart(first(children.get(0), streams, folder), results.get(0)) <= ROUNDING)) {
                throw new IllegalStateException(streams + " computes something else than " + form + ".");
            }
            children.get(0).ask("warm " + streams + " " + millis);
            double nanos = Double.parseDouble(children.get(0).ask("time " + streams + " " + rounds * millis));
            System.out.printf(Locale.ROOT, "%28s %11s as parallel streams%n", "", micros(nanos));
        }
        double[] nanos = Stream.of(times).mapToDouble(t -> median(java.util.Arrays.copyOfRange(t, Math.min(1, rounds - 1), rounds))).toArray();
        return new Row(form, nanos, java.util.Arrays.deepEquals(results.get(0), results.get(1)), apart);
    }

    /** The arguments of a kernel after its first call. */
    private static Object[] first(Child child, PolyKernel.Form form, Path folder) throws Exception {
        Path file = folder.resolve("results");
        child.ask("first " + form + " " + file);
        try (var in = new ObjectInputStream(Files.newInputStream(file))) {
            return (Object[]) in.readObject();
        } finally {
            Files.delete(file);
        }
    }

    /** The most that an array differs. */
    private static double apart(Object[] found, Object[] expected) {
        double most = 0;
        for (int k = 0; k < found.length; k++) {
            most = Math.max(most, PeerResults.meanDifference(PeerResults.flat(found[k]), PeerResults.flat(expected[k])));
        }
        return most;
    }

    /** The least with {@code -Dleast=true}, which is nearer to the truth on a machine that does other things, too. */
    private static double median(double[] all) {
        return Boolean.getBoolean("least") ? DoubleStream.of(all).min().orElseThrow() : Figures.median(DoubleStream.of(all));
    }

    private static double mean(List<Row> rows, int k) {
        return Figures.geometricMean(rows.stream().mapToDouble(r -> r.ratio(k)));
    }

    private static String micros(double nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1000);
    }

    private static String two(double x) {
        return String.format(Locale.ROOT, "%.2f", x);
    }

    /** Answers each line with one: {@code first KERNEL FILE} when the first call's arguments are in the file, {@code time KERNEL MILLIS} with nanoseconds. */
    private static void child() throws Exception {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            PolyKernel.Form form = Stream.concat(PolyKernel.all().stream(), TornadoKernels.all().stream().map(k -> new PolyKernel.Form(k, true)))
                .filter(f -> f.toString().equals(words[1])).findFirst().orElseThrow();
            Object[] args = form.arguments(form.kernel().medium());
            if (words[0].equals("first")) {
                form.method().invoke(null, args);
                try (var out = new ObjectOutputStream(Files.newOutputStream(Path.of(words[2])))) {
                    out.writeObject(args);
                }
                System.out.println("done");
            } else {
                System.out.println(nanos(form, args, (words[0].equals("warm") ? 6 : 1) * Long.parseLong(words[2]) * 1_000_000));
            }
        }
    }

    /** The median of calls for so long; each begins with the same contents. */
    private static double nanos(PolyKernel.Form form, Object[] args, long limit) throws Exception {
        Method method = form.method();
        Object[] kept = Arrays.copy(args);
        var times = new ArrayList<Long>();
        for (long end = System.nanoTime() + limit; System.nanoTime() < end || times.size() < 3;) {
            Arrays.restore(kept, args);
            long start = System.nanoTime();
            method.invoke(null, args);
            times.add(System.nanoTime() - start);
        }
        return median(times.stream().mapToDouble(t -> t).toArray());
    }
}
