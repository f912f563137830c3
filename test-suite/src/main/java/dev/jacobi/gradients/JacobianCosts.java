package dev.jacobi.gradients;

import dev.jacobi.Fn;
import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Fn3;
import dev.jacobi.Jacobi;
import dev.jacobi.SparseJacobian;
import dev.jacobi.gradients.programs.KernelPrograms;
import dev.jacobi.gradients.programs.Models;
import dev.jacobi.gradients.programs.Systems;
import dev.jacobi.gradients.programs.Vectors;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/**
 * What whole Jacobians and Hessians cost, against the function and against making them by hand: forward, one vmap of {@code jvp} over directions, and in reverse, one of {@code vjp} over
 * cotangents. The directions are the unit vectors, or, where a program's columns are known to come in colours, columns of one colour touching no common row, their sums; the same holds for
 * rows. What is wanted is at most twice the time of the cheaper of the two, the last column, for the best of {@code jacfwd}, {@code jacrev} and, where there are colours, {@link SparseJacobian}:
 * by hand the result is left in colours, so that the bar has no time for the zeros of the whole matrix. It counts the calling thread's time on a core, with no other native threads. Arguments: parts of names of the programs to run (all by default).
 */
public final class JacobianCosts {
    private final Random random = new Random(7);
    private final String[] wanted;

    private JacobianCosts(String[] wanted) {
        this.wanted = wanted;
    }

    public static void main(String[] args) {
        System.setProperty("jacobi.threads", "1");
        System.out.printf(Locale.ROOT, "%s, %d cores, Java %s%n", System.getProperty("os.arch"), Runtime.getRuntime().availableProcessors(),
            System.getProperty("java.version"));
        System.out.printf(Locale.ROOT, "%-28s %9s %9s %11s %11s %11s %11s %11s %7s %7s %7s %7s%n", "program", "size", "value us", "jacfwd", "jacrev", "sparse", "by columns", "by rows", "colours", "/value",
            "per row", "to best");
        new JacobianCosts(args).rows();
    }

    /** How many colours columns and rows have, and which; null where there is a direction for each. */
    private record Colours(int columns, IntUnaryOperator ofColumn, int rows, IntUnaryOperator ofRow) {
        static final Colours NONE = new Colours(0, null, 0, null);

        /** Neighbours' colours differ. */
        static Colours cyclic(int columns, int rows) {
            return new Colours(columns, j -> j % columns, rows, i -> i % rows);
        }
    }

    private void rows() {
        double[][] first = matrix(64, 32, 0.3);
        double[][] second = matrix(64, 64, 0.2);
        row("network", x -> Vectors.network(x, first, second), vector(32), Colours.NONE);
        double[][] weights = matrix(64, 64, 0.2);
        row("recurrent network", x -> Vectors.recurrent(x, weights, 50), vector(64), Colours.NONE);
        row("pendulum's path", x -> Vectors.path(x, 64, 20), new double[] {1, 0.2, 0.1, 0.4}, Colours.NONE);
        row("chain", Vectors::chain, vector(200), Colours.cyclic(3, 3));
        row("springs", Systems::springs, vector(200), Colours.cyclic(3, 3));
        row("Rosenbrock's residuals", Systems::valley, vector(100), new Colours(2, j -> j % 2, 2, i -> i % 2));
        row("Robertson's reactions", Systems::robertson, new double[] {0.9, 1e-4, 0.1}, Colours.NONE);
        row("Brusselator", y -> Systems.brusselator(y, 1, 3, 0.02), vector(100), Colours.NONE);
        double[] seen = vector(2 * 4 * 30);
        row("bundle adjustment", p -> Systems.bundle(p, 4, seen), random.doubles(9 * 4 + 3 * 30, 0.1, 1).toArray(), Colours.NONE);
        double[] lengths = vector(7);
        row("arm", a -> Systems.arm(a, lengths), vector(7), Colours.NONE);
        double[][] image = matrix(40, 40, 1);
        double[][] target = matrix(32, 32, 1);
        row("image warp", m -> Systems.warp(m, image, target), new double[] {1.01, 0.02, 2.3, -0.03, 0.98, 3.1}, Colours.NONE);
        row("softmax of rows", x -> Systems.softmax(x, 10), vector(100), new Colours(10, j -> j % 10, 10, i -> i % 10));
        double[] mass = random.doubles(20, 0.5, 1).toArray();
        row("forces", x -> Systems.forces(x, mass), vector(60), Colours.NONE);
        int[] from = random.ints(150, 0, 50).toArray();
        int[] to = random.ints(150, 0, 50).toArray();
        double[] conductance = random.doubles(150, 0.5, 1).toArray();
        boolean[] diode = new boolean[150];
        for (int k = 0; k < diode.length; k += 3) {
            diode[k] = true;
        }
        row("circuit", v -> Systems.circuit(v, from, to, conductance, diode), vector(50), Colours.NONE);
        hessians(first, second);
    }

    private void hessians(double[][] first, double[][] second) {
        Fn3<double[], double[][], double[][], Double> loss = Vectors::networkLoss;
        hessian("network's loss", x -> loss.apply(x, first, second), vector(32));
        double[][] examples = matrix(500, 32, 1);
        double[] labels = vector(500);
        hessian("logistic regression", w -> Models.logistic(w, examples, labels), vector(32));
        hessian("Rosenbrock's function", KernelPrograms::rosenbrock, vector(32));
        double[] goal = vector(32);
        hessian("reaction", x -> Vectors.reaction(x, goal, 100), vector(32));
    }

    private void row(String name, Fn1<double[], double[]> f, double[] x, Colours colours) {
        if (wanted.length > 0 && Arrays.stream(wanted).noneMatch(name::contains)) {
            return;
        }
        Fn1<double[], double[]> value = Jacobi.jit(f);
        int m = value.apply(x).length;
        Fn2<double[], double[], double[]> forward = (at, t) -> Jacobi.jvp(f).apply(at, t).tangent();
        Fn2<double[], double[], double[]> reverse = (at, c) -> Jacobi.vjp(f).apply(at, c).grad();
        double[][] columns = seeds(x.length, colours.columns(), colours.ofColumn());
        double[][] rows = seeds(m, colours.rows(), colours.ofRow());
        SparseJacobian sparse = colours == Colours.NONE ? null : SparseJacobian.of(f, SparseJacobian.pattern((double[][]) GradientProgram.call(Jacobi.jacfwd(f)).apply(x)));
        Fn1<double[], double[]> entries = sparse == null ? null : sparse::apply;
        print(name, m, value, Jacobi.jacfwd(f), Jacobi.jacrev(f), entries, Jacobi.vmap(forward, null, 0), Jacobi.vmap(reverse, null, 0), x, columns, rows);
    }

    /** The Hessian as it is, that by forward mode over reverse, and the products with unit vectors. */
    private void hessian(String name, Fn1<double[], Double> f, double[] x) {
        if (wanted.length > 0 && Arrays.stream(wanted).noneMatch(("hessian of " + name)::contains)) {
            return;
        }
        Fn1<double[], double[]> gradient = at -> Jacobi.grad(f).apply(at);
        Fn2<double[], double[], double[]> forward = (at, t) -> Jacobi.jvp(gradient).apply(at, t).tangent();
        Fn2<double[], double[], double[]> reverse = (at, c) -> Jacobi.vjp(gradient).apply(at, c).grad();
        double[][] seeds = seeds(x.length, 0, null);
        print("hessian of " + name, x.length, Jacobi.jit(f), Jacobi.jacfwd(gradient), Jacobi.hessian(f), null, Jacobi.vmap(forward, null, 0), Jacobi.vmap(reverse, null, 0), x, seeds, seeds);
    }

    private static void print(String name, int m, Fn value, Fn jacfwd, Fn jacrev, Fn sparse, Fn byColumns, Fn byRows, double[] x, double[][] columns, double[][] rows) {
        double t = time(value, x);
        double forward = time(jacfwd, x);
        double reverse = time(jacrev, x);
        double hand = time(byColumns, x, columns);
        double back = time(byRows, x, rows);
        double best = Math.min(forward, reverse);
        double entries = sparse == null ? Double.NaN : time(sparse, x);
        double ours = sparse == null ? best : Math.min(best, entries);
        System.out.printf(Locale.ROOT, "%-28s %4dx%-4d %9.2f %11.2f %11.2f %11.2f %11.2f %11.2f %3d %3d %7.1f %7.2f %7.2f%n", name, m, x.length, t, forward, reverse, entries, hand, back, columns.length, rows.length,
            best / t, best / t / (forward < reverse ? x.length : m), ours / Math.min(hand, back));
    }

    private static double time(Fn f, Object... arguments) {
        GradientProgram.Call call = GradientProgram.call(f);
        return GradientCosts.median(() -> call.apply(arguments), ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
    }

    private static double[][] seeds(int n, int colours, IntUnaryOperator colour) {
        double[][] out = new double[colours == 0 ? n : colours][n];
        for (int j = 0; j < n; j++) {
            out[colours == 0 ? j : colour.applyAsInt(j)][j] = 1;
        }
        return out;
    }

    private double[] vector(int n) {
        return random.doubles(n, -1, 1).toArray();
    }

    private double[][] matrix(int n, int m, double size) {
        double[][] a = new double[n][];
        for (int i = 0; i < n; i++) {
            a[i] = random.doubles(m, -size, size).toArray();
        }
        return a;
    }
}
