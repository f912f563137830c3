package dev.jacobi.ir.interp;

import static dev.jacobi.ir.interp.InterpreterTest.doubles;
import static dev.jacobi.ir.interp.InterpreterTest.run;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The interpreter's factorisations: what JAX 0.10.2 gives for one matrix, and for random ones that the factors' product is the matrix and that vectors are orthonormal. */
class FactorsTest {
    private static final double[] A = {2, -1, 0.5, 1, 3, -2, -0.5, 4, 1, 1.5, 0.25, -3};
    private static final Tensor TALL = Tensor.of(A, 4, 3);
    private static final Tensor WIDE = Tensor.of(new double[] {2, 1, -0.5, 1.5, -1, 3, 4, 0.25, 0.5, -2, 1, -3}, 3, 4);
    private static final Tensor SQUARE = Tensor.of(Arrays.copyOf(A, 9), 3, 3);

    private static void gives(double[] want, Tensor have) {
        assertArrayEquals(want, doubles(have), 1e-14);
    }

    @Test
    void elimination() {
        List<Tensor> r = run("a:f64[n,m] | b, p, q = lu a | b, p, q", TALL);
        gives(new double[] {2, -1, 0.5, -0.25, 3.75, 1.125, 0.75, 0.26666666666666666, -3.675, 0.5, 0.9333333333333333, 0.8979591836734694}, r.get(0));
        assertArrayEquals(new int[] {0, 2, 3}, (int[]) r.get(1).data());
        assertArrayEquals(new int[] {0, 2, 3, 1}, (int[]) r.get(2).data());
    }

    @Test
    void reflectionsHaveLapacksSigns() {
        List<Tensor> r = run("a:f64[n,m] | q, r = qr[reduced] a | q, r", TALL);
        gives(new double[] {-0.7302967433402217, 0.16339738404516163, -0.6633008077440165, -0.3651483716701107, -0.6045703209670981, 0.25310003514135426, 0.18257418583505536,
            -0.7761375742145177, -0.392208451402251, -0.5477225575051661, -0.07352882282032272, 0.5849315697637021}, r.get(0));
        gives(new double[] {-2.7386127875258306, 0.22821773229381948, 2.1908902300206643, 0, -5.100040849509606, 0.7352882282032276, 0, 0, -2.9848536348480743}, r.get(1));
        r = run("a:f64[n,m] | q, r = qr[full] a | q, r", WIDE);
        gives(new double[] {-2.29128784747792, 0.8728715609439698, 1.963961012123931, -0.545544725589981, 0, -3.638419332360584, -2.1398617296437257, -2.3983465563132267, 0, 0,
            2.9688127123251324, -2.294082550433057}, r.get(1));
    }

    @Test
    void eigenvalues() {
        List<Tensor> r = run("a:f64[n,n] | w, v = eigh[lower] a; c = mul v v | w, c", SQUARE);
        gives(new double[] {-2.3584040426279174, 2.1783932721069124, 6.180010770521005}, r.get(0));
        double[] v = {-0.22697747996276746, 0.9667743128325726, 0.11759528747725757, 0.6094331316844194, 0.046811648302413994, 0.7914543117505468, -0.7596528691416051,
            -0.2513087695054003, 0.599809487066193};
        gives(Arrays.stream(v).map(x -> x * x).toArray(), r.get(1));
    }

    @Test
    void singularValues() {
        for (Tensor a : List.of(TALL, WIDE)) {
            gives(new double[] {5.190812149602639, 4.134567333842067, 1.9425041028177317}, run("a:f64[n,m] | s = svd[values] a | s", a).get(0));
        }
        double[] vt = {-0.052724752480320464, -0.9611380672941507, 0.2709865606888162, 0.5243256755388168, -0.2575938124195817, -0.8116206095053949, -0.8498839252784184,
            -0.09929271575100529, -0.5175309364203629};
        gives(Arrays.stream(vt).map(x -> x * x).toArray(), run("a:f64[n,m] | u, s, v = svd[full] a; c = mul v v | c", TALL).get(0));
    }

    @Test
    void productsOfFactorsAreTheMatrix() {
        for (int[] mn : new int[][] {{1, 1}, {6, 6}, {7, 4}, {4, 7}, {5, 1}, {1, 5}}) {
            int m = mn[0];
            int n = mn[1];
            double[] x = new Random(m * 10 + n).doubles(m * n, -2, 2).toArray();
            // Two equal rows: one singular value is zero.
            System.arraycopy(x, 0, x, (m - 1) * n, n);
            Tensor a = Tensor.of(x, m, n);
            for (String part : List.of("full", "reduced")) {
                List<Tensor> r = run("a:f64[n,m] | q, r = qr[" + part + "] a; b = dot_general[1; 0; ; ] q r; i = dot_general[0; 0; ; ] q q | b, i", a);
                gives(x, r.get(0));
                orthonormal(r.get(1));
                r = run("a:f64[n,m] | u, s, v = svd[" + part + "] a; i = dot_general[0; 0; ; ] u u; j = dot_general[1; 1; ; ] v v | u, s, v, i, j", a);
                assertArrayEquals(x, product(doubles(r.get(0)), doubles(r.get(1)), doubles(r.get(2)), m, n), 1e-14);
                orthonormal(r.get(3));
                orthonormal(r.get(4));
            }
        }
    }

    private static void orthonormal(Tensor gram) {
        int n = gram.dims()[0];
        for (int k = 0; k < n * n; k++) {
            assertEquals(k / n == k % n ? 1 : 0, doubles(gram)[k], 1e-14);
        }
    }

    private static double[] product(double[] u, double[] s, double[] v, int m, int n) {
        double[] x = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < s.length; k++) {
                    x[i * n + j] += u[i * (u.length / m) + k] * s[k] * v[k * n + j];
                }
            }
        }
        return x;
    }

    @Test
    void eigenvectorsOfEitherHalf() {
        int n = 6;
        double[] x = new Random(3).doubles(2 * n * n, -2, 2).toArray();
        for (boolean lower : new boolean[] {true, false}) {
            List<Tensor> r = run("a:f64[k,n,n] | w, v = eigh[" + (lower ? "lower" : "upper") + "] a; i = dot_general[1; 1; 0; 0] v v | w, v, i", Tensor.of(x, 2, n, n));
            double[] w = doubles(r.get(0));
            double[] v = doubles(r.get(1));
            for (int m = 0; m < 2; m++) {
                for (int i = 0; i < n; i++) {
                    assertTrue(i == 0 || w[m * n + i - 1] <= w[m * n + i], "ascending");
                    for (int j = 0; j < n; j++) {
                        double sum = 0;
                        for (int k = 0; k < n; k++) {
                            sum += v[(m * n + i) * n + k] * w[m * n + k] * v[(m * n + j) * n + k];
                        }
                        boolean own = lower == (i >= j);
                        assertEquals(x[(m * n + (own ? i : j)) * n + (own ? j : i)], sum, 1e-13);
                        assertEquals(i == j ? 1 : 0, doubles(r.get(2))[(m * n + i) * n + j], 1e-14);
                    }
                }
            }
        }
    }
}
