// Runs every program as plain Java and under the agent, compares the results and prints a table.
package dev.jacobi.demo;

import dev.jacobi.harness.Figures;
import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Json;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * {@code java [-Ddemo=full] [-Ddemo.plot=FILE.svg] dev.jacobi.demo.Demo [program name part]...}: exits with 1 when a result is wrong, never because of a time.
 */
public final class Demo {
    private static final long LIMIT_SECONDS = 60;
    /** How often a program that the agent has not decided about is run once more, and longer. */
    private static final int LONGER = 3;
    /** Two JVMs differ by some per cent in where they lay memory and code: programs that gain less than this are run several times. */
    private static final double CLOSE = 1.2;
    /** About as fast either way: run more often still. */
    private static final double SAME = 1.05;
    private static final Form FORM = Form.asked();
    private static final String ROW = "%-19s %-21s %9s %9s %8s %7s %-9s %14s  %s%n";

    /** What became of one program; {@code note} says why it was left to the JVM. */
    private record Row(Program program, double java, double jacobi, Map<String, Object> report, String check, boolean right) {
        double speedUp() {
            return java / jacobi;
        }
    }

    private record Pair(Properties java, Properties jacobi, Map<String, Object> report, String check) {
        double speedUp() {
            return millis(java) / millis(jacobi);
        }
    }

    private Demo() {
    }

    public static void main(String[] args) throws IOException {
        Path agent = Fork.agentJar();
        if (!Files.exists(agent)) {
            System.err.println("There is no agent at " + agent + ": build it with mvn -Pdemo, or name it with -Dagent.jar=FILE.");
            System.exit(2);
        }
        List<Program> programs = Programs.all().stream()
                .filter(p -> args.length == 0 || Stream.of(args).anyMatch(a -> p.name().contains(a))).toList();
        System.out.println(machine());
        System.out.println(form(programs.size()));
        System.out.printf(Locale.ROOT, ROW, "program", "size", "Java ms", "Jacobi ms", "speed-up", "threads", "state", "compile CPU ms", "check");
        List<Row> rows = new ArrayList<>();
        for (Program program : programs) {
            Row row = run(program, agent);
            rows.add(row);
            print(row);
        }
        summary(rows);
        plot(rows);
        System.exit(rows.stream().allMatch(Row::right) ? 0 : 1);
    }

    private static String machine() throws IOException {
        Path cpuinfo = Path.of("/proc/cpuinfo");
        String cpu = System.getProperty("os.arch");
        if (Files.exists(cpuinfo)) {
            cpu = Files.readAllLines(cpuinfo).stream().filter(l -> l.startsWith("model name")).findFirst()
                    .map(l -> l.substring(l.indexOf(':') + 2)).orElse(cpu);
        }
        return String.format("Machine: %s, %d cores; %s %s; Java %s (%s).", cpu, Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"), System.getProperty("os.version"), Runtime.version(), System.getProperty("java.vm.name"));
    }

    /** What is measured, and how long that takes. */
    private static String form(int programs) {
        String times = "Times are medians per run after warm-up, each in a JVM of its own, whose first compilation the method is: what that takes of the processor is the compile time, LLVM's part included";
        return FORM == Form.FULL
            ? times + " (below " + CLOSE + ": medians of " + FORM.forks() + " JVMs each, below " + SAME + ": of " + FORM.forksWhenSame() + "); the agent runs with policy=adaptive. "
                + "This is the full form: " + programs + " programs take some " + (3 * programs + 3) / 4 + " minutes."
            : times + "; the agent runs with policy=adaptive and is told the method's name. This is the short form, some five seconds for each of " + programs + " programs; -Ddemo=full has steadier figures.";
    }

    private static Row run(Program program, Path agent) throws IOException {
        Path folder = Files.createTempDirectory("jacobi-demo");
        try {
            List<Pair> pairs = new ArrayList<>(List.of(pair(program, agent, folder.resolve("1"))));
            while ((pairs.size() < FORM.forks() && pairs.get(0).speedUp() < CLOSE) || (pairs.size() < FORM.forksWhenSame() && speedUp(pairs) < SAME)) {
                pairs.add(pair(program, agent, folder.resolve(Integer.toString(pairs.size() + 1))));
            }
            // the report shown is that of the run whose time is shown
            List<Pair> byTime = pairs.stream().sorted(Comparator.comparingDouble(p -> millis(p.jacobi()))).toList();
            Pair middle = byTime.get(byTime.size() / 2);
            double java = median(pairs, Pair::java);
            String check = pairs.stream().map(Pair::check).filter(c -> c.startsWith("WRONG")).findFirst().orElse(middle.check());
            return new Row(program, java, millis(middle.jacobi()), middle.report(), check, !check.startsWith("WRONG"));
        } catch (IOException e) {
            return new Row(program, Double.NaN, Double.NaN, Map.of("state", "failed"), "WRONG: " + e.getMessage(), false);
        } finally {
            delete(folder);
        }
    }

    private static double speedUp(List<Pair> pairs) {
        return median(pairs, Pair::java) / median(pairs, Pair::jacobi);
    }

    /** In milliseconds. */
    private static double median(List<Pair> pairs, Function<Pair, Properties> side) {
        return Figures.median(pairs.stream().mapToDouble(p -> millis(side.apply(p))));
    }

    /** One JVM without the agent, then one with it. */
    private static Pair pair(Program program, Path agent, Path folder) throws IOException {
        Path plain = Files.createDirectories(folder.resolve("plain"));
        Path fast = Files.createDirectories(folder.resolve("jacobi"));
        Path report = folder.resolve("report.json");
        String option = "-javaagent:" + agent + "=policy=adaptive,include=" + FORM.include(program) + ",report=" + report;
        Properties java = fork(program, List.of(), plain, FORM);
        Properties jacobi = fork(program, List.of(option), fast, FORM);
        Map<String, Object> entry = entry(program, report);
        for (int tries = 0; tries < LONGER && FORM == Form.SHORT && "pending".equals(entry.get("state")); tries++) {
            // on a busy machine the agent may not have decided yet, and the very first time native libraries are unpacked
            jacobi = fork(program, List.of(option), fast, Form.FULL);
            entry = entry(program, report);
        }
        return new Pair(java, jacobi, entry, difference(program, java, jacobi, plain, fast));
    }

    private static Properties fork(Program program, List<String> options, Path folder, Form form) throws IOException {
        Fork.Result result = Fork.java(options, Fork.home(Demo.class), LIMIT_SECONDS,
                List.of(ProgramMain.class.getName(), program.name(), folder.toString(), form.name(), Boolean.toString(!options.isEmpty())));
        if (result.exit() != 0) {
            throw new IOException(program.name() + (options.isEmpty() ? " as plain Java" : " under the agent")
                    + (result.exit() < 0 ? " took longer than " + LIMIT_SECONDS + " s" : " ended with exit code " + result.exit())
                    + "\n" + result.out() + result.err());
        }
        Properties found = new Properties();
        try (InputStream in = Files.newInputStream(folder.resolve("result.properties"))) {
            found.load(in);
        }
        return found;
    }

    /** "equal", or "within B: D" for a program with a bound, or a text that starts with WRONG. */
    private static String difference(Program program, Properties java, Properties jacobi, Path plain, Path fast) throws IOException {
        if (program.bound() == 0) {
            String want = java.getProperty("firstDigest");
            for (String digest : List.of(java.getProperty("digest"), jacobi.getProperty("firstDigest"), jacobi.getProperty("digest"))) {
                if (!digest.equals(want)) {
                    return "WRONG: digest " + digest + " instead of " + want;
                }
            }
            return "bits equal";
        }
        double largest = Math.max(largestDifference(plain.resolve("first.bin"), fast.resolve("first.bin")),
                largestDifference(plain.resolve("last.bin"), fast.resolve("last.bin")));
        String text = String.format(Locale.ROOT, "differs by %.1e, bound %.0e", largest, program.bound());
        return largest <= program.bound() ? text : "WRONG: " + text;
    }

    /** NaN when the files do not have the same length or only one has a NaN at some place. */
    private static double largestDifference(Path a, Path b) throws IOException {
        if (Files.size(a) != Files.size(b)) {
            return Double.NaN;
        }
        double largest = 0;
        try (DataInputStream x = open(a); DataInputStream y = open(b)) {
            for (long left = Files.size(a) / 8; left > 0; left--) {
                double v = x.readDouble();
                double w = y.readDouble();
                if (Double.compare(v, w) != 0) {
                    largest = Math.max(largest, Math.abs(v - w));
                }
            }
        }
        return largest;
    }

    private static DataInputStream open(Path file) throws IOException {
        return new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    }

    private static double millis(Properties p) {
        return Double.parseDouble(p.getProperty("millis"));
    }

    /** The report's object for the kernel's entry method: kernels do not overload their entries. */
    private static Map<String, Object> entry(Program program, Path report) throws IOException {
        if (!Files.exists(report)) {
            return Map.of("state", "no report");
        }
        return Json.methods(report).stream()
                .filter(m -> program.entry().equals(Json.name(m)))
                .findFirst().orElse(Map.of("state", "unknown"));
    }

    private static void print(Row row) {
        Map<String, Object> report = row.report();
        System.out.printf(Locale.ROOT, ROW, row.program().name(), row.program().size(), number("%.2f", row.java()),
                number("%.2f", row.jacobi()), number("%.2f", row.speedUp()), number("%.0f", report.get("threads")), report.get("state"),
                number("%.0f", report.get("compileCpuMillis")), row.check());
        if ("jvm".equals(report.get("state"))) {
            System.out.println("    " + Json.sentence(report));
        }
    }

    private static String number(String format, Object value) {
        return value instanceof Double d && !d.isNaN() ? String.format(Locale.ROOT, format, d) : "-";
    }

    private static void summary(List<Row> rows) {
        double mean = Figures.geometricMean(rows.stream().mapToDouble(Row::speedUp));
        double least = rows.stream().mapToDouble(Row::speedUp).min().orElse(0);
        long compiled = rows.stream().filter(r -> "compiled".equals(r.report().get("state"))).count();
        long wrong = rows.stream().filter(r -> !r.right()).count();
        System.out.printf(Locale.ROOT, "%d programs, %d compiled, geometric mean of speed-ups %.2f, least %.2f, wrong results: %d%n",
                rows.size(), compiled, mean, least, wrong);
    }

    /** Draws the speed-ups, where the property {@code demo.plot} names a file for that. */
    private static void plot(List<Row> rows) throws IOException {
        String file = System.getProperty("demo.plot");
        if (file != null) {
            List<SpeedUpPlot.Bar> bars = rows.stream().filter(r -> r.speedUp() > 0).map(r -> new SpeedUpPlot.Bar(r.program().name(), r.speedUp())).toList();
            System.out.println("The speed-ups as a picture: " + SpeedUpPlot.write(Path.of(file), bars));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
