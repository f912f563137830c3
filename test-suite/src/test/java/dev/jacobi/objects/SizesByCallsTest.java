package dev.jacobi.objects;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Methods whose loops ask methods of objects how far they go: the same results, and no array goes from trip to trip. */
class SizesByCallsTest {
    private static final Set<String> METHODS = Set.of("product", "mean", "flatProduct", "forces", "scaled", "untilLarge");

    @Test
    void loopsHaveTheirTripsInAnyOrder(@TempDir Path folder) throws IOException {
        Path report = folder.resolve("report.json");
        String name = SizesByCalls.class.getName();
        assertEquals(run(List.of()), run(List.of("-javaagent:" + Fork.agentJar() + "=policy=always,report=" + report + ",include=" + name)));
        var compiled = new TreeSet<String>();
        for (var m : Json.methods(report)) {
            String method = Json.name(m).replaceAll(".*\\.", "");
            if (METHODS.contains(method)) {
                assertEquals("compiled", m.get("state"), () -> method + ": " + m);
                // floats are summed up in their order, and where the sum is given up is seen when it comes to that
                assertEquals(List.of(), ((List<?>) m.get("whySerial")).stream().filter(s -> !s.toString().contains("it sums up") && !method.equals("untilLarge")).toList(), method);
                compiled.add(method);
            }
        }
        assertEquals(METHODS, compiled);
    }

    private static String run(List<String> options) throws IOException {
        Fork.Result r = Fork.java(options, System.getProperty("java.class.path"), 300, List.of(SizesByCalls.class.getName()));
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        return r.out();
    }
}
