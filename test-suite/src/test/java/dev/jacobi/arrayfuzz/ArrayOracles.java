package dev.jacobi.arrayfuzz;

import dev.jacobi.DType;
import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Jacobi;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.Np;
import dev.jacobi.Options;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Compares what a program computes in different ways; what differs is a sentence. */
final class ArrayOracles {
    private static final double HALVES = 2e-2;
    private final ArrayProgram program;
    private final Fn2<NDArray, NDArray, List<NDArray>> f;
    private final Function<NDArray, Fn1<NDArray, NDArray>> objective;
    private final List<String> faults = new ArrayList<>();

    /** {@code objective} gives a sum over the results by the first argument, for a second one. */
    ArrayOracles(ArrayProgram program, Fn2<NDArray, NDArray, List<NDArray>> f, Function<NDArray, Fn1<NDArray, NDArray>> objective) {
        this.program = program;
        this.f = f;
        this.objective = objective;
    }

    /** What is wrong with it; empty when all is well. */
    List<String> faults() {
        NDArray x = program.first(0);
        NDArray y = program.second(0);
        NDArray x1 = program.first(1);
        NDArray y1 = program.second(1);
        double[] given = x.toDoubleArray();
        List<NDArray> plain = tried("plain Java", () -> f.apply(x, y));
        List<NDArray> plain1 = tried("plain Java", () -> f.apply(x1, y1));
        if (plain == null || plain1 == null) {
            return faults;
        }
        Fn2<NDArray, NDArray, List<NDArray>> compiled = Jacobi.jit(f);
        compare("jit", plain, tried("jit", () -> compiled.apply(x, y)));
        compare("jit, other numbers", plain1, tried("jit", () -> compiled.apply(x1, y1)));
        Fn2<NDArray, NDArray, List<NDArray>> interpreted = Jacobi.jit(f, Options.DEFAULT.backend("interp"));
        compare("interpreter", plain, tried("interpreter", () -> interpreted.apply(x, y)));
        Fn2<NDArray, NDArray, List<NDArray>> lanes = Jacobi.vmap(f, 0, 0);
        List<NDArray> stacked = new ArrayList<>();
        for (int k = 0; k < plain.size(); k++) {
            stacked.add(Np.stack(plain.get(k), plain1.get(k)));
        }
        compare("vmap", stacked, tried("vmap", () -> lanes.apply(Np.stack(x, x1), Np.stack(y, y1))));
        derivatives(x, y, x1);
        if (!Arrays.equals(given, x.toDoubleArray())) {
            faults.add("the argument has changed");
        }
        return faults;
    }

    private void derivatives(NDArray x, NDArray y, NDArray x1) {
        Fn1<NDArray, NDArray> total = objective.apply(y);
        NDArray g = tried("grad", () -> Jacobi.grad(total).apply(x));
        if (g == null) {
            return;
        }
        NDArray u = Np.sin(Np.arange(x.size()).astype(DType.F64).plus(0.5)).reshape(x.shape());
        double along = g.times(u).sum().item();
        NDArray tangent = tried("jvp", () -> (NDArray) Jacobi.jvp(total, new Object[] {x}, new Object[] {u}).tangent());
        // what halves round on the way differs by the order of the chain rule's factors
        boolean halves = program.source().contains("DType.F16") || program.source().contains("DType.BF16");
        double rounded = halves ? HALVES : 0;
        if (tangent != null && !close(along, tangent.item(), Math.max(rounded, 1e-8))) {
            faults.add("grad gives the slope " + along + ", jvp " + tangent.item());
        }
        double[] slopes = new double[3];
        for (int k = 0; k < 3; k++) {
            double h = Math.pow(10, -4 - k);
            slopes[k] = (total.apply(x.plus(u.times(h))).item() - total.apply(x.minus(u.times(h))).item()) / (2 * h);
        }
        // at a corner or jump the differences do not agree with each other
        if (!halves && close(slopes[0], slopes[1], 1e-5) && close(slopes[1], slopes[2], 1e-5) && !close(along, slopes[1], 1e-4)) {
            faults.add("grad gives the slope " + along + ", differences " + Arrays.toString(slopes));
        }
        compare("jit(grad)", List.of(g), one(tried("jit(grad)", () -> Jacobi.jit(Jacobi.grad(total)).apply(x))), rounded);
        NDArray g1 = tried("grad", () -> Jacobi.grad(total).apply(x1));
        Fn1<NDArray, NDArray> lanes = Jacobi.vmap(Jacobi.grad(total));
        if (g1 != null) {
            compare("vmap(grad)", List.of(Np.stack(g, g1)), one(tried("vmap(grad)", () -> lanes.apply(Np.stack(x, x1)))), rounded);
        }
    }

    private static List<NDArray> one(NDArray a) {
        return a == null ? null : List.of(a);
    }

    private static boolean close(double a, double b, double tolerance) {
        return Double.compare(a, b) == 0 || Math.abs(a - b) <= tolerance * (1 + Math.max(Math.abs(a), Math.abs(b)));
    }

    private void compare(String way, List<NDArray> wanted, List<NDArray> found) {
        compare(way, wanted, found, 0);
    }

    private void compare(String way, List<NDArray> wanted, List<NDArray> found, double rounded) {
        for (int k = 0; found != null && k < wanted.size(); k++) {
            NDArray a = wanted.get(k);
            NDArray b = found.get(k);
            if (a.dtype() != b.dtype() || !Arrays.equals(a.shape(), b.shape())) {
                faults.add(way + ": result " + k + " is " + a.dtype() + Arrays.toString(a.shape()) + ", found " + b.dtype() + Arrays.toString(b.shape()));
                return;
            }
            double tolerance = Math.max(rounded, a.dtype() == DType.F64 ? 1e-9 : a.dtype() == DType.F32 ? 2e-5 : a.dtype().isReal() ? HALVES : 0);
            double[] p = a.astype(a.dtype() == DType.BOOL ? DType.I32 : a.dtype()).toDoubleArray();
            double[] q = b.astype(a.dtype() == DType.BOOL ? DType.I32 : a.dtype()).toDoubleArray();
            for (int i = 0; i < p.length; i++) {
                if (!close(p[i], q[i], tolerance)) {
                    faults.add(way + ": result " + k + " has " + p[i] + " at " + i + ", found " + q[i]);
                    return;
                }
            }
        }
    }

    /** A computation. */
    private interface Work<T> {
        T run();
    }

    private <T> T tried(String way, Work<T> work) {
        try {
            return work.run();
        } catch (JacobiException | IllegalArgumentException | IllegalStateException | ArithmeticException | IndexOutOfBoundsException | ClassCastException | NullPointerException e) {
            faults.add(way + " throws " + e + (e instanceof JacobiException ? "" : " " + Arrays.toString(Arrays.copyOf(e.getStackTrace(), 4))));
            return null;
        }
    }
}
