// Small functions of one argument, of every form that a word of transformations may meet; smooth where they are called.
package dev.jacobi.gradients;

import dev.jacobi.Fn1;
import dev.jacobi.Jacobi;
import dev.jacobi.WithAux;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The functions of {@link CompositionTest} with a point for each. */
final class SmallPrograms {
    private SmallPrograms() {
    }

    /** A function and where it is called. */
    record Program(Fn1<Object, Object> function, Object at) {
    }

    /** An argument that is a record. */
    record Pose(double x, double angle) {
    }

    private record Complex(double re, double im) {
        Complex times(Complex o) {
            return new Complex(re * o.re - im * o.im, re * o.im + im * o.re);
        }

        Complex plus(Complex o) {
            return new Complex(re + o.re, im + o.im);
        }
    }

    static Map<String, Program> all() {
        Map<String, Program> all = new LinkedHashMap<>();
        add(all, "polynomial", (Double x) -> polynomial(x), 1.3);
        add(all, "while with a tolerance", (Double x) -> newton(x), 7.5);
        add(all, "branches", (Double x) -> branches(x), 0.86);
        add(all, "recursion by the argument", (Double x) -> tree(x), 3.3);
        double[] c = {0.5, -1, 0.25, 0.125};
        add(all, "closure over an array", (Double x) -> horner(c, x), 0.9);
        add(all, "nested loops with break and continue", (Double x) -> breaks(x), 1.02);
        add(all, "array", (double[] a) -> logSumExp(a), new double[] {0.3, 1.2, -0.4});
        add(all, "array result", (double[] a) -> products(a), new double[] {0.7, 1.2});
        add(all, "writes in place", (double[] a) -> inPlace(a), new double[] {0.3, 0.9, 0.5});
        add(all, "recursion over an array", (double[] a) -> halves(a, 0, a.length), new double[] {0.4, 1.1, 0.8});
        add(all, "records inside", (double[] a) -> records(a), new double[] {0.6, 0.8});
        add(all, "a record", (Pose p) -> pose(p), new Pose(0.5, 1.2));
        add(all, "a map of numbers and arrays", (Map<String, Object> p) -> affine(p), new TreeMap<>(Map.of("w", new double[] {0.4, -0.7}, "b", 0.3)));
        add(all, "matrix", (double[][] a) -> traceOfCube(a), new double[][] {{1.1, 0.3}, {-0.2, 0.7}});
        add(all, "Cholesky", (double[][] a) -> logDeterminant(a), new double[][] {{0.9, 0.2}, {0.4, 1.3}});
        Fn1<Double, Double> cube = Jacobi.customVjp((Double x) -> x * x * x, (Double x) -> new WithAux<>(x * x * x, 3 * x * x), (Double s, Double t) -> s * t);
        add(all, "a rule of its own", (Double x) -> Math.sin(cube.apply(x)), 0.8);
        return all;
    }

    @SuppressWarnings("unchecked")
    private static <A> void add(Map<String, Program> all, String name, Fn1<A, ?> f, A at) {
        all.put(name, new Program((Fn1<Object, Object>) (Fn1<?, ?>) f, at));
    }

    private static double polynomial(double x) {
        return x * x * x * x - 2 * x * x * x + x;
    }

    private static double newton(double a) {
        double x = a;
        double last;
        do {
            last = x;
            x = 0.5 * (x + a / x);
        } while (Math.abs(x - last) > 1e-9);
        return 0.5 * (x + a / x);
    }

    private static double branches(double x) {
        int kind = (int) (x * 4);
        double r = switch (kind) {
            case 0, 1 -> x;
            case 2 -> Math.exp(x);
            case 3 -> Math.sin(x) / x;
            default -> 1;
        };
        if (x > 0.5 && r < 2) {
            return r * x > 0.1 ? r * x * x : -r;
        }
        return r + 1;
    }

    private static double tree(double x) {
        return x < 1 ? x * x * x : tree(0.5 * x) * x + Math.sin(tree(x * 0.25));
    }

    private static double horner(double[] c, double x) {
        double r = 0;
        for (int i = c.length - 1; i >= 0; i--) {
            r = r * x + c[i];
        }
        return r * r;
    }

    private static double breaks(double x) {
        double s = 0;
        for (int i = 0; i < 8; i++) {
            if (i % 3 == 1) {
                continue;
            }
            double t = x;
            int j = 0;
            while (true) {
                t = t * x / (j + 1);
                if (t < 0.3 || j++ > i) {
                    break;
                }
            }
            s += t * Math.cos(i * x);
            if (s > 3) {
                break;
            }
        }
        return s;
    }

    private static double logSumExp(double[] a) {
        double m = Double.NEGATIVE_INFINITY;
        for (double v : a) {
            m = Math.max(m, v);
        }
        double s = 0;
        for (double v : a) {
            s += Math.exp(v - m);
        }
        return m + Math.log(s);
    }

    private static double[] products(double[] a) {
        double[] r = new double[a.length + 1];
        r[0] = 1;
        for (int i = 0; i < a.length; i++) {
            r[i + 1] = r[i] * a[i] * Math.exp(a[a.length - 1 - i]);
        }
        return r;
    }

    private static double inPlace(double[] a) {
        double[] p = a.clone();
        for (int k = 0; k < 2; k++) {
            for (int i = 1; i < p.length; i++) {
                p[i] += Math.sin(p[i - 1]) * p[0];
            }
            double t = p[0];
            p[0] = p[p.length - 1];
            p[p.length - 1] = t;
        }
        return p[0] * p[1];
    }

    private static double halves(double[] a, int from, int to) {
        if (to - from == 1) {
            return a[from];
        }
        int middle = (from + to) >>> 1;
        return Math.sin(halves(a, from, middle)) * (1 + halves(a, middle, to));
    }

    private static double records(double[] a) {
        Complex c = new Complex(a[0], a[1]);
        Complex z = new Complex(0, 0);
        for (int i = 0; i < 3; i++) {
            z = z.times(z).plus(c);
        }
        return z.re * z.re + z.im;
    }

    private static double pose(Pose p) {
        return Math.sin(p.angle() * p.x()) + p.x() * p.x() * p.angle();
    }

    private static double affine(Map<String, Object> p) {
        double[] w = (double[]) p.get("w");
        double b = (Double) p.get("b");
        double s = b;
        for (int i = 0; i < w.length; i++) {
            s += w[i] * (i + 1) * b;
        }
        return Math.tanh(s);
    }

    private static double traceOfCube(double[][] a) {
        double s = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                for (int k = 0; k < a.length; k++) {
                    s += a[i][j] * a[j][k] * a[k][i];
                }
            }
        }
        return Math.sin(s);
    }

    private static double logDeterminant(double[][] x) {
        int n = x.length;
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) {
                    a[i][j] += x[k][i] * x[k][j];
                }
            }
            a[i][i] += 1;
        }
        double log = 0;
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < j; k++) {
                for (int i = j; i < n; i++) {
                    a[i][j] -= a[i][k] * a[j][k];
                }
            }
            double d = Math.sqrt(a[j][j]);
            for (int i = j; i < n; i++) {
                a[i][j] /= d;
            }
            log += 2 * Math.log(d);
        }
        return log;
    }
}
