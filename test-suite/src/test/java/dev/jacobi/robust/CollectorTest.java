// The garbage collector does not wait for native calls whose length depends on what is in their arrays.
package dev.jacobi.robust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call of a quarter of a second, short before, must not make a collection last for most of it. The report says which calls worked on copies: short ones need not,
 * as they count what their loops and their recursion cost and begin once more on copies when they have taken too long. */
class CollectorTest {
    private static final String PATH = System.getProperty("java.class.path");

    @TempDir
    private Path folder;

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"Parallel", "Z", "Shenandoah"})
    void longCallsHoldUpNoOtherCollectorEither(String collector) throws IOException {
        longCallsHoldUpNoCollection(collector);
    }

    @ParameterizedTest
    @ValueSource(strings = {"G1", "Serial"})
    void longCallsHoldUpNoCollection(String collector) throws IOException {
        List<String> jvm = List.of("-Xmx128m", "-XX:+Use" + collector + "GC");
        assumeTrue(Fork.java(jvm, PATH, 60, List.of("-version")).exit() == 0, "this JVM has no " + collector + "GC");
        Path report = folder.resolve("report.json");
        String agent = "-javaagent:" + Fork.agentJar() + "=policy=always,threads=2,report=" + report + ",include=" + HeldUp.class.getName();
        Fork.Result r = Fork.java(List.of(jvm.get(0), jvm.get(1), agent), PATH, 300, List.of(HeldUp.class.getName()));
        assertEquals(0, r.exit(), r.out() + r.err());
        assertFalse(r.out().contains("held up"), r.out());
        assertTrue(r.out().contains("calls free 102336155"), r.out());
        Map<String, Map<String, Object>> methods = Json.methods(report).stream()
                .collect(Collectors.toMap(m -> Json.name(m).replaceAll(".*\\.", ""), m -> m, (a, b) -> a));
        for (String name : List.of("chain", "counts", "settle", "search", "calls", "bounded", "argument")) {
            Map<String, Object> m = methods.get(name);
            assertEquals("compiled", m.get("state"), () -> name + ": " + m);
            assertEquals(0.0, m.get("fallbacks"), () -> name + ": " + m);
            double copied = (double) m.get("onCopies");
            assertTrue(copied < 20, () -> name + ": " + m);
        }
    }
}
