package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Derivatives of numbers drawn from the gamma distribution, and of what is made of them, by shape parameters are those of jax 0.10.2 with 64 bits. */
final class PrngDerivativesTest {
    private static final NDArray KEY = Prng.key(7);
    private static final NDArray A = of(.05, .3, 1, 2.5, 9, 40, 1000);

    private static NDArray of(double... v) {
        return NDArray.of((Object) v, DType.F64);
    }

    static NDArray gamma(NDArray a) {
        return Np.sum(Prng.gamma(KEY, a, null, DType.F64));
    }

    static NDArray logarithms(NDArray a) {
        return Np.sum(Prng.loggamma(KEY, a, null, DType.F64));
    }

    static NDArray beta(NDArray a) {
        return Np.sum(Prng.beta(KEY, a, Np.fullLike(a, 2.0), null, DType.F64));
    }

    static NDArray student(NDArray a) {
        return Np.sum(Prng.t(KEY, a, null, DType.F64));
    }

    static NDArray dirichlet(NDArray a) {
        return Np.sum(Prng.dirichlet(KEY, a, null, DType.F64).times(Np.arange(7, DType.F64)));
    }

    private static void near(NDArray got, double... expected) {
        double[] v = Np.ravel(got).toDoubleArray();
        assertEquals(expected.length, v.length);
        for (int k = 0; k < v.length; k++) {
            assertEquals(expected[k], v[k], 1e-10 * Math.abs(expected[k]), "element " + k);
        }
    }

    @Test
    void ofTheGammaDistribution() {
        near(Jacobi.grad(PrngDerivativesTest::gamma).apply(A), 5.686026807449361e-34, 0.04805650133344679, 0.5273182329971831, 0.9781997792317426, 1.0598280545894991,
            1.0520909663062978, 0.9973571411052619);
        near(Jacobi.grad(PrngDerivativesTest::logarithms).apply(A), 1669.445667142074, 19.496543953276117, 2.1378025703366914, 0.46554048029019407, 0.10874218225045135,
            0.023943468772172245, 0.001002981496444451);
    }

    @Test
    @Tag("arrays")
    void ofWhatIsMadeOfIt() {
        near(Jacobi.grad(PrngDerivativesTest::beta).apply(A), 0.1613371328329487, 0.6325160127630746, 0.1958289808384116, 0.11042282671868925, 0.010872362627274687,
            0.0023975705059810183, 4.377909731509744e-06);
        near(Jacobi.grad(PrngDerivativesTest::student).apply(A), -188407.89882007398, 900.5826958712174, -0.00367081839620454, -0.004504856761678902, 0.005148329238649532,
            0.0018001365470193694, 5.081009336968213e-06);
        near(Jacobi.grad(PrngDerivativesTest::dirichlet).apply(A), -3.211378051522796e-36, -0.00022566614283859495, -0.0019742050936163258, -0.0027310041627768046,
            -0.0019499522193617517, -0.0009341353065832328, 6.393750546697614e-05);
    }

    private static void secondNear(Fn1<NDArray, NDArray> f, double... expected) {
        near(Jacobi.grad((NDArray a) -> Np.sum(Jacobi.grad(f).apply(a))).apply(of(.3, 1, 2.5, 9, 40)), expected);
    }

    @Test
    void secondDerivatives() {
        secondNear(PrngDerivativesTest::gamma, 0.003290212871240586, 0.3490170076188912, 0.05748324143040589, 0.0005136792763322409, -0.0003529063889958911);
        secondNear(a -> Np.sum(Prng.dirichlet(KEY, a, null, DType.F64).times(Np.arange(5, DType.F64))), -0.00023877743635364527, -0.0169063050888041, 0.00045447356401788843,
            0.0020009709592629264, 0.0008691549266660207);
        Fn1<NDArray, NDArray> each = Jacobi.vmap(Jacobi.grad(Jacobi.grad((NDArray a) -> Prng.gamma(Prng.key(0), a, null, DType.F64))));
        near(each.apply(of(1.5, 1.5)), 0.07290572877737572, 0.07290572877737572);
    }

    @Test
    @Tag("arrays")
    void thirdDerivatives() {
        // by differences of the inverse of the incomplete gamma function with 40 digits
        Fn1<NDArray, NDArray> third = Jacobi.grad(Jacobi.grad(Jacobi.grad((NDArray a) -> Prng.gamma(Prng.key(0), a, null, DType.F64))));
        near(third.apply(NDArray.of((Object) 1.5, DType.F64)), -0.1041676082945080);
    }

    @Test
    void inMappedFunctionsAndOfOneNumber() {
        Fn1<NDArray, NDArray> each = Jacobi.vmap(Jacobi.grad((NDArray a) -> Np.sum(Prng.gamma(KEY, a, new int[] {5}, DType.F64))));
        near(each.apply(of(2.5, 2.5)), 4.974812397113359, 4.974812397113359);
        Fn1<NDArray, NDArray> compiled = Jacobi.jit((NDArray a) -> Prng.gamma(KEY, a, null, DType.F64));
        assertArrayEquals(Prng.gamma(KEY, A, null, DType.F64).toDoubleArray(), compiled.apply(A).toDoubleArray(), 1e-12);
    }
}
