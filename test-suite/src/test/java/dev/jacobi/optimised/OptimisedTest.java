// Programs that came out wrong because LLVM was told too much, or because it is wrong itself.
package dev.jacobi.optimised;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Jacobi;
import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptimisedTest {
    private static final int[] TRIPS = {0, 1, 8, 17, 40, 64, 100};

    @TempDir
    private Path folder;

    @Test
    void exchangedArrays() throws IOException {
        assertEquals(Set.of("doubles", "floats", "ring", "longs", "bytes", "chars", "shorts", "grid", "helper", "recursion", "large", "exits", "linear", "lanes"),
            compiled(ExchangedArrays.class, "always", 2, "main", "step", "turn"));
    }

    @Test
    void wrappedCounters() throws IOException {
        assertEquals(Set.of("quarter", "quarterRemainder", "masked", "added", "longs", "floats", "bytes", "chars", "shorts", "shifted", "drawn", "drawnInside", "hashed", "carried",
            "carriedByte", "guarded", "narrowedInNest", "narrowedTwice", "remainderTwice", "wrappedByHelper", "loss"), compiled(WrappedCounters.class, "always", 2, "main", "small", "ints", "reals", "doubles", "call"));
    }

    /** While the faster code is looked for, both run, and the caller must not see which. */
    @Test
    void sameResultsWhileMeasured() throws IOException {
        compiled(WrappedCounters.class, "adaptive", 60, "main", "small", "ints", "reals", "doubles", "call");
    }

    private Set<String> compiled(Class<?> main, String policy, int calls, String... without) throws IOException {
        return compiled(folder, main, policy, calls, without);
    }

    /** The methods of a program of which all calls had their results from compiled code; what it prints is what it prints without the agent. */
    static Set<String> compiled(Path folder, Class<?> main, String policy, int calls, String... without) throws IOException {
        Path report = folder.resolve("report.json");
        String agent = "-javaagent:" + Fork.agentJar() + "=policy=" + policy + ",report=" + report + ",include=" + main.getName();
        for (String name : without) {
            agent += ",exclude=" + main.getName() + "::" + name;
        }
        assertEquals(run(main, calls, List.of()), run(main, calls, List.of(agent)));
        var all = new TreeSet<String>();
        for (var m : Json.methods(report)) {
            if ("compiled".equals(m.get("state")) && (double) m.get("calls") > 0 && (double) m.get("fallbacks") == 0) {
                all.add(Json.name(m).replaceAll(".*\\.", ""));
            }
        }
        return all;
    }

    private static String run(Class<?> main, int calls, List<String> options) throws IOException {
        var all = new ArrayList<String>(options);
        all.add("-XX:TieredStopAtLevel=1");
        Fork.Result r = Fork.java(all, System.getProperty("java.class.path"), 300, List.of(main.getName(), Integer.toString(calls)));
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        return r.out();
    }

    @Test
    void exchangedArraysInTransformedFunctions() {
        Fn1<Integer, Double> doubles = Jacobi.jit(ExchangedArrays::doubles);
        Fn1<Integer, Double> grid = Jacobi.jit(ExchangedArrays::grid);
        Fn1<Integer, Long> longs = Jacobi.jit(ExchangedArrays::longs);
        Fn2<double[], Integer, double[]> gradient = Jacobi.jit(Jacobi.grad(ExchangedArrays::linear, 0));
        Fn2<double[][], Integer, double[]> each = Jacobi.jit(Jacobi.vmap(ExchangedArrays::linear, 0, null));
        double[][] units = {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}};
        for (int n : TRIPS) {
            assertEquals(ExchangedArrays.doubles(n), doubles.apply(n), "doubles " + n);
            assertEquals(ExchangedArrays.grid(n), grid.apply(n), "grid " + n);
            assertEquals(ExchangedArrays.longs(n), longs.apply(n), "longs " + n);
            double[] want = Arrays.stream(units).mapToDouble(x -> ExchangedArrays.linear(x, n)).toArray();
            assertArrayEquals(want, each.apply(units, n), "each " + n);
            assertArrayEquals(want, gradient.apply(new double[] {5, 6, 7, 8}, n), "gradient " + n);
        }
        assertEquals(0, Jacobi.cacheInfo(doubles).fallbacks() + Jacobi.cacheInfo(grid).fallbacks() + Jacobi.cacheInfo(longs).fallbacks()
            + Jacobi.cacheInfo(gradient).fallbacks() + Jacobi.cacheInfo(each).fallbacks());
    }

    static double[] ring(double[] a, int n) {
        double[] b = new double[64];
        WrappedCounters.masked(a, b, n);
        WrappedCounters.added(a, b, n);
        WrappedCounters.carried(b, a, n);
        return a;
    }

    @Test
    void wrappedCountersInTransformedFunctions() {
        Fn2<double[], Integer, double[]> ring = Jacobi.jit((double[] a, Integer n) -> ring(a.clone(), n));
        Fn2<double[], Integer, double[]> gradient = Jacobi.jit(Jacobi.grad(WrappedCounters::loss, 0));
        for (int n : TRIPS) {
            double[] a = new double[64];
            Arrays.setAll(a, i -> i * 7 % 23);
            assertArrayEquals(ring(a.clone(), n), ring.apply(a, n), "ring " + n);
            double[] want = new double[64];
            for (int i = 0; i < n; i++) {
                want[i * 5 & 63] += a[i & 63];
                want[i & 63] += a[i * 5 & 63];
            }
            assertArrayEquals(want, gradient.apply(a, n), "gradient " + n);
        }
        assertEquals(0, Jacobi.cacheInfo(ring).fallbacks() + Jacobi.cacheInfo(gradient).fallbacks());
    }
}
