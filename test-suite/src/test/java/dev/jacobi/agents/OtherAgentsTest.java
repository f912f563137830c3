// Mockito, JaCoCo and OpenTelemetry beside Jacobi, before and behind it: their results and those of the program are what they are without it.
package dev.jacobi.agents;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jacoco.core.data.ExecutionData;
import org.jacoco.core.tools.ExecFileLoader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

/** Each in a JVM of its own. */
class OtherAgentsTest {
    private static final String KERNELS = Kernels.class.getName();
    private static final String OURS = "dev/jacobi/agents/Kernels";
    private static final long SECONDS = 300;

    @TempDir
    private Path folder;

    private Path report() {
        return folder.resolve("report.json");
    }

    private String jacobi(String policy) {
        return "-javaagent:" + Fork.agentJar() + "=policy=" + policy + ",report=" + report() + ",include=" + KERNELS;
    }

    private static String agent(String name) {
        return "-javaagent:" + Path.of(System.getProperty("other.agents"), name + ".jar");
    }

    private static String run(Map<String, String> environment, List<String> options, Class<?> main, String... args) throws IOException {
        var all = new ArrayList<>(List.of(main.getName()));
        all.addAll(List.of(args));
        Fork.Result r = Fork.java(options, System.getProperty("java.class.path"), SECONDS, all, environment);
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        return r.out() + r.err();
    }

    /** What the report says of a method. */
    private Map<String, Object> method(String name) throws IOException {
        return Json.methods(report()).stream().filter(m -> Json.name(m).equals(KERNELS + "." + name)).findFirst().orElseThrow();
    }

    private static String mockito() {
        return "-javaagent:" + Fork.home(Mockito.class);
    }

    @Test
    void mocksAreSeenByCompiledCodeAndItsCalleesUntilTheyAreClosed() throws IOException {
        assertTrue(run(Map.of(), List.of(jacobi("always"), "-XX:+EnableDynamicAgentLoading"), MockedMain.class, "20").contains("done"));
        assertTrue(((Number) method("total").get("calls")).longValue() >= 20, "compiled until the first mock");
        assertTrue(((Number) method("halves").get("calls")).longValue() >= 60, "compiled until its own class is mocked");
    }

    @Test
    void mocksAreSeenWithMockitoInFront() throws IOException {
        assertTrue(run(Map.of(), List.of(mockito(), jacobi("always")), MockedMain.class, "20").contains("done"));
        assertTrue(((Number) method("halves").get("calls")).longValue() >= 60, "compiled until its own class is mocked");
    }

    @Test
    void mocksAreSeenWhileBothAreMeasured() throws IOException {
        assertTrue(run(Map.of(), List.of(jacobi("adaptive"), mockito()), MockedMain.class, "300").contains("done"));
    }

    /** Which probes of each class were passed; numbers of classes depend on their bytes as JaCoCo has seen them. */
    private Map<String, boolean[]> coverage(List<String> before, List<String> behind) throws IOException {
        Path file = folder.resolve("jacoco.exec");
        Files.deleteIfExists(file);
        var options = new ArrayList<>(before);
        options.add(agent("jacoco") + "=destfile=" + file);
        options.addAll(behind);
        String out = run(Map.of(), options, CoveredMain.class, "20", "gradient");
        // the last is a derivative, which is made without the probes
        assertTrue(out.contains("346500.0\n14833.0\n6.5\n"), out);
        var loader = new ExecFileLoader();
        loader.load(file.toFile());
        Map<String, boolean[]> all = new TreeMap<>();
        for (ExecutionData d : loader.getExecutionDataStore().getContents()) {
            if (d.getName().startsWith(OURS)) {
                all.put(d.getName() + " " + Long.toHexString(d.getId()), d.getProbes());
            }
        }
        return all;
    }

    @Test
    void coverageIsWhatItIsWithoutJacobiAndDerivativesAreMade() throws IOException {
        Map<String, boolean[]> plain = coverage(List.of(), List.of());
        assertEquals(3, plain.size(), plain.keySet().toString());
        for (Map<String, boolean[]> got : List.of(coverage(List.of(jacobi("always")), List.of()), coverage(List.of(), List.of(jacobi("always"))))) {
            assertEquals(plain.keySet(), got.keySet());
            plain.forEach((c, probes) -> assertArrayEquals(probes, got.get(c), c));
            assertTrue(Json.sentence(method("total")).contains("a coverage tool has put probes into it"), () -> described("total"));
        }
    }

    private String described(String name) {
        try {
            return method(name).toString();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Tag("slow")
    @Test
    void eachCallOfATracedMethodHasItsSpan() throws IOException {
        var environment = Map.of("OTEL_TRACES_EXPORTER", "console", "OTEL_METRICS_EXPORTER", "none", "OTEL_LOGS_EXPORTER", "none",
            "OTEL_INSTRUMENTATION_METHODS_INCLUDE", KERNELS + "$Weights[weight]");
        for (List<String> order : List.of(List.of(jacobi("always"), agent("opentelemetry")), List.of(agent("opentelemetry"), jacobi("always")))) {
            String out = run(environment, order, CoveredMain.class, "3", "gradient");
            assertTrue(out.contains("51975.0") && out.contains("14833.0") && out.contains("6.5"), out);
            assertEquals(400, out.lines().filter(l -> l.contains("'Weights.weight'") || l.contains("Weights.weight' :")).count());
            assertEquals("compiled", method("halves").get("state"), "what nobody traces is compiled");
            assertEquals(3, ((Number) method("halves").get("calls")).longValue());
        }
    }
}
