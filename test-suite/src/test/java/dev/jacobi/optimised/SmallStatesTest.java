// Loops whose state is an array of a few elements, in the ways in which programs write them: they compute what Java does, without arrays.
package dev.jacobi.optimised;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Fn1;
import dev.jacobi.Jacobi;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallStatesTest {
    private static final double[] X = new double[60];

    static {
        for (int i = 0; i < X.length; i++) {
            X[i] = Math.sin(i * 1.7 + 1) * 0.8;
        }
    }

    private static Map<String, Fn1<double[], Double>> programs() {
        var all = new LinkedHashMap<String, Fn1<double[], Double>>();
        all.put("rungeKutta", SmallStates::rungeKutta);
        all.put("inPlace", SmallStates::inPlace);
        all.put("helpers", SmallStates::helpers);
        all.put("matrices", SmallStates::matrices);
        all.put("flatMatrices", SmallStates::flatMatrices);
        all.put("quaternions", SmallStates::quaternions);
        all.put("kalman", SmallStates::kalman);
        all.put("forward", SmallStates::forward);
        all.put("untilDone", SmallStates::untilDone);
        all.put("branches", SmallStates::branches);
        all.put("exchanged", SmallStates::exchanged);
        all.put("floats", SmallStates::floats);
        all.put("integers", SmallStates::integers);
        all.put("anyPlace", SmallStates::anyPlace);
        return all;
    }

    /** Of a program, whether a loop carries or makes an array. */
    private static boolean hasArrays(List<Eqn> body, boolean inLoop) {
        for (Eqn e : body) {
            boolean loop = e.prim() == Prim.FOR || e.prim() == Prim.WHILE || e.prim() == Prim.MAP;
            if (inLoop && e.prim() == Prim.FULL || loop && e.out().stream().anyMatch(v -> !v.type().isScalar())) {
                return true;
            }
            for (Region r : Regions.of(e)) {
                if (hasArrays(r.body(), inLoop || loop)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void statesAreNumbers() {
        var arrays = new TreeSet<String>();
        programs().forEach((name, f) -> {
            assertEquals(f.apply(X), Jacobi.jit(f).apply(X), name);
            if (hasArrays(Jacobi.lower(f, X).ir().body(), false)) {
                arrays.add(name);
            }
        });
        assertEquals(Set.of("anyPlace"), arrays, "programs with arrays in loops");
    }

    @Test
    void gradientsAndLanes() {
        programs().forEach((name, f) -> {
            double[] g = Jacobi.grad(f).apply(X);
            for (int k : new int[] {0, 1, 2, 30, X.length - 1}) {
                double h = name.equals("floats") ? 1e-2 : 1e-6;
                double slope = (at(f, k, h) - at(f, k, -h)) / (2 * h);
                assertEquals(name.equals("integers") ? 0 : slope, g[k], (name.equals("floats") ? 2e-3 : 1e-6) * Math.max(1, Math.abs(slope)), name + " by " + k);
            }
            double[][] rows = {X, new double[X.length], g};
            double[] expected = new double[rows.length];
            for (int i = 0; i < rows.length; i++) {
                expected[i] = f.apply(rows[i]);
            }
            Fn1<double[][], double[]> each = (Fn1<double[][], double[]>) (Fn1<?, ?>) Jacobi.vmap(f);
            assertArrayEquals(expected, each.apply(rows), 1e-12, name + " in lanes");
        });
    }

    private static double at(Fn1<double[], Double> f, int k, double h) {
        double[] x = X.clone();
        x[k] += h;
        return f.apply(x);
    }

    /** The state itself is the result. */
    @Test
    void statesThatAreReturned() {
        Fn1<double[], double[]> f = SmallStates::state;
        assertArrayEquals(f.apply(X), Jacobi.jit(f).apply(X));
        Fn1<double[], double[][]> g = SmallStates::matrix;
        assertArrayEquals(g.apply(X), Jacobi.jit(g).apply(X));
    }

    @TempDir
    private Path folder;

    @Test
    void underTheAgent() throws IOException {
        Set<String> compiled = OptimisedTest.compiled(folder, SmallStates.class, "always", 1, "main");
        assertTrue(compiled.containsAll(programs().keySet()), () -> "compiled: " + compiled);
    }
}
