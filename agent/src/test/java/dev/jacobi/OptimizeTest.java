package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Minima by BFGS are those of jax.scipy.optimize 0.10.2 with 64 bits, with as many evaluations, in Java and in compiled functions. */
final class OptimizeTest {
    private static final NDArray A = of(3, 1, 0, 1, 2, .5, 0, .5, 1).reshape(3, 3);
    private static final NDArray B = of(1, -2, .5);

    private static NDArray of(double... v) {
        return NDArray.of((Object) v, DType.F64);
    }

    static NDArray rosenbrock(NDArray x) {
        NDArray a = x.get(0);
        return Np.square(x.get(1).minus(a.times(a))).times(100.0).plus(Np.square(Np.subtract(1.0, a)));
    }

    static NDArray quadratic(NDArray x) {
        return Np.dot(x, Np.matmul(A, x)).times(0.5).minus(Np.dot(x, B));
    }

    static Minimum least(NDArray x) {
        return Optimize.minimize(OptimizeTest::rosenbrock, x, "BFGS");
    }

    /** The least place of a square is its middle. */
    static NDArray middle(NDArray s) {
        return Np.sum(Optimize.minimize((NDArray x) -> Np.sum(Np.square(x.minus(s))), Np.zerosLike(s), "BFGS").x());
    }

    static NDArray simplex(NDArray x) {
        return Optimize.minimize(OptimizeTest::rosenbrock, x, "Nelder-Mead").x();
    }

    private static void near(double tolerance, NDArray x, double... expected) {
        assertArrayEquals(expected, Np.ravel(x).toDoubleArray(), tolerance);
    }

    private static void isThatOfJax(Minimum m) {
        assertTrue(m.success(), m.message());
        near(1e-8, m.x(), 1.0000000979787387, 1.0000001921319244);
        near(1e-5, m.hessInv(), 0.5057035771762898, 1.0114066462316063, 1.0114066462316065, 2.0278122762088);
        assertArrayEquals(new int[] {0, 63, 63, 42}, new int[] {m.status(), m.nfev(), m.njev(), m.nit()});
    }

    @Test
    void stepsAreThoseOfJax() {
        isThatOfJax(least(of(2, -3)));
        Minimum q = Optimize.minimize(OptimizeTest::quadratic, of(1, 1, 1), "BFGS");
        near(1e-12, q.x(), 0.9411764524305, -1.823531116124197, 1.4117647460498874);
        near(1e-11, q.jac(), -1.7588326968187573e-06, -3.4067929504111305e-06, -8.120122110266692e-07);
        assertArrayEquals(new int[] {0, 8, 8, 7}, new int[] {q.status(), q.nfev(), q.njev(), q.nit()});
    }

    @Test
    void whyItEndsIsSaid() {
        Minimum five = Optimize.minimize(OptimizeTest::rosenbrock, of(-1.2, 1), "BFGS", 1e-5, 5);
        near(1e-12, five.fun(), 2.3055251137077875);
        assertArrayEquals(new int[] {1, 12, 5}, new int[] {five.status(), five.nfev(), five.nit()});
        Minimum none = Optimize.minimize((NDArray x) -> Np.sum(x), of(0, 0), "BFGS");
        assertFalse(none.success());
        assertArrayEquals(new int[] {5, 11, 1}, new int[] {none.status(), none.nfev(), none.nit()});
        assertTrue(none.message().contains("no minimum"));
    }

    /** From here a bracket goes backwards, where JAX gives up. */
    @Test
    void bracketsMayGoBackwards() {
        Minimum m = least(of(-1.2, 1));
        assertTrue(m.success(), m.message());
        near(1e-6, m.x(), 1, 1);
    }

    @Test
    void partsOfCompiledAndMappedFunctions() {
        Fn1<NDArray, Minimum> compiled = Jacobi.jit(OptimizeTest::least);
        isThatOfJax(compiled.apply(of(2, -3)));
        Fn1<NDArray, NDArray> each = Jacobi.vmap((NDArray x) -> least(x).x());
        near(1e-6, each.apply(Np.stack(of(2, -3), of(-1.2, 1))), 1, 1, 1, 1);
        near(1e-12, Jacobi.grad(OptimizeTest::middle).apply(of(1, 2)), 1, 1);
        String message = assertThrows(JacobiException.class, () -> Jacobi.jit(OptimizeTest::simplex).apply(of(2, -3))).getMessage();
        assertTrue(message.contains("Nelder-Mead decides by values in Java"), message);
        assertEquals(DType.F32, Optimize.minimize((NDArray x) -> Np.sum(x.times(x)), NDArray.of(1f, 2f), "BFGS").x().dtype());
    }
}
