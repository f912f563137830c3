package dev.jacobi.gradients;

import dev.jacobi.Fn;
import dev.jacobi.Fn1;
import dev.jacobi.Fn3;
import dev.jacobi.Jacobi;
import dev.jacobi.gradients.programs.KernelPrograms;
import dev.jacobi.gradients.programs.Models;
import dev.jacobi.gradients.programs.Vectors;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * Times whole Jacobians and Hessians against the function, both compiled: medians of calls on one machine in one run. The last column is the cost of
 * one row in calls of the function. Arguments: parts of names of the programs to run (all by default).
 */
public final class JacobianCosts {
    private final Random random = new Random(7);
    private final String[] wanted;

    private JacobianCosts(String[] wanted) {
        this.wanted = wanted;
    }

    public static void main(String[] args) {
        System.out.printf(Locale.ROOT, "%s, %d cores, Java %s%n", System.getProperty("os.arch"), Runtime.getRuntime().availableProcessors(),
            System.getProperty("java.version"));
        System.out.printf(Locale.ROOT, "%-34s %6s %12s %14s %10s %10s%n", "program", "rows", "value", "derivative", "quotient", "per row");
        new JacobianCosts(args).rows();
    }

    private void rows() {
        double[] x = vector(32);
        double[][] first = matrix(64, 32, 0.3);
        double[][] second = matrix(64, 64, 0.2);
        Fn3<double[], double[][], double[][], double[]> network = Vectors::network;
        row("jacrev of a network", 64, Jacobi.jit(network), Jacobi.jacrev(network), x, first, second);
        row("jacfwd of a network", 32, Jacobi.jit(network), Jacobi.jacfwd(network), x, first, second);
        Fn3<double[], double[][], Integer, double[]> recurrent = Vectors::recurrent;
        row("jacrev of a recurrent network", 64, Jacobi.jit(recurrent), Jacobi.jacrev(recurrent), vector(64), matrix(64, 64, 0.2), 50);
        Fn3<double[], Integer, Integer, double[]> path = Vectors::path;
        row("jacrev of a pendulum's path", 64, Jacobi.jit(path), Jacobi.jacrev(path), new double[] {1, 0.2, 0.1, 0.4}, 64, 20);
        row("jacfwd of a pendulum's path", 4, Jacobi.jit(path), Jacobi.jacfwd(path), new double[] {1, 0.2, 0.1, 0.4}, 64, 20);
        Fn1<double[], double[]> chain = Vectors::chain;
        row("jacfwd of a chain", 200, Jacobi.jit(chain), Jacobi.jacfwd(chain), vector(200));
        row("jacrev of a chain", 200, Jacobi.jit(chain), Jacobi.jacrev(chain), vector(200));
        Fn3<double[], double[][], double[][], Double> loss = Vectors::networkLoss;
        row("hessian of a network's loss", 32, Jacobi.jit(loss), Jacobi.hessian(loss), x, first, second);
        Fn3<double[], double[][], double[], Double> logistic = Models::logistic;
        row("hessian of a logistic regression", 32, Jacobi.jit(logistic), Jacobi.hessian(logistic), vector(32), matrix(500, 32, 1), vector(500));
        Fn1<double[], Double> rosenbrock = KernelPrograms::rosenbrock;
        row("hessian of Rosenbrock's function", 32, Jacobi.jit(rosenbrock), Jacobi.hessian(rosenbrock), vector(32));
        Fn3<double[], double[], Integer, Double> reaction = Vectors::reaction;
        row("hessian of a reaction", 32, Jacobi.jit(reaction), Jacobi.hessian(reaction), vector(32), vector(32), 100);
    }

    private void row(String name, int rows, Fn value, Fn derivative, Object... arguments) {
        if (wanted.length > 0 && Arrays.stream(wanted).noneMatch(name::contains)) {
            return;
        }
        double t = GradientCosts.median(() -> GradientProgram.call(value).apply(arguments));
        double d = GradientCosts.median(() -> GradientProgram.call(derivative).apply(arguments));
        System.out.printf(Locale.ROOT, "%-34s %6d %9.2f us %11.2f us %10.1f %10.2f%n", name, rows, t, d, d / t, d / t / rows);
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
