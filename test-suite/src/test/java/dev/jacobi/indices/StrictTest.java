// Where checks that were moved out of loops fail and Java does not throw, other code runs whose checks are in the loops.
package dev.jacobi.indices;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Fn3;
import dev.jacobi.Jacobi;
import dev.jacobi.gpu.GpuTests;
import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StrictTest {
    @TempDir
    private Path folder;

    /** Two calls before there is such code, and the one that throws. */
    @Test
    void fewCallsFallBack() throws IOException {
        assertEquals(Set.of("bytes 3", "turns 3", "top 3", "digits 3", "span 3"), fallbacks("cpu"));
    }

    /** There it is the original that goes on, and the report says so. Four calls of turns have no trips. */
    @Test
    void onADeviceEveryCallCounts() throws IOException {
        assertEquals(Set.of("bytes 20", "turns 16", "top 20", "digits 20", "span 20"), fallbacks("cuda"));
    }

    /** The methods compiled for a back end, each with how many of its 20 calls had no result from the compiled code; the output is that without the agent. */
    private Set<String> fallbacks(String backend) throws IOException {
        Path report = folder.resolve("report.json");
        String agent = "-javaagent:" + Fork.agentJar() + "=policy=always,backend=" + backend + ",report=" + report + ",include=" + Strict.class.getName();
        assertEquals(ReachedTest.run(Strict.class, List.of()), ReachedTest.run(Strict.class, List.of("-Djacobi.test.device=" + (backend.equals("cuda") ? GpuTests.device() : "emulated"), agent)));
        var found = new TreeSet<String>();
        for (var m : Json.methods(report)) {
            if ("compiled".equals(m.get("state")) && backend.equals(m.get("backend")) && (double) m.get("calls") == 20) {
                found.add(Json.name(m).replaceAll(".*\\.", "") + " " + Math.round((double) m.get("fallbacks")));
            }
        }
        return found;
    }

    static double weighted(double[] table, double x, int[] at) {
        double s = 0;
        for (int k : at) {
            s += table[k & 7] * x * x;
        }
        return s;
    }

    @Test
    void transformedFunctionsHaveResultsToo() {
        Fn3<double[], Double, int[], Double> g = Jacobi.grad(StrictTest::weighted, 1);
        for (int k = 0; k < 3; k++) {
            assertEquals(24.0, g.apply(new double[] {1, 2, 3}, 2.0, new int[] {0, 1, 2}));
            assertEquals(24.0, g.apply(new double[] {1, 2, 3, 0, 0, 0, 0, 0}, 2.0, new int[] {0, 1, 2}));
        }
        Fn3<double[], double[], int[], double[]> lanes = Jacobi.vmap(g, null, 0, null);
        assertArrayEquals(new double[] {24, 12}, lanes.apply(new double[] {1, 2, 3}, new double[] {2, 1}, new int[] {0, 1, 2}));
        assertTrue(Jacobi.cacheInfo(g).fallbacks() == 0 && Jacobi.cacheInfo(lanes).fallbacks() == 0);
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> g.apply(new double[] {1, 2, 3}, 2.0, new int[] {0, 1, 7}));
    }
}
