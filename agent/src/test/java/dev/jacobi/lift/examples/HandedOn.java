package dev.jacobi.lift.examples;

import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;

/** Recursive methods that are given functions and objects, and that return objects. */
public final class HandedOn {
    private HandedOn() {
    }

    record Vec(double x, double y) {
        Vec plus(Vec o, double k) {
            return new Vec(x + k * o.x, y + k * o.y);
        }
    }

    record Ray(Vec at, Vec to) {
    }

    record Wrapped(double angle, int turns) {
        Wrapped {
            if (angle < 0) {
                angle += 1;
                turns++;
            }
        }
    }

    private static double integral(DoubleUnaryOperator f, double a, double b, int depth) {
        double m = (a + b) / 2;
        return depth <= 0 ? (b - a) * f.applyAsDouble(m) : integral(f, a, m, depth - 1) + integral(f, m, b, depth - 1);
    }

    static double captured(double k, byte n) {
        return integral(x -> x * k, 0, 1, n & 3) + integral(x -> x + k, 0, 2, n & 1) + integral(Math::abs, -1, k, 1);
    }

    /** The functions change what they have captured. */
    static int counted(double[] w, byte n) {
        int[] count = new int[1];
        integral(x -> {
            w[0] += x;
            return count[0]++;
        }, 0, w[1], n & 3);
        return count[0];
    }

    static double nested(double[] w, double k) {
        DoubleUnaryOperator inner = x -> x * w[0] + k;
        return integral(x -> inner.applyAsDouble(x) * k, 0, 1, 2);
    }

    private static int[] last(Supplier<int[]> s, int n) {
        return n == 0 ? s.get() : last(s, n - 1);
    }

    static int[] capturedArray(int[] a, byte n) {
        int[] r = last(() -> a, n & 3);
        r[0]++;
        return a;
    }

    private static Vec trace(Vec at, Vec to, double[] walls, int depth) {
        double nearest = 1e9;
        for (double w : walls) {
            double t = w - at.x();
            if (t > 0 && t < nearest) {
                nearest = t;
            }
        }
        if (depth == 0 || nearest == 1e9) {
            return to;
        }
        Vec next = at.plus(to, nearest);
        return trace(next, depth % 2 == 0 ? new Vec(-to.y(), to.x()) : to, walls, depth - 1).plus(next, 0.5);
    }

    static double traced(double[] walls, byte n) {
        Vec v = trace(new Vec(0, 1), new Vec(1, n), walls, n & 3);
        return v.x() + 10 * v.y();
    }

    static Vec tracedVec(double[] walls, byte n) {
        return trace(new Vec(1, 1), new Vec(1, n), walls, n & 3);
    }

    private static double along(Ray r, int n) {
        return n == 0 ? r.at().x() * r.to().y() : along(new Ray(r.at().plus(r.to(), 1), n % 2 == 0 ? r.at() : r.to()), n - 1) + 1;
    }

    static double objectsInObjects(double a, byte n) {
        return along(new Ray(new Vec(a, 1), new Vec(n, a)), n & 3);
    }

    private static Wrapped wind(Wrapped w, int n) {
        return n == 0 ? w : wind(new Wrapped(w.angle() - 0.75, w.turns()), n - 1);
    }

    static double wound(double a, byte n) {
        Wrapped w = wind(new Wrapped(a, 0), n & 7);
        return w.angle() + 100 * w.turns();
    }

    private static Integer steps(Function<Integer, Integer> f, Integer x, int n) {
        return n == 0 ? x : steps(f, f.apply(x), n - 1);
    }

    static int boxes(int a, byte n) {
        Integer k = a;
        return steps(x -> x * 3 + k, a, n & 3);
    }
}
