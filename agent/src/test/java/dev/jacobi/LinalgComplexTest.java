package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Factors of complex matrices and what stands on them: numbers of JAX 0.10.2, as {@code record_complex_linalg.py} has recorded them, with derivatives in both modes. */
@Tag("arrays")
class LinalgComplexTest {
    private static final double TOLERANCE = 1e-9;
    private static final Map<String, double[]> JAX = recorded();
    private static NDArray a;
    private static NDArray t;
    private static NDArray w;
    private static NDArray s;
    private static NDArray h;

    private static Map<String, double[]> recorded() {
        try (InputStream in = LinalgComplexTest.class.getResourceAsStream("complex-linalg.txt")) {
            var out = new LinkedHashMap<String, double[]>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                String[] words = line.split(" ");
                out.put(words[0], Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray());
            }
            return out;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeAll
    static void matrices() {
        Jacobi.x64(true);
        a = matrix(3, 3, 1);
        t = matrix(5, 3, 2);
        w = matrix(3, 5, 3);
        s = matrix(6, 6, 5);
        h = s.plus(adjoint(s));
    }

    @AfterAll
    static void narrow() {
        Jacobi.x64(false);
    }

    private static NDArray matrix(int m, int n, int seed) {
        double[] re = new double[m * n];
        double[] im = new double[m * n];
        for (int i = 0; i < m * n; i++) {
            double k = i + seed;
            re[i] = Math.sin(3 * k * k + k);
            im[i] = Math.cos(2 * k * k - k);
        }
        return NDArray.complex(NDArray.of(re, DType.F64), NDArray.of(im, DType.F64)).reshape(m, n);
    }

    private static NDArray adjoint(NDArray x) {
        return Np.conj(Np.matrixTranspose(x));
    }

    private static double[] numbers(NDArray x) {
        double[] re = (x.dtype().isComplex() ? x.real() : x.astype(DType.F64)).ravel().toDoubleArray();
        if (!x.dtype().isComplex()) {
            return re;
        }
        double[] im = x.imag().ravel().toDoubleArray();
        double[] both = Arrays.copyOf(re, 2 * re.length);
        System.arraycopy(im, 0, both, re.length, im.length);
        return both;
    }

    private static void same(String name, NDArray x) {
        same(name, numbers(x));
    }

    private static void same(String name, double[] have) {
        double[] want = JAX.get(name);
        assertEquals(want.length, have.length, name);
        double most = Math.max(1, Arrays.stream(want).map(Math::abs).max().orElse(0));
        for (int k = 0; k < want.length; k++) {
            assertEquals(want[k], have[k], TOLERANCE * most, name + ", element " + k);
        }
    }

    @Test
    void factors() {
        var q = Linalg.qr(t);
        same("qr.q", q.q());
        same("qr.r", q.r());
        same("qr6.r", Linalg.qr(s, "r").r());
        same("qrc.q", Linalg.qr(t, "complete").q());
        same("qrw.r", Linalg.qr(w).r());
        var l = Linalg.lu(t);
        same("lu.p", l.p());
        same("lu.l", l.l());
        same("lu.u", l.u());
        same("svd.s", Linalg.svd(s).s());
        var v = Linalg.svd(t, false);
        same("svd.p", v.u().reshape(5, 1, 3).times(Np.matrixTranspose(v.vh()).reshape(1, 3, 3)));
        var e = Linalg.eigh(h);
        same("eigh.w", e.eigenvalues());
        same("eigh.v", e.eigenvectors().times(Np.sign(Np.real(e.eigenvectors()).at(0).get())));
        same("eigvalsh", Linalg.eigvalsh(h));
    }

    @Test
    void whatStandsOnFactors() {
        NDArray b = matrix(3, 2, 4);
        same("pinv", Linalg.pinv(t));
        same("pinvw", Linalg.pinv(w));
        var least = Linalg.lstsq(t, matrix(5, 2, 7));
        same("lstsq.x", least.x());
        same("lstsq.r", least.residuals());
        same("lstsq.k", least.rank());
        same("lstsq.s", least.s());
        same("rank", Linalg.matrixRank(s));
        same("nuc", Linalg.norm(t, "nuc"));
        same("n2", Linalg.norm(t, 2));
        same("cond", Linalg.cond(t));
        same("det2", Linalg.det(matrix(2, 2, 1)));
        same("det3", Linalg.det(a));
        same("det6", Linalg.det(s));
        var d = Linalg.slogdet(s);
        same("sld.s", d.sign());
        same("sld.l", d.logabsdet());
        same("solve", Linalg.solve(a, b));
        same("inv", Linalg.inv(s));
        same("expm", Linalg.expm(s));
        same("mp", Linalg.matrixPower(a, -3));
        same("tri", Linalg.solveTriangular(a, b, 2, true));
        var lu = Linalg.luFactor(s);
        for (int k = 0; k < 3; k++) {
            same("lus" + k, Linalg.luSolve(lu.lu(), lu.piv(), Np.split(s, new int[] {2}, 1).get(0), k));
        }
        same("polar", Linalg.polar(a).unitary());
    }

    static List<NDArray> qr(NDArray x) {
        var f = Linalg.qr(x);
        return List.of(f.q(), f.r());
    }

    static List<NDArray> lu(NDArray x) {
        var f = Linalg.lu(x);
        return List.of(f.l(), f.u());
    }

    static List<NDArray> eigh(NDArray x) {
        var f = Linalg.eigh(x);
        return List.of(f.eigenvalues(), f.eigenvectors());
    }

    static List<NDArray> svd(NDArray x) {
        var f = Linalg.svd(x, false);
        return List.of(f.u(), f.s(), f.vh());
    }

    static List<NDArray> slogdet(NDArray x) {
        var f = Linalg.slogdet(x);
        return List.of(f.sign(), f.logabsdet());
    }

    private static void forward(String name, Fn1<NDArray, List<NDArray>> f, NDArray x, NDArray direction) {
        List<NDArray> out = Jacobi.jvp(f).apply(x, direction).tangent();
        for (int k = 0; k < out.size(); k++) {
            same(name + k, out.get(k));
        }
    }

    @Test
    void forwardMode() {
        forward("j.qr", LinalgComplexTest::qr, t, matrix(5, 3, 12));
        forward("j.lu", LinalgComplexTest::lu, t, matrix(5, 3, 12));
        forward("j.luw", LinalgComplexTest::lu, w, matrix(3, 5, 13));
        forward("j.vals", x -> List.of(Linalg.svdvals(x)), t, matrix(5, 3, 12));
        forward("j.det", x -> List.of(Linalg.det(x)), s, h);
        forward("j.sld", LinalgComplexTest::slogdet, s, h);
        forward("j.pinv", x -> List.of(Linalg.pinv(x)), t, matrix(5, 3, 12));
        forward("j.solve", x -> List.of(Linalg.solve(x, matrix(3, 2, 4))), a, matrix(3, 3, 11));
        forward("j.inv", x -> List.of(Linalg.inv(x)), a, matrix(3, 3, 11));
        forward("j.expm", x -> List.of(Linalg.expm(x)), a, matrix(3, 3, 11));
    }

    /** Vectors have either sign, and their derivatives with them: sizes are compared. */
    @Test
    void forwardModeOfVectors() {
        var names = Map.of("j.eigh", Jacobi.jvp((Fn1<NDArray, List<NDArray>>) LinalgComplexTest::eigh).apply(h, s), "j.svd", Jacobi.jvp((Fn1<NDArray, List<NDArray>>) LinalgComplexTest::svd)
            .apply(t, matrix(5, 3, 12)), "j.svdw", Jacobi.jvp((Fn1<NDArray, List<NDArray>>) LinalgComplexTest::svd).apply(w, matrix(3, 5, 13)));
        names.forEach((name, r) -> {
            for (int k = 0; k < r.tangent().size(); k++) {
                double[] want = JAX.get(name + k);
                double[] have = numbers(r.tangent().get(k));
                assertEquals(want.length, have.length);
                for (int i = 0; i < want.length; i++) {
                    assertEquals(Math.abs(want[i]), Math.abs(have[i]), 1e-8 * Math.max(1, Math.abs(want[i])), name + k + ", element " + i);
                }
            }
        });
    }

    /** A real number of all that a function gives. */
    static NDArray weighed(List<NDArray> out) {
        NDArray sum = NDArray.scalar(0.0);
        for (int i = 0; i < out.size(); i++) {
            NDArray o = out.get(i);
            NDArray k = Np.arange(o.size()).astype(DType.F64).reshape(o.shape()).plus(1 + i);
            sum = sum.plus(Np.sum(Np.real(o).times(Np.sin(k)))).plus(Np.sum(Np.imag(o).times(Np.cos(k))));
        }
        return sum;
    }

    static List<NDArray> eigenspaces(NDArray x) {
        var f = Linalg.eigh(x);
        NDArray v = f.eigenvectors();
        return List.of(f.eigenvalues(), v.reshape(6, 1, 6).times(Np.conj(v).reshape(1, 6, 6)).times(Np.arange(1, 7)));
    }

    static List<NDArray> singularSpaces(NDArray x) {
        var f = Linalg.svd(x, false);
        NDArray v = Np.matrixTranspose(f.vh());
        return List.of(f.s(), f.u().reshape(f.u().shape(0), 1, 3).times(v.reshape(1, v.shape(0), 3)).times(Np.arange(1, 4)));
    }

    private static void reverse(String name, Fn1<NDArray, NDArray> f, NDArray x) {
        same(name, Jacobi.grad(f).apply(x));
    }

    @Test
    void reverseMode() {
        reverse("g.qr", x -> weighed(qr(x)), t);
        reverse("g.lu", x -> weighed(lu(x)), t);
        reverse("g.luw", x -> weighed(lu(x)), w);
        reverse("g.eigh", x -> weighed(eigenspaces(x)), h);
        reverse("g.svd", x -> weighed(singularSpaces(x)), t);
        reverse("g.svdw", x -> weighed(singularSpaces(x)), w);
        reverse("g.vals", x -> weighed(List.of(Linalg.svdvals(x))), t);
        reverse("g.nuc", x -> weighed(List.of(Linalg.norm(x, "nuc"))), t);
    }

    @Test
    void reverseModeOfWhatStandsOnFactors() {
        reverse("g.det", x -> weighed(List.of(Linalg.det(x))), s);
        reverse("g.sld", x -> weighed(slogdet(x)), s);
        reverse("g.pinv", x -> weighed(List.of(Linalg.pinv(x))), t);
        reverse("g.solve", x -> weighed(List.of(Linalg.solve(x, matrix(3, 2, 4)))), a);
        reverse("g.inv", x -> weighed(List.of(Linalg.inv(x))), a);
        reverse("g.expm", x -> weighed(List.of(Linalg.expm(x))), a);
        reverse("g.chol", x -> weighed(List.of(Linalg.cholesky(Np.matmul(x, adjoint(x)).plus(Np.eye(3).times(3))))), a);
    }

    /** Matrices in front are a batch, and lanes of vmap; one that equals a multiple of the identity has vectors, too. */
    @Test
    void batches() {
        NDArray both = Np.stack(h, Np.eye(6).times(2).plus(h.times(0)));
        var all = Linalg.eigh(both);
        Fn1<NDArray, List<NDArray>> mapped = Jacobi.vmap(LinalgComplexTest::eigh);
        List<NDArray> lanes = mapped.apply(both);
        assertTrue(lanes.get(0).allClose(all.eigenvalues()));
        assertTrue(lanes.get(1).allClose(all.eigenvectors()));
        NDArray v = all.eigenvectors();
        assertTrue(Np.matmul(adjoint(v), v).allClose(Np.broadcastTo(Np.eye(6).plus(h.times(0)), 2, 6, 6)));
        assertTrue(Np.matmul(v.times(all.eigenvalues().reshape(2, 1, 6)), adjoint(v)).allClose(both));
    }

    static NDArray largest(NDArray z) {
        NDArray h = Np.matmul(z, Np.conj(Np.matrixTranspose(z)));
        return Linalg.eigvalsh(h).at(1).get();
    }

    /** Factors of small complex matrices: the greatest eigenvalue of z z' is the square of the norm of order 2. */
    @Test
    void normsAndEigenvalues() {
        NDArray z = NDArray.complex(NDArray.of(new float[][] {{1, 2}, {0, 1}}), NDArray.of(new float[][] {{0, 1}, {2, 0}}));
        NDArray g = Jacobi.grad(LinalgComplexTest::largest).apply(z);
        NDArray n = Jacobi.grad((NDArray x) -> Linalg.norm(x, 2).pow(2)).apply(z);
        assertEquals(0, Np.max(Np.abs(g.minus(n))).item(), 1e-4);
        assertEquals(List.of(2, 2), List.of(g.shape(0), g.shape(1)));
        Jacobi.checkGrads(LinalgComplexTest::largest, z, 1, 2e-2, 2e-2, 1e-3);
    }
}
