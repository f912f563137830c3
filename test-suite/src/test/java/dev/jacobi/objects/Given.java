// Methods that are given objects to call: lambdas, method references, objects of interfaces. Run with and without the agent.
package dev.jacobi.objects;

import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** Prints a line per call: its result, or the exception. */
public final class Given {
    interface Shape {
        double area();

        default double twice() {
            return 2 * area();
        }
    }

    record Square(double a) implements Shape {
        @Override
        public double area() {
            return a * a;
        }
    }

    static class Disc implements Shape {
        protected final double r;

        Disc(double r) {
            this.r = r;
        }

        @Override
        public double area() {
            return factor() * r * r;
        }

        double factor() {
            return 3;
        }
    }

    static final class Ring extends Disc {
        Ring(double r) {
            super(r);
        }

        @Override
        double factor() {
            return 1.5;
        }
    }

    enum Op {
        ADD {
            @Override
            int apply(int a, int b) {
                return a + b;
            }
        },
        TIMES {
            @Override
            int apply(int a, int b) {
                return a * b;
            }
        };

        abstract int apply(int a, int b);
    }

    /** A functional interface of the program's own, generic. */
    interface Fn<T> {
        T at(T x);
    }

    static final class Holder {
        private DoubleUnaryOperator f;
        private final DoubleUnaryOperator g;

        Holder(DoubleUnaryOperator f, DoubleUnaryOperator g) {
            this.f = f;
            this.g = g;
        }
    }

    private static DoubleUnaryOperator current = x -> x + 0.25;
    private static final DoubleUnaryOperator FIXED = Given::cube;
    private double scale = 3;

    private Given() {
    }

    private static double cube(double x) {
        return x * x * x;
    }

    private double scaled(double x) {
        return scale * x;
    }

    private DoubleUnaryOperator bound(double c) {
        return x -> x * c + scale;
    }

    static double integrate(DoubleUnaryOperator f, double a, double b, int n) {
        double h = (b - a) / n;
        double s = 0;
        for (int i = 0; i < n; i++) {
            s += f.applyAsDouble(a + (i + 0.5) * h);
        }
        return s * h;
    }

    /** Recursive, as adaptive quadrature is written. */
    static double adaptive(DoubleUnaryOperator f, double a, double b, double eps, int depth) {
        double m = (a + b) / 2;
        double whole = (b - a) * f.applyAsDouble(m);
        double halves = (m - a) * f.applyAsDouble((a + m) / 2) + (b - m) * f.applyAsDouble((m + b) / 2);
        if (depth == 0 || Math.abs(whole - halves) < eps) {
            return halves;
        }
        return adaptive(f, a, m, eps / 2, depth - 1) + adaptive(f, m, b, eps / 2, depth - 1);
    }

    static int fold(IntBinaryOperator op, int start, int[] a) {
        int r = start;
        for (int x : a) {
            r = op.applyAsInt(r, x);
        }
        return r;
    }

    static int count(IntPredicate p, int[] a) {
        int n = 0;
        for (int x : a) {
            n += p.test(x) ? 1 : 0;
        }
        return n;
    }

    static void fill(IntUnaryOperator f, int[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = f.applyAsInt(i);
        }
    }

    static double boxed(Function<Double, Double> f, double x) {
        return f.apply(x) + f.apply(2 * x);
    }

    static int boxedPair(BiFunction<Integer, Integer, Integer> f, int x, int y) {
        return f.apply(x, y);
    }

    static int own(Fn<Integer> f, int x) {
        return f.at(f.at(x));
    }

    static double areas(Shape a, Shape b) {
        return a.twice() + b.area();
    }

    static double known(Shape s) {
        return s instanceof Square q ? q.a : s instanceof Disc d ? -d.r : 0;
    }

    static int each(Op op, int[] a) {
        int r = 1;
        for (int x : a) {
            r = op.apply(r, x);
        }
        return r;
    }

    static double held(Holder h, double x) {
        return h.f.applyAsDouble(x) - h.g.applyAsDouble(x);
    }

    static double fromStatics(double x) {
        return current.applyAsDouble(x) + FIXED.applyAsDouble(x);
    }

    static double eitherOf(DoubleUnaryOperator f, DoubleUnaryOperator g, int n) {
        double s = 0;
        for (int i = 0; i < n; i++) {
            DoubleUnaryOperator h = i % 3 == 0 ? f : g;
            s += h.applyAsDouble(i);
        }
        return s;
    }

    static double orNone(DoubleUnaryOperator f, double x) {
        return f == null ? -1 : f.applyAsDouble(x);
    }

    static double outer(DoubleBinaryOperator f, double[] x, double[] y, double[] out) {
        double s = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < y.length; j++) {
                out[i * y.length + j] = f.applyAsDouble(x[i], y[j]);
            }
            s += out[i * y.length];
        }
        return s;
    }

    static long twice(LongSupplier s) {
        return s.getAsLong() + s.getAsLong();
    }

    static int sized(ToIntFunction<double[]> f, double[] a) {
        return f.applyAsInt(a);
    }

    private static void show(String name, Supplier<Object> call) {
        String out;
        try {
            out = String.valueOf(call.get());
        } catch (RuntimeException e) {
            out = e.toString();
        }
        System.out.println(name + ": " + out);
    }

    public static void main(String[] args) {
        double k = args.length + 1.5;
        double[] table = {1, 2, 4, 8, 16, 32};
        int[] a = {3, -7, 12, 5, 5, 90, -2};
        Given g = new Given();
        DoubleUnaryOperator[] fs = {x -> x * x, x -> k * x, Math::sqrt, Given::cube, g::scaled, g.bound(0.5), x -> table[(int) x] + k,
            DoubleUnaryOperator.identity(), ((DoubleUnaryOperator) Math::abs).andThen(x -> x + k).compose(x -> -x)};
        for (DoubleUnaryOperator f : fs) {
            show("integrate", () -> integrate(f, 0, 3, 50));
        }
        g.scale = 7;
        for (DoubleUnaryOperator f : fs) {
            show("integrate again", () -> integrate(f, 0, 3, 20));
        }
        show("out of the table", () -> integrate(fs[6], 0, 30, 20));
        show("null", () -> integrate(null, 0, 30, 20));
        show("null is not called", () -> integrate(null, 0, 30, 0));
        for (int i = 0; i < 4; i++) {
            DoubleUnaryOperator f = fs[i];
            show("adaptive", () -> adaptive(f, 0, 2, 1e-6, 12));
            show("orNone", () -> orNone(f, 2) + orNone(null, 3));
            show("eitherOf", () -> eitherOf(f, fs[3], 20) + eitherOf(f, f, 20));
        }
        show("fold", () -> fold(Integer::sum, 0, a) + " " + fold(Math::max, -100, a) + " " + fold((x, y) -> 31 * x + y, 1, a));
        show("divides", () -> fold((x, y) -> y / x, 0, a));
        show("count", () -> count(x -> x > 4, a) + " " + count(x -> (x & 1) == 0, a));
        int[] to = new int[8];
        fill(i -> i * i - 3, to);
        show("fill", () -> Arrays.toString(to));
        fill(i -> to[(i + 1) % to.length], to);
        show("fill from itself", () -> Arrays.toString(to));
        show("fill beyond", () -> {
            fill(i -> 1000 / (i - 3), to);
            return "";
        });
        show("filled", () -> Arrays.toString(to));
        show("boxed", () -> boxed(x -> x + 1, 2.5) + boxed(Math::sqrt, 2.25));
        show("boxedPair", () -> boxedPair(Math::max, 2, 9) + boxedPair((x, y) -> x * y, 3, 4) + boxedPair(Integer::compare, 3, 4));
        show("own", () -> own(x -> x * 3, 5) + own(x -> x - 1, 5));
        Shape[] shapes = {new Square(2), new Disc(1.5), new Ring(1.5), () -> k};
        for (Shape s : shapes) {
            for (Shape t : shapes) {
                show("areas", () -> areas(s, t));
            }
            show("known", () -> known(s));
        }
        show("known", () -> known(null));
        show("each", () -> each(Op.ADD, a) + " " + each(Op.TIMES, a));
        Holder h = new Holder(fs[1], fs[2]);
        show("held", () -> held(h, 2));
        h.f = fs[3];
        show("held", () -> held(h, 2));
        h.f = null;
        show("held", () -> held(h, 2));
        show("fromStatics", () -> fromStatics(3));
        current = x -> x * k;
        show("fromStatics", () -> fromStatics(3));
        double[] out = new double[6];
        show("outer", () -> outer((x, y) -> x * y + k, new double[] {1, 2}, new double[] {3, 4, 5}, out) + Arrays.toString(out));
        show("outer of one", () -> outer(Math::max, out, new double[] {2}, out) + Arrays.toString(out));
        long[] calls = {0};
        show("counts its calls", () -> twice(() -> ++calls[0]) + " " + calls[0]);
        show("twice", () -> twice(() -> 4));
        show("sized", () -> sized(x -> x.length, table) + sized(Arrays::hashCode, table));
    }
}
