// The agent on a library that knows nothing of it: Apache commons-math3, every result compared with a JVM without the agent.
package dev.jacobi.commons;

import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Json;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.math3.util.FastMath;

/** {@code java dev.jacobi.commons.CommonsMath}: prints what was compiled and what was not, and why; exits with 1 when a result differs. */
public final class CommonsMath {
    private static final long LIMIT_SECONDS = 240;

    /** What was found: calls that differ, methods compiled, and a line with the reason for each of the others. */
    public record Result(int calls, List<String> differences, List<String> compiled, List<String> refused) {
        public double compiledShare() {
            return (double) compiled.size() / (compiled.size() + refused.size());
        }
    }

    private CommonsMath() {
    }

    public static void main(String[] args) throws IOException {
        Result r = run();
        r.refused().forEach(System.out::println);
        r.differences().forEach(System.out::println);
        System.out.printf(Locale.ROOT, "%d methods, %d compiled (%.0f %%), %d calls, %d with another result%n",
                r.compiled().size() + r.refused().size(), r.compiled().size(), 100 * r.compiledShare(), r.calls(), r.differences().size());
        System.exit(r.differences().isEmpty() ? 0 : 1);
    }

    /** Forks both JVMs and compares. */
    public static Result run() throws IOException {
        Path folder = Files.createTempDirectory("jacobi-commons");
        Path plain = folder.resolve("plain.txt");
        Path compiled = folder.resolve("compiled.txt");
        Path report = folder.resolve("report.json");
        String include = CommonsMathCalls.CLASSES.stream().map(c -> ",include=" + c.getName()).collect(Collectors.joining());
        fork(List.of(), plain);
        fork(List.of("-javaagent:" + Fork.agentJar() + "=policy=always,report=" + report + include), compiled);
        List<String> want = Files.readAllLines(plain);
        List<String> got = Files.readAllLines(compiled);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < Math.max(want.size(), got.size()); i++) {
            String w = i < want.size() ? want.get(i) : "nothing";
            String g = i < got.size() ? got.get(i) : "nothing";
            if (!w.equals(g)) {
                differences.add("plain JVM: " + w + "\n    agent: " + g);
            }
        }
        return sort(want.size(), differences, Files.readString(report));
    }

    private static Result sort(int calls, List<String> differences, String report) {
        Map<String, Map<String, Object>> states = Json.methods(report).stream()
                .collect(Collectors.toMap(m -> Json.name(m) + m.get("descriptor"), Function.identity(), (a, b) -> a));
        List<String> compiled = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (Method m : CommonsMathCalls.methods()) {
            String name = CommonsMathCalls.name(m);
            Map<String, Object> state = states.getOrDefault(name, Map.of("state", "absent from the report"));
            if ("compiled".equals(state.get("state"))) {
                compiled.add(name);
            } else {
                refused.add(name + ": " + state.get("state") + ", " + Json.sentence(state));
            }
        }
        return new Result(calls, differences, compiled, refused);
    }

    private static void fork(List<String> options, Path out) throws IOException {
        String classPath = Fork.home(CommonsMath.class) + File.pathSeparator + Fork.home(FastMath.class);
        Fork.Result result = Fork.java(options, classPath, LIMIT_SECONDS, List.of(CommonsMathCalls.class.getName(), out.toString()));
        if (result.exit() != 0) {
            throw new IOException("The driver " + (options.isEmpty() ? "as plain Java" : "under the agent") + " ended with exit code "
                    + result.exit() + "\n" + result.out() + result.err());
        }
    }
}
