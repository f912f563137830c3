// Native code has no more memory than the JVM was given: beyond, the original runs and throws as it does.
package dev.jacobi.robust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every call of {@link LargeArrays} ends as it does without the agent. */
class MemoryLimitTest {
    private static final String PATH = System.getProperty("java.class.path");
    private static final List<String> SMALL = List.of("-Xmx64m", "-Xss8m");

    @TempDir
    private Path folder;

    private static Fork.Result run(String agent, String... more) throws IOException {
        var options = new ArrayList<String>(SMALL);
        options.addAll(List.of(more));
        if (agent != null) {
            options.add("-javaagent:" + Fork.agentJar() + "=" + agent + ",include=" + LargeArrays.class.getName());
        }
        Fork.Result r = Fork.java(options, PATH, 300, List.of(LargeArrays.class.getName()));
        assertEquals(0, r.exit(), r.out() + r.err());
        return r;
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"Serial"})
    void whatTheHeapCannotHoldIsNotMadeToo(String collector) throws IOException {
        whatTheHeapCannotHoldIsNotMade(collector);
    }

    @ParameterizedTest
    @ValueSource(strings = {"G1"})
    void whatTheHeapCannotHoldIsNotMade(String collector) throws IOException {
        String plain = run(null, "-XX:+Use" + collector + "GC").out();
        assertTrue(plain.contains("made, 200M: java.lang.OutOfMemoryError: Java heap space") && plain.contains("made, 1M: 1000000 longs"), plain);
        Path report = folder.resolve("report.json");
        Fork.Result r = run("policy=always,threads=2,log=info,report=" + report, "-XX:+Use" + collector + "GC");
        assertEquals(plain, r.out());
        assertTrue(r.err().contains("unless the option memory= says how much native code may have."), r.err());
        Map<String, Map<String, Object>> methods = Json.methods(report).stream()
                .collect(Collectors.toMap(m -> Json.name(m).replaceAll(".*\\.", ""), m -> m, (a, b) -> a));
        for (String name : List.of("made", "fused", "scattered", "unused", "bytes", "matrix", "chain")) {
            Map<String, Object> m = methods.get(name);
            assertEquals("compiled", m.get("state"), () -> name + ": " + m);
            double fallbacks = (double) m.get("fallbacks");
            assertTrue(fallbacks >= 3 && fallbacks < (double) m.get("calls"), () -> name + ": " + m);
            // a result is made in the heap in front of the call, where its length is known
            assertTrue(List.of("MEMORY", "OutOfMemoryError").contains(String.valueOf(m.get("lastFallback")).replaceAll(" at .*", "")), () -> name + ": " + m);
        }
    }

    @Test
    void gradientsThatNeedMoreSaySo() throws IOException {
        Fork.Result r = Fork.java(SMALL, Fork.agentJar() + ":" + PATH, 300, List.of(LargeTape.class.getName()));
        assertEquals(0, r.exit(), r.out() + r.err());
        List<String> lines = r.out().lines().toList();
        assertEquals(List.of("short: 0.6972664377081359", "filled: 500.0"), List.of(lines.get(0), lines.get(2)));
        assertTrue(lines.get(1).startsWith("long: java.lang.OutOfMemoryError: grad(dev.jacobi.robust.LargeTape.loss)") && lines.get(1).contains("-Xmx or memory="), r.out());
        assertEquals("too large: java.lang.OutOfMemoryError: Java heap space", lines.get(3));
    }

    @Test
    void theOptionMemorySaysHowMuchThereMayBe() throws IOException {
        String plain = run(null).out();
        Fork.Result tight = run("policy=always,threads=2,report=off,log=info,memory=4m");
        assertEquals(plain, tight.out());
        assertTrue(tight.err().contains("LargeArrays.scattered(int, int) run on the JVM when they need more memory than memory=4194304 allows."), tight.err());
    }
}
