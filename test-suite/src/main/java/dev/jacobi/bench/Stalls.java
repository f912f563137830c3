// How long calls whose time depends on the contents of arrays keep an allocating thread waiting, in plain Java and under the agent, by collector.
package dev.jacobi.bench;

import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A table for the JVM that runs it: milliseconds that one allocation waited at most while a call of a third of a second ran, the median and the least of some calls.
 * Arguments: collectors, all five without. On a machine that does other things a thread waits for a processor, too, now and then; for a call that the collector
 * has to wait for it waits every time. So it ends with 1 when both differences are more than {@link #MOST}, or when the agent left something to the JVM.
 */
public final class Stalls {
    /** Milliseconds by which the agent may keep an allocating thread waiting longer than plain Java does. */
    static final double MOST = 20;
    private static final List<String> COLLECTORS = List.of("G1", "Parallel", "Serial", "Z", "Shenandoah");
    private static final String PATH = Fork.home(Stalls.class);

    private Stalls() {
    }

    public static void main(String[] args) throws IOException {
        boolean good = true;
        System.out.printf("%-4s %-11s %-14s %22s %22s %20s %12s%n", "JDK", "collector", "form", "plain: median, least", "agent: median, least", "difference", "call, agent");
        for (String collector : args.length > 0 ? List.of(args) : COLLECTORS) {
            List<String> jvm = List.of("-Xmx600m", "-XX:+Use" + collector + "GC");
            if (Fork.java(jvm, PATH, 60, List.of("-version")).exit() != 0) {
                System.out.printf("%-4d %-11s this JVM does not have it%n", Runtime.version().feature(), collector);
                continue;
            }
            good &= table(collector, run(jvm, null), run(jvm, Files.createTempFile("jacobi-stalls", ".json")));
        }
        System.exit(good ? 0 : 1);
    }

    /** By form, in milliseconds: the median and the least of the longest waits, and the median of the calls' lengths. */
    private static Map<String, double[]> run(List<String> jvm, Path report) throws IOException {
        String agent = "-javaagent:" + Fork.agentJar() + "=policy=always,threads=2,report=" + report + ",include=" + ContentKernels.class.getName();
        Fork.Result r = Fork.java(List.of(jvm.get(0), jvm.get(1), report == null ? "-Dplain=true" : agent), PATH, 600, List.of(StallMain.class.getName()));
        if (r.exit() != 0) {
            throw new IOException("The measured process ended with " + r.exit() + ": " + r.out() + r.err());
        }
        if (report != null) {
            allCompiled(Files.readString(report));
            Files.delete(report);
        }
        Map<String, double[]> medians = new LinkedHashMap<>();
        r.out().lines().map(l -> l.split("\t")).collect(Collectors.groupingBy(p -> p[0], LinkedHashMap::new, Collectors.toList()))
                .forEach((form, lines) -> medians.put(form, new double[] {rank(lines, 1, lines.size() / 2), rank(lines, 1, 0), rank(lines, 2, lines.size() / 2)}));
        return medians;
    }

    private static double rank(List<String[]> lines, int column, int rank) {
        return lines.stream().mapToDouble(p -> Long.parseLong(p[column]) / 1e6).sorted().skip(rank).findFirst().orElseThrow();
    }

    /** Else the figures say nothing of the agent. */
    private static void allCompiled(String report) throws IOException {
        if (Json.methods(report).isEmpty()) {
            throw new IOException("The agent's report has no method.");
        }
        for (Map<String, Object> m : Json.methods(report)) {
            if (!"compiled".equals(m.get("state")) || !Double.valueOf(0).equals(m.get("fallbacks"))) {
                throw new IOException("This method did not run as compiled code in all calls: " + m);
            }
        }
    }

    private static boolean table(String collector, Map<String, double[]> plain, Map<String, double[]> agent) {
        boolean good = true;
        for (Map.Entry<String, double[]> e : plain.entrySet()) {
            double[] without = e.getValue();
            double[] with = agent.get(e.getKey());
            boolean held = with[0] - without[0] > MOST && with[1] - without[1] > MOST;
            good &= !held;
            System.out.printf("%-4d %-11s %-14s %8.1f ms %7.1f ms %8.1f ms %7.1f ms %7.1f ms %6.1f ms %9.0f ms%s%n", Runtime.version().feature(), collector, e.getKey(), without[0],
                    without[1], with[0], with[1], with[0] - without[0], with[1] - without[1], with[2], held ? "  TOO LONG" : "");
        }
        return good;
    }
}
