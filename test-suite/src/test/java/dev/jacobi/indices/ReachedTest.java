// Checks that were moved out of loops do not fail where Java does not throw.
package dev.jacobi.indices;

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

class ReachedTest {
    @TempDir
    private Path folder;

    /** What a program prints, run with these options of the JVM. */
    static String run(Class<?> main, List<String> options) throws IOException {
        Fork.Result r = Fork.java(options, System.getProperty("java.class.path"), 300, List.of(main.getName()));
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        return r.out();
    }

    @Test
    void noCallFallsBack() throws IOException {
        Path report = folder.resolve("report.json");
        String agent = "-javaagent:" + Fork.agentJar() + "=policy=always,report=" + report + ",include=" + Reached.class.getName();
        assertEquals(run(Reached.class, List.of()), run(Reached.class, List.of(agent)));
        var fine = new TreeSet<String>();
        for (var m : Json.methods(report)) {
            if ("compiled".equals(m.get("state")) && (double) m.get("calls") > 0 && (double) m.get("fallbacks") == 0) {
                fine.add(Json.name(m).replaceAll(".*\\.", ""));
            }
        }
        assertEquals(Set.of("fft", "halves", "thirds", "scaleRows", "coarse", "swapPairs", "divisorSums", "countBits", "oddNeighbours", "common"), fine);
    }
}
