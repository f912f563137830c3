package dev.jacobi.gradients;

import dev.jacobi.Fn;
import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Fn3;
import dev.jacobi.Fn4;
import dev.jacobi.Fn5;
import dev.jacobi.gradients.programs.Algorithms;
import dev.jacobi.gradients.programs.KernelPrograms;
import dev.jacobi.gradients.programs.Losses;
import dev.jacobi.gradients.programs.Models;
import dev.jacobi.gradients.programs.Scalars;
import dev.jacobi.gradients.programs.Simulations;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/** The programs whose gradients are tested and timed, each with random arguments by a fixed seed. */
final class GradientPrograms {
    private final List<GradientProgram> programs = new ArrayList<>();
    private final Random random = new Random(42);

    private GradientPrograms() {
        Fn1<Double, Double> polynomial = Scalars::polynomial;
        add("polynomial", polynomial, 1, n -> new Object[] {3.0}, 0);
        Fn1<Double, Double> sine = Scalars::sineSquared;
        add("sin² + 1", sine, 1, n -> new Object[] {0.7}, 0);
        Fn2<Double, Double, Double> newton = Scalars::newton;
        add("Newton's method", newton, 1, n -> new Object[] {27.5, 1e-13}, 0);
        Fn2<Integer, Double, Double> fibonacci = Scalars::fibonacci;
        add("recursion like Fibonacci's", fibonacci, 16, n -> new Object[] {n, 0.7}, 1);
        Fn2<Double, Double, Double> tree = Scalars::tree;
        add("recursive tree sum", tree, 1, n -> new Object[] {60.0, 0.07}, 0);
        Fn5<Double, Double, Double, Double, Double, Double> call = Scalars::call;
        add("Black-Scholes greeks", call, 1, n -> new Object[] {100.0, 95.0, 0.03, 0.2, 1.5}, 0, 1, 2, 3, 4);
        Fn5<double[], Double, Double, Double, Double, Double> book = Scalars::book;
        add("Black-Scholes book", book, 20_000, n -> new Object[] {vector(n, 50, 150), 95.0, 0.03, 0.2, 1.5}, 0, 1, 2, 3, 4);
        Fn3<double[], double[][], double[], Double> logistic = Models::logistic;
        add("logistic regression", logistic, 2_000, n -> new Object[] {vector(32, -1, 1), matrix(n, 32, -1, 1), vector(n, 0, 1)}, 0);
        double[] weights = vector(32, -1, 1);
        Fn2<double[], Double, Double> closure = (x, y) -> Models.example(weights, x, y);
        add("closure over an array", closure, 32, n -> new Object[] {vector(n, -1, 1), 0.25}, 0, 1);
        Fn4<double[], double[][], double[][], double[][], Double> mixture = Models::mixture;
        add("Gaussian mixture", mixture, 500, n -> new Object[] {vector(5, 0, 1), matrix(5, 8, -1, 1), matrix(5, 8, -0.5, 0.5), matrix(n, 8, -2, 2)}, 0, 1, 2);
        Fn5<double[][], double[], double[], double[][], double[], Double> lstm = Models::lstm;
        add("LSTM", lstm, 50, n -> new Object[] {matrix(64, 24, -0.4, 0.4), vector(64, -0.5, 0.5), vector(16, -1, 1), matrix(n, 8, -1, 1), vector(n, -1, 1)}, 0, 1, 2);
        Fn4<double[], Double, Double, Double, Double> kalman = Models::kalman;
        add("Kalman filter", kalman, 1_000, n -> new Object[] {vector(n, 0, 2), 0.1, 0.3, 0.05}, 0, 1, 2);
        Fn3<double[], double[], Double, Double> dtw = Models::softDtw;
        add("soft DTW", dtw, 100, n -> new Object[] {vector(n, 0, 1), vector(n + 7, 0, 1), 0.2}, 0, 1, 2);
        Fn3<Double, Double, Integer, Double> recurrence = Simulations::recurrence;
        add("in-place recurrence", recurrence, 32_000, n -> new Object[] {0.3, 0.1, n}, 0, 1);
        Fn3<double[], double[], Integer, Double> ode = Simulations::rungeKutta;
        add("Runge-Kutta", ode, 1_000, n -> new Object[] {new double[] {1.5, 1, 1, 3}, new double[] {1, 0.8}, n}, 0, 1);
        Fn3<double[], Double, Integer, Double> heat = Simulations::heat;
        add("heat equation in place", heat, 200, n -> new Object[] {vector(n, 0, 1), 0.2, 100}, 0, 1);
        Fn1<double[][], Double> cholesky = Algorithms::logDeterminant;
        add("Cholesky", cholesky, 40, n -> new Object[] {dominant(n)}, 0);
        Fn2<double[], double[], Double> fft = Algorithms::spectrum;
        add("FFT", fft, 1024, n -> new Object[] {vector(n, -1, 1), vector(n, 0, 1)}, 0, 1);
        Fn1<double[], Double> median = Algorithms::median;
        add("median by quicksort", median, 2_001, n -> new Object[] {vector(n, -1, 1)}, 0);
        Fn3<double[], double[], double[], Double> bundle = (c, x, p) -> {
            double[] r = Simulations.reprojection(c, x, p);
            return r[0] * r[0] + r[1] * r[1];
        };
        add("bundle adjustment residual", bundle, 1, n -> new Object[] {vector(9, 0.1, 1), vector(3, 1, 2), vector(2, 0, 1)}, 0, 1);
    }

    static List<GradientProgram> all() {
        return List.copyOf(new GradientPrograms().programs);
    }

    /** More programs, in other styles. */
    static List<GradientProgram> further() {
        var p = new GradientPrograms();
        p.programs.clear();
        p.addFurther();
        return List.copyOf(p.programs);
    }

    private void addFurther() {
        Fn2<double[][], double[][], Double> product = KernelPrograms::product;
        add("matrix product", product, 100, n -> new Object[] {matrix(n, n + 1, -1, 1), matrix(n + 1, n - 1, -1, 1)}, 0, 1);
        Fn2<double[][], double[][], Double> rows = KernelPrograms::productByRows;
        add("matrix product by rows", rows, 100, n -> new Object[] {matrix(n, n + 1, -1, 1), matrix(n + 1, n - 1, -1, 1)}, 0, 1);
        Fn3<double[], double[], Integer, Double> sweeps = KernelPrograms::sweeps;
        add("Jacobi's method", sweeps, 1_000, n -> new Object[] {vector(n, 0, 1), vector(n, 0, 1), 50}, 0, 1);
        Fn3<double[][], double[], double[], Double> convolution = KernelPrograms::convolution;
        add("convolution layer", convolution, 48, n -> new Object[] {matrix(n, n, -1, 1), vector(36, -1, 1), vector(4, -1, 1)}, 0, 1, 2);
        Fn4<double[], int[], int[], double[], Double> sparse = KernelPrograms::sparse;
        add("sparse energy", sparse, 2_000, this::rows, 0, 3);
        Fn3<double[], double[], double[], Double> pairs = KernelPrograms::pairs;
        add("energy of pairs", pairs, 200, n -> new Object[] {vector(n, -1, 1), vector(n, -1, 1), vector(n, -1, 1)}, 0, 1, 2);
        Fn1<double[][], Double> determinant = KernelPrograms::logDeterminant;
        add("elimination with pivots", determinant, 40, n -> new Object[] {dominant(n)}, 0);
        Fn1<double[], Double> rosenbrock = KernelPrograms::rosenbrock;
        add("Rosenbrock's function", rosenbrock, 10_000, n -> new Object[] {vector(n, -1, 1)}, 0);
        Fn1<double[], Double> halves = KernelPrograms::halves;
        add("recursive halves", halves, 1_000, n -> new Object[] {vector(n, 0.1, 1)}, 0);
        Fn5<Double, Double, Double, Double, double[][], Double> paths = Losses::monteCarlo;
        add("Monte Carlo option price", paths, 500, n -> new Object[] {100.0, 95.0, 0.03, 0.2, matrix(n, 50, -1.7, 1.7)}, 0, 1, 2, 3);
        Fn3<double[][], double[][], double[][], Double> attention = Losses::attention;
        add("attention", attention, 48, n -> new Object[] {matrix(n, 16, -1, 1), matrix(n + 2, 16, -1, 1), matrix(n + 2, 8, -1, 1)}, 0, 1, 2);
        Fn3<double[], double[], double[], Double> spline = Losses::spline;
        add("spline fit", spline, 2_000, n -> new Object[] {vector(50, 0, 1), vector(n, 0, 49), vector(n, 0, 1)}, 0);
        Fn4<double[][], double[][], double[], int[], Double> markov = Losses::hiddenMarkov;
        add("hidden Markov model", markov, 200, n -> new Object[] {matrix(16, 16, 0.1, 1), matrix(16, 10, 0.1, 1), vector(16, 0.1, 1), numbers(n, 10)}, 0, 1, 2);
        Fn2<double[], double[], Double> spheres = Losses::spheres;
        add("rays and spheres", spheres, 1_000, n -> new Object[] {vector(80, 0.2, 2), vector(2 * n, -0.6, 0.9)}, 0);
        Fn2<double[][], double[][], Double> means = Losses::kMeans;
        add("k-means", means, 1_000, n -> new Object[] {matrix(10, 8, -1, 1), matrix(n, 8, -1, 1)}, 0);
        Fn5<Double, Double, Double, Double, Double, Double> pendulum = Losses::pendulum;
        add("pendulum with adaptive steps", pendulum, 1, n -> new Object[] {1.0, 0.3, 9.81, 1e-5, 3.0}, 0, 1, 2);
    }

    private int[] numbers(int n, int below) {
        return random.ints(n, 0, below).toArray();
    }

    /** Values, columns and starts of the rows of a sparse matrix, and a vector. */
    private Object[] rows(int n) {
        int[] starts = new int[n + 1];
        for (int i = 0; i < n; i++) {
            starts[i + 1] = starts[i] + random.nextInt(15);
        }
        return new Object[] {vector(starts[n], -1, 1), numbers(starts[n], n), starts, vector(n, -1, 1)};
    }

    private void add(String name, Fn f, int size, IntFunction<Object[]> arguments, int... by) {
        programs.add(new GradientProgram(name, f, by, size, arguments));
    }

    private double[] vector(int n, double from, double to) {
        return random.doubles(n, from, to).toArray();
    }

    private double[][] matrix(int n, int m, double from, double to) {
        double[][] a = new double[n][];
        for (int i = 0; i < n; i++) {
            a[i] = vector(m, from, to);
        }
        return a;
    }

    private double[][] dominant(int n) {
        double[][] a = matrix(n, n, -1, 1);
        for (int i = 0; i < n; i++) {
            a[i][i] += n;
        }
        return a;
    }
}
