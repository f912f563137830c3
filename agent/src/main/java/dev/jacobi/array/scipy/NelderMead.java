package dev.jacobi.array.scipy;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.Minimum;
import dev.jacobi.NDArray;
import dev.jacobi.array.control.Control;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** The method of Nelder and Mead: a simplex of places is reflected, expanded, contracted and shrunk by the values at its corners. */
public final class NelderMead {
    /** How far places and values of the last simplex differ. */
    public static final double TOLERANCE = 1e-4;
    private static final double FIRST_STEP = 0.05;
    private static final double FROM_ZERO = 0.00025;
    private final UnaryOperator<NDArray> f;
    private final DType dtype;
    private int evaluations;

    private record Corner(double[] x, double value) {
    }

    private NelderMead(UnaryOperator<NDArray> f, DType dtype) {
        this.f = f;
        this.dtype = dtype;
    }

    /** Whether this is the method with a name; refuses names of none, and this one in a function that is being compiled. */
    public static boolean is(String method) {
        if (!List.of("BFGS", "NELDER-MEAD").contains(method.toUpperCase(Locale.ROOT))) {
            throw new JacobiException("minimize: there is no method '" + method + "'; give BFGS or Nelder-Mead.");
        }
        boolean is = method.equalsIgnoreCase("Nelder-Mead");
        if (is && Control.isTracing()) {
            throw new JacobiException("minimize: Nelder-Mead decides by values in Java, so it cannot be a part of a compiled function; call it outside of one, or give BFGS.");
        }
        return is;
    }

    /** Refuses what is no vector of reals. */
    public static void checkStart(NDArray x0) {
        if (x0.rank() != 1 || !x0.dtype().isReal()) {
            throw new JacobiException("minimize: the start is an array of " + x0.dtype() + " of the shape " + x0.shapeOf() + "; give a vector of reals.");
        }
    }

    /** The least value near {@code x0}. */
    public static Minimum minimize(UnaryOperator<NDArray> f, NDArray x0, double tolerance, int most) {
        return new NelderMead(f, x0.dtype()).run(x0.toDoubleArray(), tolerance, most);
    }

    private Corner at(double[] x) {
        evaluations++;
        double v = f.apply(NDArray.of((Object) x, dtype)).item();
        return new Corner(x, Double.isNaN(v) ? Double.POSITIVE_INFINITY : v);
    }

    /** a + t (b - a). */
    private static double[] between(double[] a, double[] b, double t) {
        double[] x = new double[a.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = a[i] + t * (b[i] - a[i]);
        }
        return x;
    }

    private Minimum run(double[] x0, double tolerance, int most) {
        int n = x0.length;
        List<Corner> s = new ArrayList<>(List.of(at(x0)));
        for (int i = 0; i < n; i++) {
            double[] x = x0.clone();
            x[i] = x[i] == 0 ? FROM_ZERO : x[i] * (1 + FIRST_STEP);
            s.add(at(x));
        }
        s.sort(Comparator.comparingDouble(Corner::value));
        int k = 0;
        while (k < most && !isSmall(s, tolerance)) {
            step(s);
            s.sort(Comparator.comparingDouble(Corner::value));
            k++;
        }
        boolean done = isSmall(s, tolerance);
        Corner best = s.get(0);
        return new Minimum(NDArray.of((Object) best.x, dtype), done, done ? 0 : 1, NDArray.of((Object) best.value, dtype), null, null, evaluations, 0, k);
    }

    private static boolean isSmall(List<Corner> s, double tolerance) {
        Corner best = s.get(0);
        for (Corner c : s) {
            boolean near = Math.abs(c.value - best.value) <= tolerance;
            for (int i = 0; near && i < best.x.length; i++) {
                near = Math.abs(c.x[i] - best.x[i]) <= tolerance;
            }
            if (!near) {
                return false;
            }
        }
        return true;
    }

    /** Replaces the worst corner, or draws all nearer to the best one. */
    private void step(List<Corner> s) {
        int n = s.size() - 1;
        double[] centre = new double[n];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < n; i++) {
                centre[i] += s.get(j).x[i] / n;
            }
        }
        Corner worst = s.get(n);
        Corner reflected = at(between(centre, worst.x, -1));
        if (reflected.value < s.get(0).value) {
            Corner expanded = at(between(centre, worst.x, -2));
            s.set(n, expanded.value < reflected.value ? expanded : reflected);
            return;
        }
        if (reflected.value < s.get(n - 1).value) {
            s.set(n, reflected);
            return;
        }
        boolean outside = reflected.value < worst.value;
        Corner contracted = at(between(centre, worst.x, outside ? -0.5 : 0.5));
        if (outside ? contracted.value <= reflected.value : contracted.value < worst.value) {
            s.set(n, contracted);
            return;
        }
        for (int j = 1; j <= n; j++) {
            s.set(j, at(between(s.get(0).x, s.get(j).x, 0.5)));
        }
    }
}
