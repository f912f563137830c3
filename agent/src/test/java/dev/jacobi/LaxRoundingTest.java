package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Rounding to fewer bits is differentiated like a linear function that is its own transpose, and extremes of nothing are the type's, as JAX 0.10.2 has both. */
class LaxRoundingTest {
    private static final NDArray X = NDArray.of(new double[] {0.3, -1.7, 100.123});
    /** What 0.3, -1.7 and 100.123 are with three bits of fraction. */
    private static final double[] ROUNDED = {0.3125, -1.75, 104};

    private static NDArray rounded(NDArray x) {
        return Lax.reducePrecision(x, 8, 3);
    }

    private static NDArray weighted(NDArray x) {
        return rounded(x).times(X).sum();
    }

    private static NDArray cubed(NDArray x) {
        NDArray y = rounded(x);
        return y.times(y).times(y).sum();
    }

    private static void same(double[] expected, NDArray actual) {
        assertArrayEquals(expected, actual.toDoubleArray(), 0);
    }

    @Test
    void cotangentsAreRounded() {
        same(ROUNDED, Jacobi.grad(LaxRoundingTest::weighted).apply(X));
        same(ROUNDED, Jacobi.jit(Jacobi.grad(LaxRoundingTest::weighted)).apply(X));
    }

    @Test
    void tangentsAreRounded() {
        NDArray tangent = NDArray.of(new double[] {1.1, 0.001, -3});
        same(new double[] {1.125, 0.0009765625, -3}, Jacobi.jvp(LaxRoundingTest::rounded).apply(X, tangent).tangent());
    }

    @Test
    void eachExampleOfABatchIsRoundedInBothDirections() {
        Fn1<NDArray, NDArray> mapped = Jacobi.vmap(LaxRoundingTest::rounded);
        Fn1<NDArray, NDArray> sum = x -> mapped.apply(x).times(X).sum();
        same(ROUNDED, Jacobi.grad(sum).apply(X));
        Fn1<NDArray, NDArray> one = x -> rounded(x).times(x);
        Fn1<NDArray, NDArray> slopes = Jacobi.vmap(Jacobi.grad(one));
        // y + R(x) for the cotangent x of R, which is rounded, too
        same(new double[] {2 * ROUNDED[0], 2 * ROUNDED[1], 2 * ROUNDED[2]}, slopes.apply(X));
    }

    @Test
    void secondDerivativesRoundOnceMore() {
        Fn1<NDArray, NDArray> slope = x -> Jacobi.grad(LaxRoundingTest::cubed).apply(x).sum();
        // the tangents 1 stay, the derivative of 3 y^2 is 6 y, which is rounded on its way back
        same(new double[] {rounded(NDArray.scalar(6 * ROUNDED[0])).item(), rounded(NDArray.scalar(6 * ROUNDED[1])).item(), rounded(NDArray.scalar(6 * ROUNDED[2])).item()},
            Jacobi.grad(slope).apply(X));
    }

    @Test
    void onlyRealNumbersAreRounded() {
        assertEquals("Lax.reducePrecision: the operand is an array of int32, and only real floating-point numbers are rounded to fewer bits; convert it with astype first.",
            assertThrows(JacobiException.class, () -> rounded(NDArray.of(new int[] {1, 2}))).getMessage());
    }

    @Test
    void extremesOfNothingAreThoseOfTheType() {
        NDArray none = Np.zeros(new int[] {0, 2}, DType.F32);
        same(new double[] {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY}, Lax.reduceMax(none, 0));
        same(new double[] {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY}, Lax.reduceMin(none, 0));
        assertEquals(Integer.MIN_VALUE, Lax.reduceMax(none.astype(DType.I32), 0, 1).item());
        assertEquals(255, Lax.reduceMin(none.astype(DType.U8), 0, 1).item());
        assertEquals("[false false]", Lax.reduceMax(none.astype(DType.BOOL), 0).toString().toLowerCase(java.util.Locale.ROOT));
        Fn1<NDArray, NDArray> f = x -> Lax.reduceMax(x, 0);
        same(new double[] {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY}, Jacobi.jit(f).apply(none));
        assertEquals("[[ True]\n [ True]]", Lax.full(new int[] {2, 1}, true).toString());
    }

    private static NDArray cov(NDArray x) {
        return Np.cov(x, null, false);
    }

    @Test
    void nothingIsKnownOfVariablesWithoutObservations() {
        NDArray none = Np.zeros(new int[] {0, 2});
        double[] unknown = {Double.NaN, Double.NaN, Double.NaN, Double.NaN};
        same(unknown, cov(none).reshape(-1));
        same(unknown, Jacobi.jit(LaxRoundingTest::cov).apply(none).reshape(-1));
        assertEquals("(0, 0)", Np.cov(none, Np.zeros(new int[] {3, 2}), true).shapeOf().toString());
        same(new double[] {2}, Np.cov(NDArray.of(new double[][] {{1, 3}}), null, true).reshape(-1));
    }
}
