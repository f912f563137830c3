package dev.jacobi.gradients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Axes;
import dev.jacobi.Fn;
import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Jacobi;
import dev.jacobi.ValueAndGrad;
import dev.jacobi.ValueAndTangent;
import dev.jacobi.WithAux;
import dev.jacobi.gradients.SmallPrograms.Pose;
import dev.jacobi.gradients.SmallPrograms.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every word of three transformations on small programs, against nested central differences and loops over lanes. A word's letters are
 * applied from right to left; a derivative's kind goes round, so that each kind meets each place; three derivatives come in all kinds for one program.
 * Each program takes a third of the words, another one than its neighbours, or all of them with {@code -Dcomposition.full=true} (a minute).
 */
class CompositionTest {
    /** Of a sixth-order difference quotient: three of them on top of each other are good to about 1e-8. */
    private static final double STEP = 0.01;
    private static final double TOLERANCE = 2e-6;
    private static final int LANES = 2;
    /** Of the words that are taken, a plain {@code mvn verify} takes one in so many, {@code mvn -Pfull} all. */
    private static final int PART = Integer.getInteger("tests.part", 1);
    private static final boolean FULL = Boolean.getBoolean("composition.full");

    enum Letter {
        GRAD, JVP, VJP, VMAP, JIT
    }

    private static final Letter[] KINDS = {Letter.GRAD, Letter.JVP, Letter.VJP};

    /**
     * What a word has made so far: the transformed function, the same in plain Java, where it is called, and the function whose code runs (null: none yet) with
     * what it takes besides, a direction or cotangent (null: nothing). */
    record Level(Fn1<Object, Object> fn, UnaryOperator<Object> plain, Object at, Fn compiled, Object along) {
    }

    @TestFactory
    Stream<DynamicContainer> equalNestedDifferences() {
        return each(3, (name, p, word) -> check(p, word));
    }

    /** What is done with a program, of this name, and a word. */
    interface Check {
        void of(String name, Program p, List<Letter> word);
    }

    /** One word in so many, unless all are asked for. */
    static Stream<DynamicContainer> each(int some, Check check) {
        List<DynamicContainer> programs = new ArrayList<>();
        int number = 0;
        for (Map.Entry<String, Program> e : SmallPrograms.all().entrySet()) {
            List<List<Letter>> words = turns(number);
            if (number++ == 0) {
                words.addAll(words(List.of(KINDS)));
            }
            if (e.getValue().at() instanceof Pose) {
                // vmap gives an array of records, which is for the caller: code takes none.
                words.removeIf(w -> w.subList(1, 3).contains(Letter.VMAP));
            }
            if (!FULL) {
                int from = number;
                words = IntStream.range(0, words.size()).filter(i -> (i + from) % (some * PART) == 0).mapToObj(words::get).toList();
            }
            var tests = words.stream().map(w -> DynamicTest.dynamicTest(w.toString(), () -> check.of(e.getKey(), e.getValue(), w)));
            programs.add(DynamicContainer.dynamicContainer(e.getKey(), tests));
        }
        return programs.stream();
    }

    private static double cubic(double[] x) {
        return x[0] * x[0] * x[1] + x[1] * x[1] * x[1];
    }

    private static double product(double[] x, double[] y) {
        double s = 0;
        for (int i = 0; i < x.length; i++) {
            s += x[i] * y[i] * (i + 1);
        }
        return s;
    }

    @Test
    void hessiansOfLanes() {
        double[][] x = {{1, 2}, {3, -1}, {0.5, 4}};
        Fn1<double[][], double[][][]> h = Jacobi.jit(Jacobi.vmap(Jacobi.hessian(CompositionTest::cubic)));
        double[][][] got = h.apply(x);
        for (int i = 0; i < x.length; i++) {
            assertArrayEquals(new double[] {2 * x[i][1], 2 * x[i][0]}, got[i][0], 1e-12);
            assertArrayEquals(new double[] {2 * x[i][0], 6 * x[i][1]}, got[i][1], 1e-12);
        }
    }

    /** The inner vmap takes rows of x, the outer one columns of y: gradients by the row, for all pairs; then with the axes of the result exchanged. */
    @Test
    void lanesOfLanesAlongDifferentAxes() {
        double[][] x = {{1, 2, 3}, {4, 5, 6}};
        double[][] y = {{0.1, 1}, {0.2, 2}, {0.3, 3}};
        Fn2<double[], double[], double[]> g = Jacobi.grad(CompositionTest::product);
        Fn2<double[][], double[], double[][]> rows = Jacobi.vmap(g, 0, null);
        Fn2<double[][], double[][], double[][][]> pairs = Jacobi.vmap(rows, null, 1);
        Fn2<double[][], double[][], double[][][]> last = Jacobi.vmap(rows, Axes.in(null, -1).out(2));
        Fn2<double[][], double[], double[]> values = Jacobi.vmap(CompositionTest::product, 0, null);
        Fn2<double[][], double[][], double[][]> all = Jacobi.vmap(values, Axes.in(null, 1).out(-1));
        double[][][] a = pairs.apply(x, y);
        double[][][] b = last.apply(x, y);
        double[][] v = all.apply(x, y);
        for (int j = 0; j < 2; j++) {
            for (int i = 0; i < 2; i++) {
                assertEquals(x[i][0] * y[0][j] + 2 * x[i][1] * y[1][j] + 3 * x[i][2] * y[2][j], v[i][j], 1e-12);
                for (int k = 0; k < 3; k++) {
                    assertEquals(y[k][j] * (k + 1), a[j][i][k], 1e-12);
                    assertEquals(y[k][j] * (k + 1), b[i][k][j], 1e-12);
                }
            }
        }
    }

    /** Forward mode through a rule for reverse mode that is not the function's derivative. */
    @Test
    void forwardModeOfARuleForReverseMode() {
        Fn1<Double, Double> f = Jacobi.customVjp((Double x) -> x * x, (Double x) -> new WithAux<>(x * x, x), (Double x, Double c) -> 10 * x * c);
        assertEquals(new ValueAndTangent<>(9.0, 60.0), Jacobi.jvp(f).apply(3.0, 2.0));
        Fn2<double[], double[], ValueAndTangent<double[]>> lanes = Jacobi.jit(Jacobi.vmap(Jacobi.jvp(f)));
        ValueAndTangent<double[]> got = lanes.apply(new double[] {1, 2}, new double[] {1, 3});
        assertArrayEquals(new double[] {1, 4}, got.value());
        assertArrayEquals(new double[] {10, 60}, got.tangent());
    }

    private static List<List<Letter>> words(List<Letter> letters) {
        List<List<Letter>> words = new ArrayList<>();
        for (Letter a : letters) {
            for (Letter b : letters) {
                for (Letter c : letters) {
                    words.add(List.of(a, b, c));
                }
            }
        }
        return words;
    }

    /** All words over derivative, vmap and jit, each derivative's kind by turns. */
    private static List<List<Letter>> turns(int program) {
        List<List<Letter>> words = new ArrayList<>();
        int turn = program;
        for (List<Letter> w : words(List.of(Letter.GRAD, Letter.VMAP, Letter.JIT))) {
            List<Letter> word = new ArrayList<>();
            for (Letter l : w) {
                word.add(l == Letter.GRAD ? KINDS[turn++ % 3] : l);
            }
            turn += program / 3;
            words.add(word);
        }
        return words;
    }

    /** The word's function. */
    static Level made(Program p, List<Letter> word) {
        Fn1<Object, Object> f = p.function();
        Level level = new Level(f, f::apply, p.at(), null, null);
        for (int i = word.size() - 1; i >= 0; i--) {
            level = apply(word.get(i), level);
        }
        return level;
    }

    private static void check(Program p, List<Letter> word) {
        Level level = made(p, word);
        double[] expected = Values.flat(level.plain.apply(level.at));
        Object got = level.fn.apply(level.at);
        if (!(got instanceof Map)) {
            assertEquals(level.plain.apply(level.at).getClass(), got.getClass());
        }
        double[] actual = Values.flat(got);
        double scale = 1;
        for (double d : expected) {
            scale = Math.max(scale, Math.abs(d));
        }
        assertArrayEquals(expected, actual, TOLERANCE * scale);
        var info = Jacobi.cacheInfo(level.compiled);
        assertTrue(info.calls() > 0 && info.fallbacks() == 0 && info.compilations() == 1, () -> "it did not run compiled: " + info);
    }

    private static Level apply(Letter letter, Level l) {
        return switch (letter) {
            case GRAD -> grad(l);
            case JVP -> jvp(l);
            case VJP -> vjp(l);
            case VMAP -> vmap(l);
            case JIT -> {
                Fn1<Object, Object> j = Jacobi.jit(l.fn);
                yield new Level(j, l.plain, l.at, j, null);
            }
        };
    }

    private static Level grad(Level l) {
        Object result = l.plain.apply(l.at);
        Fn1<Object, Object> g = Jacobi.grad(result instanceof Double ? l.fn : weighed(l.fn, result));
        return new Level(g, x -> gradient(l.plain, x), l.at, g, null);
    }

    private static Level jvp(Level l) {
        Object direction = Values.weights(l.at, 1);
        Fn2<Object, Object, ValueAndTangent<Object>> g = Jacobi.jvp(l.fn);
        return new Level(x -> g.apply(x, direction).tangent(), x -> derivative(l.plain, x), l.at, g, direction);
    }

    private static Level vjp(Level l) {
        Object cotangent = Values.weights(l.plain.apply(l.at), 1);
        Fn2<Object, Object, ValueAndGrad<Object, Object>> g = Jacobi.vjp(l.fn);
        return new Level(x -> g.apply(x, cotangent).grad(), x -> gradient(l.plain, x), l.at, g, cotangent);
    }

    private static Level vmap(Level l) {
        Fn1<Object, Object> v = Jacobi.vmap(l.fn);
        List<Object> lanes = new ArrayList<>();
        double[] at = Values.flat(l.at);
        for (int i = 0; i < LANES; i++) {
            double[] lane = at.clone();
            for (int k = 0; k < lane.length; k++) {
                lane[k] += 0.01 * i * (k + 1);
            }
            lanes.add(Values.rebuilt(l.at, lane));
        }
        UnaryOperator<Object> plain = xs -> {
            List<Object> results = new ArrayList<>();
            for (Object lane : Values.lanes(xs)) {
                results.add(l.plain.apply(lane));
            }
            return Values.stacked(results);
        };
        return new Level(v, plain, Values.stacked(lanes), v, null);
    }

    /** The function with one number as result. */
    private static Fn1<Object, Object> weighed(Fn1<Object, Object> f, Object result) {
        if (result instanceof double[]) {
            return x -> Values.weighed((double[]) f.apply(x));
        } else if (result instanceof double[][]) {
            return x -> Values.weighed((double[][]) f.apply(x));
        } else if (result instanceof double[][][]) {
            return x -> Values.weighed((double[][][]) f.apply(x));
        } else if (result instanceof double[][][][]) {
            return x -> Values.weighed((double[][][][]) f.apply(x));
        } else if (result instanceof Pose) {
            return x -> Values.weighed((Pose) f.apply(x));
        } else if (((Map<?, ?>) result).get("b") instanceof Double) {
            return x -> number((Map<?, ?>) f.apply(x));
        } else if (((Map<?, ?>) result).get("b") instanceof double[]) {
            return x -> vector((Map<?, ?>) f.apply(x));
        }
        return x -> matrix((Map<?, ?>) f.apply(x));
    }

    private static double number(Map<?, ?> m) {
        return (Double) m.get("b") + Values.weighed((double[]) m.get("w"));
    }

    private static double vector(Map<?, ?> m) {
        return Values.weighed((double[]) m.get("b")) + Values.weighed((double[][]) m.get("w"));
    }

    private static double matrix(Map<?, ?> m) {
        return Values.weighed((double[][]) m.get("b")) + Values.weighed((double[][][]) m.get("w"));
    }

    private static Object gradient(UnaryOperator<Object> f, Object x) {
        double[] at = Values.flat(x);
        double[] g = new double[at.length];
        for (int i = 0; i < g.length; i++) {
            double[] unit = new double[at.length];
            unit[i] = 1;
            double[] d = quotient(f, x, unit);
            double[] w = Values.flat(Values.weights(f.apply(x), 1));
            for (int k = 0; k < d.length; k++) {
                g[i] += w[k] * d[k];
            }
        }
        return Values.rebuilt(x, g);
    }

    private static Object derivative(UnaryOperator<Object> f, Object x) {
        return Values.rebuilt(f.apply(x), quotient(f, x, Values.flat(Values.weights(x, 1))));
    }

    /** The derivative along a direction, by six values. */
    private static double[] quotient(UnaryOperator<Object> f, Object x, double[] direction) {
        double[] at = Values.flat(x);
        double length = 0;
        for (double d : direction) {
            length = Math.max(length, Math.abs(d));
        }
        double h = STEP / length;
        double[] factors = {45, -9, 1};
        double[] sum = null;
        for (int k = 1; k <= 3; k++) {
            for (int sign = -1; sign <= 1; sign += 2) {
                double[] moved = at.clone();
                for (int i = 0; i < moved.length; i++) {
                    moved[i] += sign * k * h * direction[i];
                }
                double[] value = Values.flat(f.apply(Values.rebuilt(x, moved)));
                sum = sum == null ? new double[value.length] : sum;
                for (int i = 0; i < value.length; i++) {
                    sum[i] += sign * factors[k - 1] * value[i] / (60 * h);
                }
            }
        }
        return sum;
    }
}
