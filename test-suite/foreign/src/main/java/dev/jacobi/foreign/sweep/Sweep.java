// The static methods of libraries that know nothing of Jacobi, called with random arguments, plain and under the agent.
package dev.jacobi.foreign.sweep;

import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code java -Dsweep.only=commons-math3,bcprov -Dsweep.seed=1 -Dsweep.calls=8 dev.jacobi.foreign.sweep.Sweep}: of each jar of the class path whose name begins so (without the property, of all libraries), every static method
 * of numbers and arrays runs twice as plain Java and once under {@code policy=always}. A call counts where both plain runs did the same; results, exceptions and what is left in the arrays must then be the same under the agent,
 * too. Exits with 1 when something differs.
 */
public final class Sweep {
    private static final long LIMIT_SECONDS = 1800;
    private static final int STARTS = 40;
    private static final int SHOWN = 20;
    private static final Set<String> NOT_SWEPT = Set.of("jacobi", "junit", "opentest4j", "apiguardian", "gson", "asm", "byte-buddy", "javacpp", "llvm", "cuda", "jmh");
    private final Path folder;
    private final String seed = System.getProperty("sweep.seed", "1");
    private final String calls = System.getProperty("sweep.calls", "8");
    private boolean wrong;

    private Sweep(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] args) throws IOException {
        String only = System.getProperty("sweep.only", "");
        var s = new Sweep(Files.createTempDirectory("jacobi-sweep"));
        System.out.println("Seed " + s.seed + ", " + s.calls + " calls a method; results are in " + s.folder);
        System.out.printf(Locale.ROOT, "%-28s %8s %8s %8s %10s %8s%n", "library", "methods", "compiled", "calls", "exceptions", "differ");
        for (String jar : System.getProperty("java.class.path").split(File.pathSeparator)) {
            String name = Path.of(jar).getFileName().toString();
            boolean asked = only.isEmpty() ? NOT_SWEPT.stream().noneMatch(name::startsWith) : List.of(only.split(",")).stream().anyMatch(name::startsWith);
            if (asked && name.endsWith(".jar")) {
                s.row(jar, name.substring(0, name.length() - ".jar".length()));
            }
        }
        System.exit(s.wrong ? 1 : 0);
    }

    private void row(String jar, String name) throws IOException {
        Path slow = folder.resolve(name + ".slow");
        Map<String, String> plain = run(jar, List.of(), folder.resolve(name + ".plain"), slow);
        Map<String, String> again = run(jar, List.of(), folder.resolve(name + ".again"), slow);
        Path report = folder.resolve(name + ".json");
        String agent = "-javaagent:" + Fork.agentJar() + "=policy=always,math=jvm,include=*,exclude=dev.jacobi.*,report=" + report;
        Map<String, String> compiled = run(jar, List.of("-Dsweep.limit=120000", agent), folder.resolve(name + ".agent"), slow);
        plain.entrySet().removeIf(e -> !e.getValue().equals(again.get(e.getKey())));
        List<String> different = plain.entrySet().stream().filter(e -> !e.getValue().equals(compiled.get(e.getKey()))).map(Map.Entry::getKey).sorted().toList();
        long thrown = plain.values().stream().filter(v -> v.startsWith("throws")).count();
        Set<String> methods = plain.keySet().stream().map(k -> k.substring(0, k.indexOf('#'))).collect(Collectors.toSet());
        System.out.printf(Locale.ROOT, "%-28s %8d %8s %8d %10d %8d%n", name, methods.size(), count(report), plain.size(), thrown, different.size());
        different.stream().limit(SHOWN).forEach(k -> System.out.println("  " + k + "\n    plain " + shortly(plain.get(k)) + "\n    agent " + shortly(compiled.get(k))));
        wrong |= !different.isEmpty();
    }

    private static String shortly(String text) {
        return text == null ? "nothing" : text.substring(0, Math.min(200, text.length()));
    }

    private static String count(Path report) throws IOException {
        return Files.exists(report) ? Long.toString(Json.methods(report).stream().filter(m -> "compiled".equals(m.get("state"))).count()) : "-";
    }

    /** What each call did, by its method and number. A method that takes too long is left out from then on. */
    private Map<String, String> run(String jar, List<String> options, Path results, Path slow) throws IOException {
        var all = new ArrayList<>(List.of("-Xmx2g", "-Xss1m", "-XX:-OmitStackTraceInFastThrow", "-Djava.awt.headless=true"));
        all.addAll(options);
        Fork.Result r = null;
        for (int start = 0; start < STARTS && (r == null || r.exit() == SweepCalls.AGAIN); start++) {
            r = Fork.java(all, System.getProperty("java.class.path"), LIMIT_SECONDS, List.of(SweepCalls.class.getName(), jar, results.toString(), slow.toString(), seed, calls));
        }
        if (r.exit() != 0) {
            System.out.println(results.getFileName() + " ended with exit code " + r.exit() + (r.err().isEmpty() ? "" : ": " + shortly(r.err())));
            wrong = true;
        }
        Set<String> left = Files.exists(slow) ? new HashSet<>(Files.readAllLines(slow)) : Set.of();
        var found = new HashMap<String, String>();
        for (String line : Files.exists(results) ? Files.readAllLines(results) : List.<String>of()) {
            int tab = line.indexOf('\t');
            if (!left.contains(line.substring(0, line.indexOf('#')))) {
                found.put(line.substring(0, tab), line.substring(tab + 1));
            }
        }
        return found;
    }
}
