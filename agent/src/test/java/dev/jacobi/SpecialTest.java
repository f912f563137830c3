package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Special functions, distributions and minima against values of SciPy and of JAX with 64 bits. */
@Tag("slow")
class SpecialTest {
    private static final NDArray A = of(.5, 2.5, 9);
    private static final NDArray X = of(1.5, .7, 12);
    private static final NDArray Q = of(.2, .7, .4);
    private static final NDArray Y = of(-1.2, .3, 2.5);

    private static NDArray of(double... v) {
        return NDArray.of((Object) v, DType.F64);
    }

    private static void same(NDArray got, double tolerance, double... expected) {
        double[] v = got.toDoubleArray();
        assertEquals(expected.length, v.length);
        for (int i = 0; i < v.length; i++) {
            assertEquals(expected[i], v[i], Double.isInfinite(expected[i]) ? 0 : tolerance * Math.max(1e-300, Math.abs(expected[i])), "element " + i);
        }
    }

    static NDArray lower(NDArray a, NDArray x) {
        return Special.gammainc(a, x).sum();
    }

    static NDArray beta(NDArray a, NDArray x) {
        return Special.betainc(a, a.plus(1.0), x).sum();
    }

    static NDArray rosenbrock(NDArray x) {
        NDArray a = x.times(NDArray.of(1, 0)).sum();
        NDArray b = x.times(NDArray.of(0, 1)).sum();
        NDArray u = b.minus(a.times(a));
        NDArray v = a.minus(1.0);
        return u.times(u).times(100.0).plus(v.times(v));
    }

    @Test
    void tailsKeepTheirPrecision() {
        same(Special.erfc(of(7.778174593052023)), 1e-13, 3.821319148997326e-28);
        same(Special.ndtri(of(1e-12, 0.5)), 1e-13, -7.034483825301131, 0);
        same(Special.logNdtr(of(-9.5)), 1e-14, -48.30601929896523);
    }

    @Test
    void incompleteFunctionsHaveDerivatives() {
        same(Special.gammainc(A, X), 1e-13, 0.9167354833364495, 0.07568672719833303, 0.8449722182325374);
        same(Special.betainc(A, A.plus(1.0), Q), 1e-13, 0.5498151442478981, 0.9228190654779194, 0.2631588309788394);
        Object[] g = (Object[]) Jacobi.<NDArray, NDArray, NDArray, Object>grad(SpecialTest::lower, 0, 1).apply(A, X);
        same((NDArray) g[0], 1e-7, -0.23019434, -0.11515032, -0.07680861);
        same((NDArray) g[1], 1e-7, 0.10278689, 0.21877854, 0.06552328);
        Object[] b = (Object[]) Jacobi.<NDArray, NDArray, NDArray, Object>grad(SpecialTest::beta, 0, 1).apply(A, Q);
        same((NDArray) b[0], 1e-6, -0.52433684, 0.01344516, -0.01956001);
        same((NDArray) b[1], 1e-7, 1.27323954, 0.78418591, 2.89000536);
    }

    @Test
    void compiledCodeGivesTheSame() {
        same(Jacobi.jit(SpecialTest::lower).apply(A, X), 1e-14, lower(A, X).item());
    }

    @Test
    void distributionsAreThoseOfJax() {
        same(Stats.normLogpdf(Y, .5, 2), 1e-13, -1.9733357137646181, -1.617085713764618, -2.112085713764618);
        same(Stats.normPpf(Q, 1, 2), 1e-13, -0.6832424671458281, 2.048801025416081, 0.49330579372840055);
        same(Stats.gammaLogpdf(X, A), 1e-13, -2.2750974969787827, -1.5196952863810183, -2.72534970444125);
        same(Stats.tLogpdf(Y, A), 1e-13, -2.327409291137897, -1.07853209517571, -3.5834346006733124);
        same(Stats.truncnormLogcdf(Y, -2, 3), 1e-12, -2.3581042900498868, -0.4945276465811689, -0.004992220567642256);
        same(Stats.truncnormSf(Y, -2, 3), 1e-12, 0.9054006136800896, 0.3901410917878603, 0.004979780144931755);
        same(Stats.vonmisesPdf(Y, A), 1e-13, 0.1793801632243563, 0.5270949822056252, 1.0754147574330208e-07);
        same(Stats.gumbelRLogsf(Y), 1e-13, -0.036818150728820595, -0.647645638393714, -2.5407617672824996);
        same(Stats.gumbelLLogcdf(Y), 1e-12, -1.346820044678973, -0.3001283618204445, -5.119307402302511e-06);
        same(Stats.paretoPpf(Q, A), 1e-13, 1.5624999999999998, 1.6186445827673461, 1.0584000728412675);
        same(Stats.chi2Logsf(X, A), 1e-13, -2.301950427281924, -0.2188213260606383, -1.5450120300615229);
        same(Stats.wrapcauchyLogpdf(X, Q), 1e-13, -1.8903362052759107, -1.641864419496573, Double.NEGATIVE_INFINITY);
        same(Stats.cauchySf(Y), 1e-13, 0.7788579383763046, 0.40722642092225764, 0.12111894159084341);
    }

    @Test
    void countsAreThoseOfJax() {
        NDArray k = of(0, 2, 5);
        same(Stats.poissonCdf(k, A), 1e-13, 0.6065306597126334, 0.543813115883329, 0.1156905208410578);
        same(Stats.binomLogpmf(k, 5, Q), 1e-13, -1.1157177565710488, -2.022683207861226, -4.581453659370775);
        same(Stats.nbinomPmf(k, A, Q), 1e-13, 0.447213595499958, 0.16142309386941842, 0.026234616545279997);
        same(Stats.geomLogpmf(k, Q), 1e-13, Double.NEGATIVE_INFINITY, -1.5606477482646683, -2.959593226938096);
        same(Stats.multinomialLogpmf(of(1, 2, 0, 1), 4, of(.25, .25, .125, .375)), 1e-13, -2.654805686583396);
        same(Stats.dirichletLogpdf(of(.25, .25, .5), of(1.5, 2, 3)), 1e-13, 1.6244612141327197);
        assertArrayEquals(new double[] {3.5, 1, 3.5, 2}, Stats.rankdata(of(3, 1, 3, 2)).toDoubleArray());
        assertArrayEquals(new double[] {3, 1, 3, 2}, Stats.rankdata(of(3, 1, 3, 2), "dense").toDoubleArray());
        same(Stats.sem(Y), 1e-13, 1.0744507640857468);
    }

    @Test
    void minimaAreFound() {
        for (String method : new String[] {"BFGS", "Nelder-Mead"}) {
            Minimum m = Optimize.minimize(SpecialTest::rosenbrock, of(-1.2, 1), method, 1e-7, 0);
            assertTrue(m.success(), m.message());
            assertArrayEquals(new double[] {1, 1}, m.x().toDoubleArray(), 1e-5, method);
        }
        assertEquals(Math.sqrt(2), Optimize.newton(x -> x * x - 2, 1.0, 1e-12), 1e-14);
        assertEquals(Math.sqrt(2), Optimize.bisect(x -> x * x - 2, 0, 2, 1e-12), 1e-12);
    }

    @Test
    void derivativesAreThoseOfDifferences() {
        Jacobi.checkGrads(x -> Special.erfc(x), Y, 2, 1e-6, 1e-5, 1e-5);
        Jacobi.checkGrads(x -> Special.i1e(x), Y, 1, 1e-6, 1e-5, 1e-5);
        Fn1<NDArray, NDArray> step = x -> x.times(x.astype(DType.I32).astype(DType.F64));
        assertThrows(JacobiException.class, () -> Jacobi.checkGrads(step, of(1), 1, 1e-6, 1e-5, 1e-5));
    }
}
