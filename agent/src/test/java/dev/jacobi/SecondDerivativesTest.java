package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Values, first and second derivatives of functions of one number, at special places as well, are those that JAX gives; where JAX has none (NaN), any number will do. The table has been recorded with
 * {@code jax.vmap} of {@code f}, {@code jax.grad(f)} and {@code jax.jacfwd(jax.grad(f))}.
 */
class SecondDerivativesTest {
    private static final Map<String, Fn1<NDArray, NDArray>> F = new LinkedHashMap<>();
    private static final NDArray ZERO = d(0);
    private static final NDArray HALF = d(0.5);
    private static final NDArray ONE = d(1);
    private static final NDArray ONEHALF = d(1.5);
    private static final NDArray TWO = d(2);
    private static final NDArray TWOHALF = d(2.5);
    private static final NDArray INF = d(Double.NEGATIVE_INFINITY);
    private static final NDArray MA = matrix(2, .3, .1, .3, 1, .2, .1, .2, .5);
    private static final NDArray MB = matrix(.5, .2, .1, .2, -.3, .4, .1, .4, .7);
    private static final NDArray NA = matrix(2, .3, .1, -.4, 1, .2, .5, .7, .5);
    private static final NDArray NB = matrix(.5, .2, .1, .6, -.3, .4, .1, -.4, .7);
    private static final NDArray W = Np.arange(9, DType.F64).reshape(3, 3);
    private static final NDArray I3 = NDArray.of((Object) new double[] {1, 2, 3}, DType.F64);

    static {
        ofNumbers();
        ofArrays();
    }

    private static NDArray d(double v) {
        return NDArray.of((Object) v, DType.F64);
    }

    private static NDArray matrix(double... v) {
        return NDArray.of((Object) v, DType.F64).reshape(3, 3);
    }

    private static NDArray stack(NDArray... x) {
        return Np.stack(x);
    }

    /** A symmetric matrix. */
    private static NDArray m(NDArray x) {
        return MA.plus(x.times(MB));
    }

    private static NDArray n(NDArray x) {
        return NA.plus(x.times(NB));
    }

    private static void ofNumbers() {
        F.put("gammaln", x -> Special.gammaln(x));
        F.put("digamma", x -> Special.digamma(x));
        F.put("gamma", x -> Special.gamma(x));
        F.put("gammainc_x", x -> Special.gammainc(ONEHALF, x));
        F.put("gammainc1_x", x -> Special.gammainc(ONE, x));
        F.put("betainc_x", x -> Special.betainc(ONEHALF, TWOHALF, x));
        F.put("i0e", x -> Special.i0e(x));
        F.put("i1", x -> Special.i1(x));
        F.put("i1e", x -> Special.i1e(x));
        F.put("erfinv", x -> Special.erfinv(x));
        F.put("log_ndtr", x -> Special.logNdtr(x));
        F.put("ndtri", x -> Special.ndtri(x));
        F.put("polygamma1", x -> Special.polygamma(1, x));
        F.put("zeta_q", q -> Special.zeta(TWOHALF, q));
        F.put("xlogy", x -> Special.xlogy(x, TWO));
        F.put("xlogy_y", y -> Special.xlogy(ZERO, y));
        F.put("entr", x -> Special.entr(x));
        F.put("kl_div", x -> Special.klDiv(x, TWO));
        F.put("logit", x -> Special.logit(x));
        F.put("logsumexp_inf", x -> Special.logsumexp(stack(x, INF)));
        F.put("logsumexp_allinf", x -> Special.logsumexp(stack(x.times(0).plus(INF), INF)));
        F.put("logaddexp", x -> Np.logaddexp(x, ONE));
        F.put("logaddexp_inf", x -> Np.logaddexp(x, INF));
        F.put("norm", x -> Linalg.norm(stack(x, x.times(2))));
        F.put("where_nan", x -> Np.where(x.gt(0), Np.log(x), ZERO));
        F.put("where_sqrt", x -> Np.where(x.gt(0), Np.sqrt(x), x));
        F.put("sqrt", x -> Np.sqrt(x));
        F.put("pow0", y -> Np.power(ZERO, y));
        F.put("pow_x0", x -> Np.power(x, ZERO));
        F.put("pow_x1", x -> Np.power(x, ONE));
    }

    private static void ofArrays() {
        F.put("pow_x2", x -> Np.power(x, TWO));
        F.put("pow_xhalf", x -> Np.power(x, HALF));
        F.put("pow_int", x -> x.pow(3));
        F.put("pow_int0", x -> x.pow(0));
        F.put("pow_self", x -> Np.power(x, x));
        F.put("abs", x -> Np.abs(x));
        F.put("relu", x -> Nn.relu(x));
        F.put("max", x -> Np.maximum(x, ONE));
        F.put("clip", x -> Np.clip(x, 0, 1));
        F.put("sinc", x -> Np.sinc(x));
        F.put("arctan2", x -> Np.arctan2(x, ZERO));
        F.put("softplus", x -> Nn.softplus(x));
        F.put("silu", x -> Nn.silu(x));
        F.put("elu", x -> Nn.elu(x));
        F.put("cumprod0", x -> Np.cumprod(stack(x, ZERO, x)).sum());
        F.put("cumprod", x -> Np.cumprod(stack(x, x.times(x), x)).sum());
        F.put("prod0", x -> Np.prod(stack(x, ZERO, x)));
        F.put("prod00", x -> Np.prod(stack(x, x)));
        F.put("cumlogsumexp", x -> Lax.cumlogsumexp(stack(x, x.times(x))).sum());
        F.put("sort", x -> Np.sort(stack(x, x.times(x), TWO)).times(I3).sum().pow(2));
        F.put("max_red", x -> Np.max(stack(x, x.times(x), ONE)));
        F.put("std", x -> Np.std(stack(x, x.times(x))));
        F.put("eigh_w", x -> Linalg.eigh(m(x)).eigenvalues().times(I3).sum());
        F.put("eigh_v", x -> Linalg.eigh(m(x)).eigenvectors().pow(2).times(W).sum());
        F.put("svd_s", x -> Linalg.svdvals(n(x)).times(I3).sum());
        F.put("svd_uv", x -> {
            var s = Linalg.svd(n(x));
            return s.u().times(s.s()).matmul(s.vh()).times(W).sum().plus(s.u().pow(2).times(W).sum());
        });
        F.put("qr", x -> {
            var q = Linalg.qr(n(x));
            return q.q().pow(2).times(W).sum().plus(q.r().pow(2).sum());
        });
        F.put("chol", x -> Linalg.cholesky(m(x)).times(W).sum());
        F.put("pinv", x -> Linalg.pinv(n(x).at(Slice.ALL, Slice.of(0, 2)).get()).sum());
        F.put("expm", x -> Linalg.expm(n(x)).sum());
    }

    private static Map<String, List<double[]>> table() throws IOException {
        var rows = new LinkedHashMap<String, List<double[]>>();
        try (var in = new BufferedReader(new InputStreamReader(SecondDerivativesTest.class.getResourceAsStream("/dev/jacobi/second-derivatives.txt"), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ");
                if (!line.startsWith("#")) {
                    double[] v = new double[4];
                    for (int k = 0; k < v.length; k++) {
                        v[k] = Double.parseDouble(words[k + 1].replace("inf", "Infinity"));
                    }
                    rows.computeIfAbsent(words[0], name -> new ArrayList<>()).add(v);
                }
            }
        }
        return rows;
    }

    private static void check(String name, List<double[]> rows) {
        Fn1<NDArray, NDArray> f = F.get(name);
        NDArray xs = NDArray.of((Object) rows.stream().mapToDouble(v -> v[0]).toArray(), DType.F64);
        List<Fn1<NDArray, NDArray>> orders = List.of(Jacobi.vmap(f), Jacobi.vmap(Jacobi.grad(f)), Jacobi.vmap(Jacobi.grad(Jacobi.grad(f))));
        for (int k = 0; k < orders.size(); k++) {
            double[] got = orders.get(k).apply(xs).toDoubleArray();
            for (int i = 0; i < got.length; i++) {
                double wanted = rows.get(i)[k + 1];
                if (!Double.isNaN(wanted)) {
                    assertEquals(wanted, got[i], 1e-9 * Math.max(1, Math.abs(Double.isInfinite(wanted) ? 0 : wanted)), name + " at " + rows.get(i)[0] + ", derivative " + k);
                }
            }
        }
    }

    @Test
    void someFunctions() throws IOException {
        Map<String, List<double[]>> all = table();
        for (String name : Set.of("xlogy", "logaddexp", "i0e", "gammainc_x", "logit", "norm")) {
            check(name, all.get(name));
        }
        // where the density is not 0
        Fn1<NDArray, NDArray> f = Jacobi.grad((NDArray x) -> Special.gammainc(ONE, x));
        assertEquals(1, f.apply(ZERO).item(), 1e-15);
        assertEquals(-1, Jacobi.grad(f).apply(ZERO).item(), 1e-15);
    }

    @Test
    @Tag("arrays")
    void allFunctions() throws IOException {
        Map<String, List<double[]>> all = table();
        assertFalse(all.isEmpty());
        all.forEach(SecondDerivativesTest::check);
    }

    static NDArray gammainc(NDArray p) {
        return Special.gammainc(p.get(0), p.get(1));
    }

    static NDArray betainc(NDArray p) {
        return Special.betainc(p.get(0), p.get(1), p.get(2));
    }

    /** The values are differences of mpmath's functions; JAX refuses these. */
    @Test
    void mixedOfIncompleteFunctions() {
        Fn1<NDArray, NDArray> gamma = Jacobi.hessian(SecondDerivativesTest::gammainc);
        assertArrayEquals(new double[] {0.10987929, -0.05255295, -0.05255295, -0.03583584}, Np.ravel(gamma.apply(NDArray.of((Object) new double[] {2.5, 1.7}, DType.F64))).toDoubleArray(), 1e-7);
        Fn1<NDArray, NDArray> beta = Jacobi.jit(Jacobi.<NDArray, NDArray, NDArray>jacfwd(Jacobi.grad(SecondDerivativesTest::betainc)));
        assertArrayEquals(new double[] {0.10296515, -0.07111497, -0.35006483, -0.07111497, 0.01657109, 0.67257566, -0.35006483, 0.67257566, 2.93511603},
            Np.ravel(beta.apply(NDArray.of((Object) new double[] {2.5, 1.7, 0.4}, DType.F64))).toDoubleArray(), 1e-7);
    }
}
