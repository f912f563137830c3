package dev.jacobi.lift.examples;

import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/** Objects that never leave the method, objects given and returned, lambdas. */
public final class Values {
    private Values() {
    }

    record Complex(double re, double im) {
        Complex plus(Complex o) {
            return new Complex(re + o.re, im + o.im);
        }

        Complex times(Complex o) {
            return new Complex(re * o.re - im * o.im, re * o.im + im * o.re);
        }

        double norm() {
            return re * re + im * im;
        }
    }

    record Pair(int[] values, long count) {
        Pair {
            if (count < 0) {
                throw new IllegalArgumentException();
            }
        }
    }

    static final class Counter {
        private int n;
        private double total;
        private final int step;

        Counter(int step) {
            this.step = step;
        }

        void add(double x) {
            n += step;
            total += x;
        }
    }

    static class Rng {
        private long state;

        Rng(long seed) {
            state = seed == 0 ? 88172645463325252L : seed;
        }

        long next() {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            return state;
        }

        double uniform() {
            return (next() >>> 11) * 0x1.0p-53;
        }
    }

    static int mandelbrot(double x, double y) {
        Complex c = new Complex(x, y);
        Complex z = new Complex(0, 0);
        int n = 0;
        while (n < 20 && z.norm() <= 4) {
            z = z.times(z).plus(c);
            n++;
        }
        return n;
    }

    static Complex sum(Complex a, Complex b, double[] w) {
        Complex s = a;
        s = s.plus(b);
        for (double v : w) {
            s = s.times(new Complex(v, 1));
        }
        return s;
    }

    static Pair pair(int[] a, int n, boolean fresh) {
        int[] values = fresh ? new int[] {n} : a;
        return new Pair(values, n);
    }

    static Complex choose(double a, boolean b) {
        return b ? new Complex(a, 1) : new Complex(2, a);
    }

    static long sumPair(Pair p) {
        long s = p.count();
        for (int v : p.values()) {
            s += v;
        }
        p.values()[0] = 7;
        return s;
    }

    static double counter(double[] a) {
        Counter c = new Counter(3);
        for (double x : a) {
            if (x > 0) {
                c.add(x);
            }
        }
        return c.total / c.n;
    }

    static double monteCarlo(long seed, byte n) {
        Rng r = new Rng(seed);
        int in = 0;
        for (int i = 0; i < n; i++) {
            double x = r.uniform();
            double y = r.uniform();
            if (x * x + y * y < 1) {
                in++;
            }
        }
        return 4.0 * in / n;
    }

    static double lambdas(double a, double b) {
        DoubleBinaryOperator f = (x, y) -> x * y + a;
        DoubleUnaryOperator g = Math::sqrt;
        DoubleUnaryOperator h = g.andThen(x -> f.applyAsDouble(x, b));
        return integrate(h, 0, 1, 4);
    }

    private static double integrate(DoubleUnaryOperator f, double from, double to, int n) {
        double s = 0;
        double h = (to - from) / n;
        for (int i = 0; i < n; i++) {
            s += f.applyAsDouble(from + i * h) * h;
        }
        return s;
    }

    static int whichLambda(int a, boolean b) {
        IntUnaryOperator f = b ? x -> x + 1 : x -> x * 2;
        return f.applyAsInt(a);
    }

    static double boxed(double a) {
        Function<Double, Double> f = x -> x * 2;
        Function<Double, Double> g = Math::abs;
        return f.compose(g).apply(a);
    }

    static Integer box(int a) {
        return a + 1;
    }

    static int boxedInts(int a) {
        Integer x = a;
        Integer y = x + 1;
        return x * y;
    }

    static int count(int[] a, int limit) {
        IntPredicate p = x -> x > limit;
        int n = 0;
        for (int x : a) {
            if (p.negate().test(x)) {
                n++;
            }
        }
        return n;
    }

    static int inBranches(int a, int[] b) {
        Counter c = a > 2 ? new Counter(a) : new Counter(2 * a);
        for (int x : b) {
            c.add(x);
        }
        return c.n;
    }

    static final class Partly {
        private int k;
        private double x;

        Partly(int n) {
            if (n > 3) {
                k = 5;
            }
        }
    }

    /** A field that only one way has written is zero on the other. */
    static double partly(int n, boolean c) {
        Partly p = new Partly(n);
        if (c) {
            p.x = 0.5;
        }
        for (int i = 0; i < (n & 3); i++) {
            p.x += p.k;
            if (i == 2) {
                p.k = 7;
            }
        }
        return p.k + p.x;
    }

    static double random(long seed, int n) {
        Random r = new Random(seed);
        double s = r.nextInt();
        for (int i = 0; i < (n & 15); i++) {
            s += r.nextInt(i % 2 == 0 ? 6 : 1 << i) + r.nextDouble() * r.nextFloat() + r.nextLong();
            s -= r.nextBoolean() ? r.nextGaussian() : 1;
        }
        byte[] b = new byte[n & 7];
        r.nextBytes(b);
        r.setSeed(n);
        for (byte x : b) {
            s += x * r.nextGaussian();
        }
        return s + r.nextInt(Integer.MAX_VALUE - 5) + r.nextInt(1 << 30);
    }

    static int drawn(int bound) {
        return new Random(5).nextInt(bound);
    }

    private static double gauss(Random r, int n) {
        double s = 0;
        for (int i = 0; i < n; i++) {
            s += r.nextGaussian();
        }
        return s;
    }

    static double handedOn(int n) {
        Random r = new Random(n);
        return gauss(r, n & 7) - gauss(r, 3) + (r instanceof Random ? 1 : 0);
    }

    static double oneOfTwoWritten(boolean first, int n, double x) {
        Counter a = new Counter(3);
        Counter b = new Counter(n);
        Counter c = first ? a : b;
        c.total = x;
        c.n++;
        if (n > 2) {
            c = a;
        }
        c.add(x);
        for (int i = 0; i < 3; i++) {
            c.n += i;
            c = c == a ? b : a;
        }
        return a.n + 100 * b.n + a.total - 3 * b.total;
    }

    static int maybeNullWritten(boolean none, int n) {
        Counter a = none ? null : new Counter(n);
        a.n += 7;
        return a.n;
    }

    record Line(Complex from, Complex to, boolean dashed, long id, float width, char name, byte kind) {
    }

    static int hashes(double a, float w, long id, boolean dashed) {
        var line = new Line(new Complex(a, -a), null, dashed, id, w, (char) id, (byte) id);
        var other = new Line(line.from, new Complex(w, id), !dashed, id + 1, w * 0, 'x', (byte) 1);
        return line.hashCode() + 7 * other.hashCode() + new Complex(a / 0, w % 1).hashCode();
    }

    static int equalities(Complex p, Complex q, double x, boolean first) {
        var zero = new Line(p, q, first, 5, 1f, 'a', (byte) 2);
        var same = new Line(new Complex(p.re, p.im), q, true, 5, (float) Math.min(x, 1), 'a', (byte) 2);
        Object other = first ? zero : null;
        Complex one = first ? p : q;
        return (p.equals(q) ? 1 : 0) + (zero.equals(same) ? 2 : 0) + (same.equals(other) ? 4 : 0) + (zero.equals(p) ? 8 : 0)
            + (p.equals(one) ? 16 : 0) + (new Complex(x, -0.0).equals(new Complex(x, first ? 0.0 : -0.0)) ? 32 : 0) + (one.equals(new Complex(q.re, q.im)) ? 64 : 0);
    }
}
