// What a long method's first call costs a JVM that has just started.
package dev.jacobi.bench;

import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Javac;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * {@code main KINDS SIZES [RUNS]} (lists with commas; "all", 375,750,1500,3000 and 1 when left out) starts a JVM for each kind of {@link LongMethods}, each number of statements, and value and gradient;
 * it calls the method, or {@code Jacobi.grad} of it, once and ends. Printed are the processor seconds of the whole process, the JVM's start and compilers included: the median of the
 * runs, value, gradient, and (with {@code -Dsplit=true}) the milliseconds of its threads. With {@code -Dcode=FOLDER} the classes that were run stay there.
 */
public final class ColdCompile {
    private static final int TICKS = 100;
    private static final long MOST_SECONDS = 300;
    private static final String MAIN = """
        import java.nio.file.Files;
        import java.nio.file.Path;
        import java.util.Arrays;

        public class Cold {
            public static void main(String[] a) throws Exception {
                Object r = CALL;
                System.out.println("result " + (r instanceof double[] d ? Arrays.hashCode(d) : r instanceof double[][] d ? Arrays.deepHashCode(d) : r));
                try (var tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
                    for (var t : tasks) {
                        System.out.println("task " + Files.readString(t.resolve("stat")).trim());
                    }
                }
                System.out.println("all " + Files.readString(Path.of("/proc/self/stat")).trim());
            }
        }
        """;

    private ColdCompile() {
    }

    /** Seconds of a run, by thread and together. */
    private record Cost(double seconds, Map<String, Double> threads) {
    }

    public static void main(String[] args) throws IOException {
        List<LongMethods> kinds = args.length == 0 || args[0].equals("all") ? List.of(LongMethods.values())
            : Arrays.stream(args[0].split(",")).map(k -> LongMethods.valueOf(k.toUpperCase(Locale.ROOT))).toList();
        int[] sizes = args.length < 2 ? new int[] {375, 750, 1500, 3000} : Arrays.stream(args[1].split(",")).mapToInt(Integer::parseInt).toArray();
        int runs = args.length < 3 ? 1 : Integer.parseInt(args[2]);
        for (LongMethods kind : kinds) {
            for (int n : sizes) {
                Cost value = median(kind, n, false, runs);
                Cost gradient = kind.isDifferentiable() && value != null ? median(kind, n, true, runs) : null;
                if (value == null) {
                    System.out.println(kind + " " + n + ": more than a method can hold");
                } else {
                    System.out.printf(Locale.ROOT, "%-20s %5d  value %5.2f s%s%n", kind, n, value.seconds, gradient == null ? ""
                        : String.format(Locale.ROOT, "  gradient %5.2f s  %.1f times", gradient.seconds, gradient.seconds / value.seconds));
                    if (Boolean.getBoolean("split")) {
                        System.out.println("    value    " + value.threads + (gradient == null ? "" : "\n    gradient " + gradient.threads));
                    }
                }
            }
        }
    }

    /** Null when the class file cannot hold the method. */
    private static Cost median(LongMethods kind, int n, boolean gradient, int runs) throws IOException {
        Path folder = Files.createTempDirectory("jacobi-cold");
        try {
            Map<String, byte[]> classes;
            try {
                classes = new Javac().compile(Map.of("LongMethod", kind.source(n), "Cold", main(kind, gradient))).classes();
            } catch (Javac.CompileError e) {
                if (e.getMessage().contains("too large")) {
                    return null;
                }
                throw e;
            }
            for (var c : classes.entrySet()) {
                Files.write(folder.resolve(c.getKey() + ".class"), c.getValue());
            }
            if (System.getProperty("code") != null) {
                Path kept = Files.createDirectories(Path.of(System.getProperty("code"), kind + "-" + n + (gradient ? "-gradient" : "")));
                for (var c : classes.entrySet()) {
                    Files.write(kept.resolve(c.getKey() + ".class"), c.getValue());
                }
            }
            var costs = new ArrayList<Cost>();
            for (int k = 0; k < runs; k++) {
                costs.add(run(folder));
            }
            costs.sort(Comparator.comparing(Cost::seconds));
            return costs.get(runs / 2);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path p : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(p);
                }
            }
        }
    }

    private static String main(LongMethods kind, boolean gradient) {
        String arguments = kind.arguments();
        return MAIN.replace("CALL", gradient ? "dev.jacobi.Jacobi.grad(LongMethod::f).apply(" + arguments + ")" : "LongMethod.f(" + arguments + ")");
    }

    private static Cost run(Path folder) throws IOException {
        String jar = Fork.agentJar().toString();
        Path report = folder.resolve("report.json");
        Fork.Result r = Fork.java(List.of("-javaagent:" + jar + "=include=LongMethod,policy=always,report=" + report), folder + ":" + jar, MOST_SECONDS, List.of("Cold"));
        List<String> lines = r.out().lines().toList();
        if (r.exit() != 0 || lines.stream().noneMatch(l -> l.startsWith("all "))) {
            throw new IOException("exit " + r.exit() + "\n" + r.out() + r.err());
        }
        var threads = new TreeMap<String, Double>();
        double all = 0;
        for (String l : lines) {
            if (l.startsWith("task ")) {
                threads.merge(l.substring(l.indexOf('(') + 1, l.lastIndexOf(')')).replaceAll("[ #]*\\d+$", ""), seconds(l), Double::sum);
            } else if (l.startsWith("all ")) {
                all = seconds(l);
            }
        }
        threads.values().removeIf(s -> s < 0.02);
        return new Cost(all, threads);
    }

    /** User and system time of a line of {@code stat}: the 14th and 15th field. */
    private static double seconds(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Double.parseDouble(fields[11]) + Double.parseDouble(fields[12])) / TICKS;
    }
}
