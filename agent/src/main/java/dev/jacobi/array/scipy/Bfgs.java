package dev.jacobi.array.scipy;

import dev.jacobi.DType;
import dev.jacobi.Minimum;
import dev.jacobi.NDArray;
import dev.jacobi.ValueAndGrad;
import java.util.function.Function;

/** The method of Broyden, Fletcher, Goldfarb and Shanno: steps along directions that an estimate of the inverse Hessian gives, of lengths that satisfy the strong conditions of Wolfe. */
public final class Bfgs {
    /** The greatest element of a gradient that counts as none. */
    public static final double TOLERANCE = 1e-5;
    private static final double DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;
    private static final int MOST_TRIALS = 60;
    private final Function<NDArray, ValueAndGrad<NDArray, NDArray>> f;
    private final DType dtype;
    private int evaluations;

    private record Point(double[] x, double value, double[] gradient) {
    }

    private Bfgs(Function<NDArray, ValueAndGrad<NDArray, NDArray>> f, DType dtype) {
        this.f = f;
        this.dtype = dtype;
    }

    /** The least value near {@code x0}. */
    public static Minimum minimize(Function<NDArray, ValueAndGrad<NDArray, NDArray>> f, NDArray x0, double tolerance, int most) {
        return new Bfgs(f, x0.dtype()).run(x0.toDoubleArray(), tolerance, most);
    }

    private Point at(double[] x) {
        evaluations++;
        ValueAndGrad<NDArray, NDArray> y = f.apply(NDArray.of((Object) x, dtype));
        return new Point(x, y.value().item(), y.grad().toDoubleArray());
    }

    private Point along(Point p, double[] direction, double t) {
        double[] x = p.x.clone();
        for (int i = 0; i < x.length; i++) {
            x[i] += t * direction[i];
        }
        return at(x);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double greatest(double[] a) {
        double most = 0;
        for (double v : a) {
            most = Math.max(most, Math.abs(v));
        }
        return most;
    }

    private static double[][] identity(int n) {
        double[][] h = new double[n][n];
        for (int i = 0; i < n; i++) {
            h[i][i] = 1;
        }
        return h;
    }

    private Minimum run(double[] x0, double tolerance, int most) {
        Point p = at(x0);
        double[][] h = identity(x0.length);
        int k = 0;
        int status = 0;
        while (!(greatest(p.gradient) <= tolerance) && status == 0) {
            if (k == most) {
                status = 1;
                break;
            }
            double[] d = new double[x0.length];
            for (int i = 0; i < d.length; i++) {
                d[i] = -dot(h[i], p.gradient);
            }
            Point next = search(p, d);
            if (next == null) {
                status = 2;
                break;
            }
            update(h, p, next);
            p = next;
            k++;
        }
        String message = switch (status) {
            case 0 -> "The gradient is 0 to the tolerance.";
            case 1 -> "The most iterations were made before the gradient was 0 to the tolerance.";
            default -> "No step along a direction satisfies the conditions of Wolfe; the precision of the type may be exhausted.";
        };
        return new Minimum(NDArray.of((Object) p.x, dtype), NDArray.of((Object) p.value, dtype), NDArray.of((Object) p.gradient, dtype), status == 0, status, k, evaluations, message);
    }

    /** A point along a direction of descent: bounds of the step's length are drawn together until both conditions hold; null if none is found. */
    private Point search(Point p, double[] d) {
        double slope = dot(p.gradient, d);
        if (!(slope < 0)) {
            return null;
        }
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double t = 1;
        for (int k = 0; k < MOST_TRIALS; k++) {
            Point q = along(p, d, t);
            double there = dot(q.gradient, d);
            if (!(q.value <= p.value + DECREASE * t * slope) || there > -CURVATURE * slope) {
                high = t;
            } else if (there < CURVATURE * slope) {
                low = t;
            } else {
                return q;
            }
            t = high == Double.POSITIVE_INFINITY ? 2 * low : (low + high) / 2;
        }
        return null;
    }

    /** H + (1 + y'Hy / s'y) ss' / s'y - (Hys' + sy'H) / s'y. */
    private static void update(double[][] h, Point p, Point q) {
        int n = h.length;
        double[] s = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            s[i] = q.x[i] - p.x[i];
            y[i] = q.gradient[i] - p.gradient[i];
        }
        double sy = dot(s, y);
        if (!(sy > 0)) {
            return;
        }
        double[] hy = new double[n];
        for (int i = 0; i < n; i++) {
            hy[i] = dot(h[i], y);
        }
        double factor = (1 + dot(y, hy) / sy) / sy;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                h[i][j] += factor * s[i] * s[j] - (hy[i] * s[j] + s[i] * hy[j]) / sy;
            }
        }
    }
}
