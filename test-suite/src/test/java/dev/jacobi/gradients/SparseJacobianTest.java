package dev.jacobi.gradients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Fn1;
import dev.jacobi.Jacobi;
import dev.jacobi.JacobiException;
import dev.jacobi.SparseJacobian;
import dev.jacobi.gradients.programs.Systems;
import dev.jacobi.gradients.programs.Vectors;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Jacobians of known structure against whole ones. */
class SparseJacobianTest {
    private final Random random = new Random(3);

    @Test
    void neighbours() {
        for (int n : new int[] {1, 2, 3, 8, 41}) {
            same(Vectors::chain, n, Math.min(n, 3));
            same(x -> Systems.softmax(x, x.length), n, n == 1 ? 0 : n);
            if (n > 1) {
                same(Systems::springs, n, Math.min(n, 3));
                same(Systems::valley, n, 2);
            }
        }
    }

    /** Rows are few, or share no column: gradients are fewer than derivatives by columns. */
    @Test
    void gradientsWhereTheyAreFewer() {
        same(x -> {
            double s = 0;
            for (double v : x) {
                s += v * v;
            }
            return new double[] {s};
        }, 20, 1);
        same(x -> new double[] {x[0] * x[1] * x[2], Math.sin(x[3] * x[4])}, 5, 1);
    }

    @Test
    void circuits() {
        int[] from = random.ints(60, 0, 30).toArray();
        int[] to = random.ints(60, 0, 30).toArray();
        double[] value = random.doubles(60).toArray();
        boolean[] diode = new boolean[60];
        diode[3] = true;
        int derivatives = same(v -> Systems.circuit(v, from, to, value, diode), 30, -1);
        assertTrue(derivatives < 25, () -> derivatives + " derivatives");
    }

    /** Elements of the argument behind the last column given don't matter, rows may be empty, and columns stand in any order. */
    @Test
    void formsOfPatterns() {
        Fn1<double[], double[]> f = x -> new double[] {x[2] * x[0], 5, 3 * x[1]};
        SparseJacobian j = SparseJacobian.of(f, new int[][] {{2, 0}, {}, {1}});
        assertArrayEquals(new double[] {2, 7, 3}, j.apply(new double[] {2, 4, 7, 9, 11}));
        assertArrayEquals(new double[][] {{7, 0, 2, 0, 0}, {0, 0, 0, 0, 0}, {0, 3, 0, 0, 0}}, j.dense(new double[] {2, 4, 7, 9, 11}));
        Fn1<double[], double[]> nothing = x -> new double[x.length];
        assertEquals(0, SparseJacobian.of(nothing, new int[][] {{}, {}}).apply(new double[2]).length);
    }

    @Test
    void refusals() {
        Fn1<double[], double[]> f = Vectors::chain;
        assertThrows(JacobiException.class, () -> SparseJacobian.of(null, new int[0][]));
        assertThrows(JacobiException.class, () -> SparseJacobian.of(f, new int[][] {{0}, null}));
        assertThrows(JacobiException.class, () -> SparseJacobian.of(f, new int[][] {{0, 1, 0}}));
        assertThrows(JacobiException.class, () -> SparseJacobian.of(f, new int[][] {{-1}}));
        SparseJacobian j = SparseJacobian.of(f, new int[][] {{0, 1}, {0, 1, 2}, {1, 2}});
        assertThrows(JacobiException.class, () -> j.apply(new double[2]));
        assertThrows(JacobiException.class, () -> j.apply(null));
        assertThrows(JacobiException.class, () -> j.apply(new double[4]));
    }

    /** {@code derivatives} is how many it should take, or negative. */
    private int same(Fn1<double[], double[]> f, int n, int derivatives) {
        double[] x = random.doubles(n, 0.1, 1).toArray();
        double[][] whole = (double[][]) GradientProgram.call(Jacobi.jacfwd(f)).apply(new Object[] {x});
        int[][] pattern = SparseJacobian.pattern(whole);
        SparseJacobian j = SparseJacobian.of(f, pattern);
        double[][] found = j.dense(x);
        int k = 0;
        double[] entries = j.apply(x);
        for (int i = 0; i < whole.length; i++) {
            assertArrayEquals(whole[i], found[i], 1e-12, () -> Arrays.toString(x));
            for (int c : pattern[i]) {
                assertEquals(whole[i][c], entries[k++], 1e-12);
            }
        }
        assertEquals(entries.length, k);
        if (derivatives >= 0) {
            assertEquals(derivatives, j.derivatives());
        }
        return j.derivatives();
    }
}
