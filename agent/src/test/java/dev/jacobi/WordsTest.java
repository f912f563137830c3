// All words of three transformations over {derivative, vmap, jit}, on twelve functions, against derivatives known in closed form or by differences.
package dev.jacobi;

import static dev.jacobi.Numeric.assertNear;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Everything here is elementwise: a word with d derivatives and v maps gives the d-th derivative at each element of an array of rank v. A derivative of
 * a mapped function is that of the sum of what it gives.
 */
class WordsTest {
    /** A function with its first three derivatives. */
    private record Case(String name, Fn1<Double, Double> f, List<DoubleUnaryOperator> derivatives) {
    }

    static double polynomial(double x) {
        return x * x * x + 2 * x + 1;
    }

    static double loop(double x) {
        double s = 0;
        for (int i = 1; i <= 4; i++) {
            s = s * x + i;
        }
        return s;
    }

    static double inPlace(double x) {
        double[] p = new double[5];
        p[0] = x;
        for (int i = 1; i < p.length; i++) {
            p[i] = p[i - 1] * x;
        }
        return p[4];
    }

    static double newton(double a) {
        double x = 1 + a;
        while (Math.abs(x * x - a) > 1e-13) {
            x = 0.5 * (x + a / x);
        }
        for (int i = 0; i < 3; i++) {
            x = 0.5 * (x + a / x);
        }
        return x;
    }

    static double power(double x, int n) {
        return n == 0 ? 1 : x * power(x, n - 1);
    }

    static double integral(DoubleUnaryOperator f, double a, double b, int depth) {
        double m = (a + b) / 2;
        return depth == 0 ? (b - a) * f.applyAsDouble(m) : integral(f, a, m, depth - 1) + integral(f, m, b, depth - 1);
    }

    private static Pair add(Pair p, int n) {
        return n == 0 ? p : add(new Pair(p.a(), p.b() + p.a()), n - 1);
    }

    static double added(double x) {
        Pair p = add(new Pair(x, x * x), 2);
        return p.a() * p.b();
    }

    static double branch(double x) {
        return x > 0.75 ? x * x * x : Math.sin(x);
    }

    record Pair(double a, double b) {
        Pair times(Pair o) {
            return new Pair(a * o.a, a * o.b + b * o.a);
        }
    }

    static double dual(double x) {
        Pair p = new Pair(x, 1);
        return p.times(p).times(p).b();
    }

    private static List<DoubleUnaryOperator> list(DoubleUnaryOperator... fs) {
        return List.of(fs);
    }

    private static List<Case> cases() {
        double[] captured = {2, 3};
        return List.of(
            new Case("polynomial", WordsTest::polynomial, list(x -> x * x * x + 2 * x + 1, x -> 3 * x * x + 2, x -> 6 * x, x -> 6)),
            new Case("sin", (Double x) -> Math.sin(x), list(Math::sin, Math::cos, x -> -Math.sin(x), x -> -Math.cos(x))),
            new Case("exp", (Double x) -> Math.exp(2 * x), list(x -> Math.exp(2 * x), x -> 2 * Math.exp(2 * x), x -> 4 * Math.exp(2 * x), x -> 8 * Math.exp(2 * x))),
            new Case("log", (Double x) -> Math.log(x), list(Math::log, x -> 1 / x, x -> -1 / (x * x), x -> 2 / (x * x * x))),
            new Case("quotient", (Double x) -> 1 / (1 + x), list(x -> 1 / (1 + x), x -> -1 / Math.pow(1 + x, 2), x -> 2 / Math.pow(1 + x, 3), x -> -6 / Math.pow(1 + x, 4))),
            new Case("loop", WordsTest::loop, list(x -> x * x * x + 2 * x * x + 3 * x + 4, x -> 3 * x * x + 4 * x + 3, x -> 6 * x + 4, x -> 6)),
            new Case("in place", WordsTest::inPlace, list(x -> Math.pow(x, 5), x -> 5 * Math.pow(x, 4), x -> 20 * Math.pow(x, 3), x -> 60 * x * x)),
            new Case("while", WordsTest::newton, list(Math::sqrt, x -> 0.5 / Math.sqrt(x), x -> -0.25 * Math.pow(x, -1.5), x -> 0.375 * Math.pow(x, -2.5))),
            new Case("recursion", (Double x) -> power(x, 4), list(x -> Math.pow(x, 4), x -> 4 * Math.pow(x, 3), x -> 12 * x * x, x -> 24 * x)),
            new Case("recursion with a function", (Double x) -> integral(t -> t * x * x * x, 0, 1, 3), list(x -> x * x * x / 2, x -> 1.5 * x * x, x -> 3 * x,
                x -> 3)),
            new Case("recursion with records", WordsTest::added, list(x -> x * x * x + 2 * x * x, x -> 3 * x * x + 4 * x, x -> 6 * x + 4, x -> 6)),
            new Case("branch", WordsTest::branch, list(WordsTest::branch, x -> x > 0.75 ? 3 * x * x : Math.cos(x), x -> x > 0.75 ? 6 * x : -Math.sin(x),
                x -> x > 0.75 ? 6 : -Math.cos(x))),
            new Case("closure", (Double x) -> captured[0] * x * x * x + captured[1], list(x -> 2 * x * x * x + 3, x -> 6 * x * x, x -> 12 * x, x -> 12)),
            new Case("record", WordsTest::dual, list(x -> 3 * x * x, x -> 6 * x, x -> 6, x -> 0)));
    }

    /** The sum of what a function gives, whose values are arrays of this rank. */
    private static Fn1<Object, Double> sum(Fn1<Object, Object> f, int rank) {
        return switch (rank) {
            case 0 -> (Object x) -> (Double) f.apply(x);
            case 1 -> (Object x) -> {
                double s = 0;
                for (double v : (double[]) f.apply(x)) {
                    s += v;
                }
                return s;
            };
            case 2 -> (Object x) -> {
                double s = 0;
                for (double[] row : (double[][]) f.apply(x)) {
                    for (double v : row) {
                        s += v;
                    }
                }
                return s;
            };
            default -> (Object x) -> {
                double s = 0;
                for (double[][] rows : (double[][][]) f.apply(x)) {
                    for (double[] row : rows) {
                        for (double v : row) {
                            s += v;
                        }
                    }
                }
                return s;
            };
        };
    }

    @SuppressWarnings("unchecked")
    private static Fn1<Object, Object> derivative(Fn1<Object, Object> f, int rank, int mode) {
        Fn1<Object, Double> s = sum(f, rank);
        if (mode == 0 || rank > 0 && mode == 1) {
            return (Fn1<Object, Object>) (Fn1<?, ?>) Jacobi.grad(s);
        }
        if (mode == 1) {
            Fn2<Object, Object, ValueAndTangent<Object>> jvp = Jacobi.jvp(f);
            return (Object x) -> jvp.apply(x, 1.0).tangent();
        }
        Fn2<Object, Double, ValueAndGrad<Double, Object>> vjp = Jacobi.vjp(s);
        return (Object x) -> vjp.apply(x, 1.0).grad();
    }

    private static Object input(int rank, double[] seed, int[] next) {
        if (rank == 0) {
            return seed[next[0]++ % seed.length];
        }
        Class<?> c = double.class;
        for (int k = 1; k < rank; k++) {
            c = c.arrayType();
        }
        Object a = Array.newInstance(c, 2);
        Array.set(a, 0, input(rank - 1, seed, next));
        Array.set(a, 1, input(rank - 1, seed, next));
        return a;
    }

    private static Object each(Object x, DoubleUnaryOperator f) {
        if (x instanceof Double d) {
            return f.applyAsDouble(d);
        }
        Object out = Array.newInstance(x.getClass().getComponentType(), Array.getLength(x));
        for (int i = 0; i < Array.getLength(x); i++) {
            Array.set(out, i, each(Array.get(x, i), f));
        }
        return out;
    }

    @TestFactory
    @SuppressWarnings("unchecked")
    List<DynamicTest> threeDeep() {
        var tests = new ArrayList<DynamicTest>();
        boolean all = Boolean.getBoolean("words.all"); // else every third word of each function, so that each word has four functions
        int mode = 0;
        int step = 3 * Integer.getInteger("tests.part", 1); // in a plain mvn verify, each word has one function
        int first = 0;
        for (Case c : cases()) {
            for (int w = all ? 0 : first % step; w < 27; w += all ? 1 : step) {
                int word = w;
                int m = mode++;
                tests.add(DynamicTest.dynamicTest(c.name + " " + name(w, m), () -> run(c, word, m)));
            }
            first++;
        }
        return tests;
    }

    private static String name(int w, int mode) {
        var b = new StringBuilder();
        for (int k = 0; k < 3; k++) {
            int op = w / (int) Math.pow(3, k) % 3;
            b.insert(0, (op == 0 ? List.of("grad", "jvp", "vjp").get((mode + k) % 3) : op == 1 ? "vmap" : "jit") + " ");
        }
        return b.toString();
    }

    @SuppressWarnings("unchecked")
    private static void run(Case c, int w, int mode) {
        Fn1<Object, Object> f = (Fn1<Object, Object>) (Fn1<?, ?>) c.f;
        int rank = 0;
        int derivatives = 0;
        for (int k = 0; k < 3; k++) {
            int op = w / (int) Math.pow(3, k) % 3;
            if (op == 0) {
                f = derivative(f, rank, (mode + k) % 3);
                derivatives++;
            } else if (op == 1) {
                f = Jacobi.vmap(f);
                rank++;
            } else {
                f = Jacobi.jit(f);
            }
        }
        Fn1<Object, Object> whole = Jacobi.jit(f);
        Object x = input(rank, new double[] {0.6, 1.3, 0.9, 2.1, 0.4}, new int[1]);
        assertNear(each(x, c.derivatives.get(derivatives)), whole.apply(x), 1e-9);
        Numeric.assertCompiled(whole, 1);
    }
}
