package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Linear algebra gives what jax 0.10.2 gives, at once and in compiled and derived functions. */
final class LinalgTest {
    private static final NDArray G = NDArray.of(new double[][] {{1, 2, 3}, {4, 5, 7}, {-1, 0, 2}}, DType.F64);
    private static final NDArray A = NDArray.of(new double[][] {{4, 1, 2}, {1, 5, -1}, {2, -1, 6}}, DType.F64);
    private static final NDArray Q = NDArray.of(new double[][] {{1, 2, 0, 1}, {4, 5, 7, 0}, {-1, 0, 2, 3}, {2, 2, 1, 1}}, DType.F64);
    private static final NDArray T = NDArray.of(new double[][] {{1, 2}, {4, 5}, {-1, 0}}, DType.F64);
    private static final NDArray B = NDArray.of(new double[] {1, 2, 3}, DType.F64);
    private static final NDArray PAIR = NDArray.of(new double[][][] {{{4, 1}, {1, 3}}, {{0, 2}, {-2, 5}}});

    private static void near(NDArray x, double... expected) {
        assertArrayEquals(expected, Np.ravel(x).astype(DType.F64).toDoubleArray(), x.dtype() == DType.F64 ? 1e-7 : 1e-5);
    }

    @Test
    void systemsAreSolved() {
        near(Linalg.solve(G, B), 0.2, -2, 1.6);
        near(Linalg.inv(G), -2, 0.8, 0.2, 3, -1, -1, -1, 0.4, 0.6);
        near(Linalg.solve(PAIR, NDArray.of(1, 2.0)), 0.09090909, 0.6363636, 0.25, 0.5);
        near(Linalg.solveTriangular(G, B, 1, true), 0.9, 0.4, 1.5);
        near(Linalg.choSolve(Linalg.cholesky(A), true, B), -0.23255814, 0.58139535, 0.6744186);
        Linalg.LuFactor f = Linalg.luFactor(G);
        near(Linalg.luSolve(f.lu(), f.piv(), T, 1), 11, 11, -3.6, -3.4, -4.4, -4.6);
        assertThrows(JacobiException.class, () -> Linalg.inv(T));
    }

    @Test
    void complexSystemsAreSolvedAsRealOnes() {
        NDArray c = NDArray.complex(PAIR, Np.matrixTranspose(PAIR).times(0.5));
        NDArray x = Linalg.solve(c, NDArray.of(1, 2.0));
        near(x.real(), 0.07272728, 0.5090909, -0.6, 0.4);
        near(x.imag(), -0.03636364, -0.25454545, 0.7, 0.2);
        NDArray l = Linalg.cholesky(Np.matmul(c, Np.matrixTranspose(c.conj())));
        near(l.imag(), 0, 0, 0, 0, 0, 0, 4.472136, 0);
    }

    @Test
    void determinantsHaveSigns() {
        near(Linalg.det(Q), -48);
        near(Linalg.det(PAIR), 11, 4);
        near(Linalg.slogdet(Q).logabsdet(), 3.87120101);
        near(Linalg.slogdet(Q).sign(), -1);
    }

    @Test
    void factorsAreThoseOfJax() {
        near(Linalg.cholesky(A, true), 2, 0.5, 1, 0, 2.17944947, -0.6882472, 0, 0, 2.12751399);
        near(Linalg.qr(T).r(), -4.24264069, -5.18544973, 0, 1.45296631);
        near(Linalg.svdvals(PAIR), 4.618034, 2.381966, 5.701562, 0.7015621);
        near(Linalg.eigh(A).eigenvalues(), 2.10489348, 5.60270493, 7.29240159);
        Linalg.Svd s = Linalg.svd(T, false);
        near(Np.matmul(s.u().times(s.s()), s.vh()), 1, 2, 4, 5, -1, 0);
    }

    @Test
    void normsAndPowersOfMatrices() {
        near(Linalg.norm(B, 3), 3.3019272488946263);
        near(Linalg.norm(G, "nuc"), 12.49458187);
        near(Linalg.norm(G, Double.NEGATIVE_INFINITY), 3);
        near(Linalg.pinv(T), -0.39473684, 0.15789474, -0.76315789, 0.36842105, 0.05263158, 0.57894737);
        near(Linalg.lstsq(T, B).residuals(), 1.68421053);
        near(Linalg.matrixPower(G, -2), 6.2, -2.32, -1.08, -8, 3, 1, 2.6, -0.96, -0.24);
        near(Linalg.expm(G).at(0).get(), 50.02151, 121.79819581, 257.83824922);
        near(Linalg.cond(G, 1), 72);
        assertEquals(2, Linalg.matrixRank(T).item());
    }

    @Test
    void normsOfNoElementsAreZeroUnlessTheyAreTheLeast() {
        NDArray none = Np.zeros(0, 4);
        for (double ord : new double[] {1, 2, -1, Double.POSITIVE_INFINITY}) {
            near(Linalg.norm(none, ord), 0);
        }
        near(Jacobi.jit((NDArray x) -> Linalg.norm(x, 2)).apply(none), 0);
        near(Linalg.norm(none, Double.POSITIVE_INFINITY, 0), 0, 0, 0, 0);
        near(Linalg.vectorNorm(none, null, false, Double.POSITIVE_INFINITY), 0);
        assertThrows(JacobiException.class, () -> Linalg.norm(none, -2));
        assertThrows(JacobiException.class, () -> Linalg.norm(none, Double.NEGATIVE_INFINITY));
        near(Jacobi.grad((NDArray x) -> Linalg.norm(x, Double.POSITIVE_INFINITY)).apply(G), 0, 0, 0, 1, 1, 1, 0, 0, 0);
    }

    @Test
    void derivativesAreThoseOfJax() {
        near(Jacobi.grad((NDArray x) -> Linalg.det(x)).apply(Q), 37, -45, 11, 5, 6, -6, -6, 6, 5, 3, -5, -11, -52, 36, 4, -20);
        near(Jacobi.grad((NDArray x) -> Np.sum(Linalg.inv(x).times(Linalg.inv(x)))).apply(G), 65.6, -102, 36.8, -23.44, 36.4, -13.12, -18.8, 29.6, -10.8);
        near(Jacobi.grad((NDArray x) -> Np.sum(Linalg.cholesky(x))).apply(A), 0.21749306, 0.0168595, 0.05658413, 0.0168595, 0.32529931, 0.30363134, 0.05658413, 0.30363134, 0.23501608);
        near(Jacobi.grad((NDArray x) -> Linalg.norm(x, "nuc")).apply(T), -0.1860847, 0.55450676, 0.64567544, 0.69125977, -0.74059146, 0.46333808);
    }

    @Test
    void batchesAndCompiledFunctionsGiveTheSame() {
        Fn1<NDArray, NDArray> each = Jacobi.vmap((NDArray x) -> Linalg.inv(x));
        near(each.apply(PAIR), 0.27272728, -0.09090909, -0.09090909, 0.36363637, 1.25, -0.5, 0.5, 0);
        near(Jacobi.jit((NDArray x) -> Linalg.slogdet(x).logabsdet()).apply(Q), 3.87120101);
    }

    /** Columns of powers that are orthogonal have equal singular values, whose vectors have no derivatives; the polynomial has. */
    @Test
    void polynomialsThroughPointsAroundZeroHaveDerivatives() {
        NDArray x = Np.linspace(-1, 1, 7);
        NDArray y = NDArray.of(new float[] {1, 2, 4, 3, 5, 4, 6});
        Jacobi.checkGrads((NDArray w) -> Np.polyfit(x, y, 1, w), Np.ones(new int[] {7}, DType.F32), 1, 1e-2, 2e-2, 1e-2);
        NDArray few = NDArray.of(new float[] {-1, 0, 1});
        Jacobi.checkGrads((NDArray v) -> Np.polyfit(v, NDArray.of(new float[] {1, 2, 4}), 1), few, 1, 1e-2, 2e-2, 1e-2);
        Jacobi.checkGrads((NDArray v) -> Np.polyfit(few, v, 4), NDArray.of(new float[] {1, 2, 4}), 1, 1e-2, 2e-2, 1e-2);
        NDArray nothing = Np.zeros(new int[] {0}, DType.F32);
        assertThrows(JacobiException.class, () -> Np.polyfit(nothing, nothing, 1));
    }
}
