// Random numbers are those of JAX 0.10.2, which test-suite/src/test/python/record_random.py records.
package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class PrngTest {
    private static final int[] N = {9};
    private static final double CLOSE = 2e-6;
    private static final NDArray KEY = Prng.key(0);
    private static final NDArray LOGITS = NDArray.of(new float[][] {{1, 2, 3, 4}, {0, 0, 0, 0}, {-1, 2, 1, 0}});
    private static final NDArray P = NDArray.of(new float[] {.1f, .2f, .3f, .4f});
    private static final NDArray A = NDArray.of(new float[] {5, 6, 7, 8});

    private static Map<String, String[]> recorded() {
        try (InputStream in = PrngTest.class.getResourceAsStream("random.txt")) {
            var all = new TreeMap<String, String[]>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                String[] words = line.strip().split(" ");
                all.put(words[0], Arrays.copyOfRange(words, 1, words.length));
            }
            return all;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double[] numbers(NDArray x) {
        return x.astype(DType.F64).toDoubleArray();
    }

    private static Map<String, Supplier<NDArray>> exact() {
        var m = new TreeMap<String, Supplier<NDArray>>();
        m.put("bits", () -> Prng.bits(KEY, 3, 4));
        m.put("bits16", () -> Prng.bits(KEY, new int[] {5}, DType.U16));
        m.put("uniform", () -> Prng.uniform(KEY, 9));
        m.put("uniform16", () -> Prng.uniform(KEY, N, DType.F16));
        m.put("randint", () -> Prng.randint(KEY, N, -2147483648, 2147483647));
        m.put("randint8", () -> Prng.randint(KEY, N, 0, 256, DType.U8));
        m.put("bernoulli", () -> Prng.bernoulli(KEY, .3, N));
        m.put("categorical", () -> Prng.categorical(KEY, LOGITS, -1, new int[] {5, 3}));
        m.put("categories", () -> Prng.categorical(KEY, LOGITS, -1, new int[] {2, 3}, false));
        m.put("permutation", () -> Prng.permutation(KEY, LOGITS, 1));
        m.put("independent", () -> Prng.permutation(KEY, LOGITS, 1, true));
        m.put("choice", () -> Prng.choice(KEY, A, new int[] {5}, true, P));
        m.put("different", () -> Prng.choice(KEY, A, new int[] {3}, false, P));
        m.put("poisson", () -> Prng.poisson(KEY, 3.0, N));
        m.put("poissonMany", () -> Prng.poisson(KEY, 25.0, N));
        m.put("rademacher", () -> Prng.rademacher(KEY, 9));
        m.put("geometric", () -> Prng.geometric(KEY, .3, N));
        m.put("binomial", () -> Prng.binomial(KEY, 10.0, .3, N));
        m.put("binomialMany", () -> Prng.binomial(KEY, 100.0, .6, N));
        m.put("multinomial", () -> Prng.multinomial(KEY, 20.0, NDArray.of(new float[] {.25f, .25f, .5f})));
        return m;
    }

    private static Map<String, Supplier<NDArray>> rounded() {
        var m = new TreeMap<String, Supplier<NDArray>>();
        m.put("range", () -> Prng.uniform(KEY, N, DType.F32, -1.0, 3.5));
        m.put("normal", () -> Prng.normal(KEY, 3, 4));
        m.put("gamma", () -> Prng.gamma(KEY, 2.5, N));
        m.put("gammaSmall", () -> Prng.gamma(KEY, .3, N));
        m.put("loggamma", () -> Prng.loggamma(KEY, A));
        m.put("beta", () -> Prng.beta(KEY, 2.0, .5, N));
        m.put("dirichlet", () -> Prng.dirichlet(KEY, A, 5));
        m.put("exponential", () -> Prng.exponential(KEY, 9));
        m.put("laplace", () -> Prng.laplace(KEY, 9));
        m.put("cauchy", () -> Prng.cauchy(KEY, 9));
        m.put("truncatedNormal", () -> Prng.truncatedNormal(KEY, -1.0, 3.0, N));
        m.put("gumbel", () -> Prng.gumbel(KEY, 9));
        m.put("logistic", () -> Prng.logistic(KEY, 9));
        m.put("multivariateNormal", () -> Prng.multivariateNormal(KEY, NDArray.of(new float[] {1, 2}), NDArray.of(new float[][] {{2, 1}, {1, 3}}), 5));
        m.put("t", () -> Prng.t(KEY, 3.0, N));
        m.put("chisquare", () -> Prng.chisquare(KEY, 3.0, N));
        m.put("f", () -> Prng.f(KEY, 3.0, 5.0, N));
        m.put("pareto", () -> Prng.pareto(KEY, 3.0, N));
        m.put("rayleigh", () -> Prng.rayleigh(KEY, 2.0, N));
        m.put("weibullMin", () -> Prng.weibullMin(KEY, 2.0, 1.5, N));
        m.put("wald", () -> Prng.wald(KEY, 2.0, N));
        m.put("triangular", () -> Prng.triangular(KEY, -1.0, .5, 2.0, N));
        m.put("lognormal", () -> Prng.lognormal(KEY, .5, N));
        m.put("maxwell", () -> Prng.maxwell(KEY, 9));
        m.put("doubleSidedMaxwell", () -> Prng.doubleSidedMaxwell(KEY, .5, 2.0, N));
        m.put("orthogonal", () -> Prng.orthogonal(KEY, 2, 2));
        m.put("ball", () -> Prng.ball(KEY, 2, 2.0, 4));
        m.put("generalizedNormal", () -> Prng.generalizedNormal(KEY, 1.5, N));
        return m;
    }

    @Test
    void numbersAreThoseOfJax() {
        Map<String, String[]> recorded = recorded();
        var exact = exact();
        var rounded = rounded();
        assertEquals(recorded.keySet().stream().filter(n -> !n.startsWith("checksum:")).toList().size(), exact.size() + rounded.size(), "each record is compared");
        exact.forEach((name, f) -> assertArrayEquals(expected(recorded.get(name)), numbers(f.get()), name));
        rounded.forEach((name, f) -> {
            double[] wanted = expected(recorded.get(name));
            double[] got = numbers(f.get());
            assertEquals(wanted.length, got.length, name);
            for (int i = 0; i < got.length; i++) {
                assertEquals(wanted[i], got[i], CLOSE * Math.abs(wanted[i]), name + " " + i);
            }
        });
    }

    private static double[] expected(String[] words) {
        return Arrays.stream(words).mapToDouble(Double::parseDouble).toArray();
    }

    @Test
    void thousandKeysGiveWhatTheyGiveInJax() {
        Map<String, Function<NDArray, NDArray>> all = Map.of("split", k -> Prng.split(k, 3), "foldIn", k -> Prng.foldIn(k, 7), "bits", k -> Prng.bits(k, 3, 4),
            "permutation", k -> Prng.permutation(k, 33), "randint", k -> Prng.randint(k, new int[] {4}, -1000000, 1000000), "choice", k -> Prng.choice(k, 10, new int[] {3}, false));
        Map<String, String[]> recorded = recorded();
        all.forEach((name, f) -> {
            int h = 0;
            for (int seed = 0; seed < 1000; seed++) {
                for (double v : numbers(f.apply(Prng.key(seed)))) {
                    h = 31 * h + (int) (long) v;
                }
            }
            assertEquals(recorded.get("checksum:" + name)[0], Integer.toUnsignedString(h), name);
        });
    }

    @Test
    void keysAreKnownAnswers() {
        assertArrayEquals(new double[] {0, 42}, numbers(Prng.key(42)));
        assertArrayEquals(new double[] {1797259609, 2579123966.0, 928981903, 3453687069.0}, numbers(Prng.split(KEY)));
        assertArrayEquals(new double[] {0x6B200159L, 0x99BA4EFEL}, numbers(Prng.foldIn(KEY, 0)), "the word pair of the key 0, 0 for the counter 0, 0");
        assertEquals(0.947667, Prng.uniform(KEY).item(), 1e-6);
    }

    @Test
    void millionNormalNumbersAreNormal() {
        double[] x = numbers(Prng.normal(Prng.key(7), 1_000_000));
        Arrays.sort(x);
        double worst = 0;
        for (int i = 0; i < x.length; i++) {
            double f = below(x[i]);
            worst = Math.max(worst, Math.max(f - (double) i / x.length, (i + 1.0) / x.length - f));
        }
        // the greatest distance is below 1.95 / sqrt(n) but once in a thousand
        assertTrue(worst < 1.95 / 1000, "the distance from the normal distribution is " + worst);
    }

    /** The normal distribution's function, by its series and, far out, by its continued fraction. */
    private static double below(double x) {
        if (Math.abs(x) > 6) {
            return x < 0 ? 0 : 1;
        }
        double sum = x;
        double term = x;
        for (int k = 3; Math.abs(term) > 1e-17 * Math.abs(sum) && k < 400; k += 2) {
            term *= x * x / k;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    private static void moments(String name, NDArray x, double mean, double variance) {
        double[] v = numbers(x);
        double m = Arrays.stream(v).average().orElseThrow();
        double s = Arrays.stream(v).map(y -> (y - m) * (y - m)).average().orElseThrow();
        assertEquals(mean, m, 5 * Math.sqrt(variance / v.length), name + ": mean");
        assertEquals(variance, s, 0.05 * variance, name + ": variance");
    }

    @Test
    void meansAndVariancesAreThoseOfTheDistributions() {
        NDArray k = Prng.key(11);
        int[] n = {100_000};
        moments("uniform", Prng.uniform(k, n), 0.5, 1 / 12.0);
        moments("exponential", Prng.exponential(k, n), 1, 1);
        moments("laplace", Prng.laplace(k, n), 0, 2);
        moments("logistic", Prng.logistic(k, n), 0, Math.PI * Math.PI / 3);
        moments("gumbel", Prng.gumbel(k, n), 0.5772156649, Math.PI * Math.PI / 6);
        moments("gamma", Prng.gamma(k, 2.5, n), 2.5, 2.5);
        moments("small gamma", Prng.gamma(k, 0.5, n), 0.5, 0.5);
        moments("beta", Prng.beta(k, 2.0, 3.0, n), 0.4, 0.04);
        moments("poisson", Prng.poisson(k, 4.0, n), 4, 4);
        moments("many poisson", Prng.poisson(k, 40.0, n), 40, 40);
        moments("binomial", Prng.binomial(k, 12.0, 0.25, n), 3, 2.25);
        moments("many binomial", Prng.binomial(k, 100.0, 0.4, n), 40, 24);
        moments("geometric", Prng.geometric(k, 0.25, n), 4, 12);
        moments("chisquare", Prng.chisquare(k, 6.0, n), 6, 12);
        moments("bernoulli", Prng.bernoulli(k, 0.3, n), 0.3, 0.21);
    }

    static NDArray noisy(NDArray key, NDArray x) {
        return Prng.normalLike(key, x).times(x).plus(Prng.uniformLike(Prng.foldIn(key, 7), x));
    }

    @Test
    void compiledFunctionsDrawTheSameNumbersForEachKeyAndLength() {
        Fn2<NDArray, NDArray, NDArray> f = Jacobi.jit(PrngTest::noisy);
        for (int seed = 1; seed < 4; seed++) {
            NDArray x = NDArray.of(new float[seed + 2]).plus(seed);
            assertArrayEquals(numbers(noisy(Prng.key(seed), x)), numbers(f.apply(Prng.key(seed), x)));
        }
    }

    static NDArray numbersOf(NDArray key) {
        return Prng.normal(key, 5).plus(Prng.gamma(key, 2.5, new int[] {5})).plus(Prng.permutation(key, 5).astype(DType.F32));
    }

    static NDArray counts(NDArray key) {
        return Prng.poisson(key, 20.0, new int[] {3});
    }

    @Test
    void lanesOfVmapDrawWhatCallsDraw() {
        Fn1<NDArray, NDArray> f = Jacobi.vmap(PrngTest::numbersOf, Axes.in(0));
        Fn1<NDArray, NDArray> g = Jacobi.vmap(PrngTest::counts, Axes.in(0));
        NDArray keys = Prng.split(Prng.key(5), 3);
        double[] all = numbers(f.apply(keys));
        double[] counts = numbers(g.apply(keys));
        for (int lane = 0; lane < 3; lane++) {
            NDArray key = Np.take(keys, lane, 0);
            assertArrayEquals(numbers(numbersOf(key)), Arrays.copyOfRange(all, 5 * lane, 5 * lane + 5), CLOSE);
            assertArrayEquals(numbers(counts(key)), Arrays.copyOfRange(counts, 3 * lane, 3 * lane + 3));
        }
    }

    static NDArray scaled(NDArray s) {
        NDArray key = Prng.key(3);
        return Prng.normal(key, 4).times(s).plus(Prng.uniform(key, new int[] {4}, DType.F32, s, s.times(3))).sum();
    }

    @Test
    void gradientsGoThroughScaledNumbers() {
        double slope = scaled(NDArray.of(2.5f)).item() - scaled(NDArray.of(1.5f)).item();
        assertEquals(slope, Jacobi.grad(PrngTest::scaled).apply(NDArray.of(1.5f)).item(), 1e-4);
    }

    @Test
    void whatIsNoKeyIsRefused() {
        assertTrue(assertThrows(JacobiException.class, () -> Prng.normal(A, 3)).getMessage().startsWith("Prng.normal: a key is an array of two u32"));
        assertTrue(assertThrows(JacobiException.class, () -> Prng.gamma(KEY, A, new int[] {3})).getMessage().contains("cannot be broadcast to the shape (3)"));
        assertTrue(assertThrows(JacobiException.class, () -> Prng.choice(KEY, 2, new int[] {3}, false)).getMessage().contains("without taking one twice"));
    }
}
