package dev.jacobi.gradients;

import dev.jacobi.Fn;
import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Fn3;
import dev.jacobi.Fn4;
import dev.jacobi.Fn5;
import dev.jacobi.gradients.programs.Algorithms;
import dev.jacobi.gradients.programs.Fields;
import dev.jacobi.gradients.programs.Fits;
import dev.jacobi.gradients.programs.Inference;
import dev.jacobi.gradients.programs.KernelPrograms;
import dev.jacobi.gradients.programs.Lattices;
import dev.jacobi.gradients.programs.Learning;
import dev.jacobi.gradients.programs.Losses;
import dev.jacobi.gradients.programs.Markets;
import dev.jacobi.gradients.programs.Models;
import dev.jacobi.gradients.programs.Neighbours;
import dev.jacobi.gradients.programs.Numerics;
import dev.jacobi.gradients.programs.Scalars;
import dev.jacobi.gradients.programs.Simulations;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** Programs as users write them by hand, with helper methods, new arrays in each step and tables of two axes. */
    static List<GradientProgram> byHand() {
        var p = new GradientPrograms();
        p.programs.clear();
        p.addInference();
        p.addNumerics();
        p.addMatrices();
        return List.copyOf(p.programs);
    }

    /** Programs of finance, simulation and learning, with records, helper methods and tests of what was computed. */
    static List<GradientProgram> byOthers() {
        var p = new GradientPrograms();
        p.programs.clear();
        p.addMarkets();
        p.addFields();
        p.addLearning();
        p.addLattices();
        return List.copyOf(p.programs);
    }

    private void addLattices() {
        Fn5<Double, Double, Double, Double, Integer, Double> bond = Lattices::bond;
        add("bond on a table of rates", bond, 100, n -> new Object[] {0.0313, 0.0107, 0.0411, 0.0017, n}, 0, 1, 2, 3);
        Fn5<Double, Double, Double, Double, Integer, Double> barrier = Lattices::barrier;
        add("barrier on a flat lattice", barrier, 100, n -> new Object[] {1.03, 0.31, 0.27, 0.002, n}, 0, 1, 2, 3);
        Fn5<double[], Double, Double, Double, Integer, Double> ages = Lattices::ages;
        add("population by ages", ages, 100, n -> new Object[] {vector(n, 0.5, 1), 0.9, 0.2, 0.95, 50}, 0, 1, 2, 3);
        Fn3<double[], double[], Integer, Double> upper = Lattices::upper;
        add("upper triangle by columns", upper, 100, n -> new Object[] {flat(dominant(n)), vector(n, -1, 1), n}, 0, 1);
        Fn5<double[], double[], double[], Integer, Integer, Double> means = Lattices::means;
        add("filter and means of squares", means, 34, n -> new Object[] {vector(n * n, -1, 1), vector(9, -1, 1), vector((n - 2) * (n - 2) / 4, -1, 1), n, 2}, 0, 1, 2);
        Fn3<double[][], double[][], Double, Double> greatest = Lattices::greatest;
        add("filter and greatest of squares", greatest, 34, n -> new Object[] {matrix(n, n, -1, 1), matrix(3, 3, -1, 1), 0.1}, 0, 1, 2);
        Fn2<double[][], Double, Double> cheapest = Lattices::cheapest;
        add("cheapest way down", cheapest, 60, n -> new Object[] {matrix(n, n + 7, 0, 1), 0.1}, 0, 1);
        Fn2<double[], Integer, Double> twoAway = Neighbours::twoAway;
        add("two away", twoAway, 100, n -> new Object[] {vector(n, -1, 1), 20}, 0);
        Fn2<double[], Integer, Double> backward = Neighbours::backward;
        add("least costs backward", backward, 100, n -> new Object[] {vector(n, 0, 1), 20}, 0);
        Fn3<double[][], Double, Integer, Double> square = Neighbours::square;
        add("square with edges", square, 40, n -> new Object[] {matrix(n, n, -1, 1), 0.1, 5}, 0, 1);
        Fn3<double[], Integer, Integer, Double> seam = Neighbours::seam;
        add("seam of a flat image", seam, 60, n -> new Object[] {vector(n * (n + 7), 0, 1), n, n + 7}, 0);
        Fn2<double[][], double[], Double> band = Neighbours::band;
        add("best path within a band", band, 60, n -> new Object[] {matrix(n, n + 7, 0, 1), vector(5, -1, 0)}, 0, 1);
        Fn2<double[][], double[][], Double> nearest = Lattices::nearest;
        add("nearest point", nearest, 60, n -> new Object[] {matrix(n, 2, -1, 1), matrix(n + 7, 2, -1, 1)}, 0, 1);
        Fn2<double[][], double[][], Double> farthest = Lattices::farthest;
        add("farthest of the nearest", farthest, 60, n -> new Object[] {matrix(n, 2, -1, 1), matrix(n + 7, 2, -1, 1)}, 0, 1);
        Fn2<double[], double[], Double> warping = Lattices::warping;
        add("time warping", warping, 80, n -> new Object[] {vector(n, 0, 1), vector(n + 7, 0, 1)}, 0, 1);
        Fn4<double[][], int[], int[], Double, Double> alignment = Lattices::alignment;
        add("local alignment", alignment, 80, n -> new Object[] {matrix(4, 4, -1, 1), numbers(n, 4), numbers(n - 7, 4), 0.4}, 0, 3);
        Fn5<double[], double[], double[], double[], double[], Double> forces = Fields::forces;
        add("forces of charges", forces, 100, n -> new Object[] {vector(n, -1, 1), vector(n, -1, 1), vector(n, -0.1, 0.1), vector(n, -1, 1), vector(n, -1, 1)}, 0, 1, 2);
        Fn3<double[], double[], double[], Double> series = Fields::series;
        add("series of polynomials", series, 300, n -> new Object[] {vector(12, -1, 1), vector(n, -1, 1), vector(n, -1, 1)}, 0, 1);
        Fn3<double[], double[], double[], Double> deBoor = Fits::deBoor;
        add("spline by de Boor", deBoor, 1_000, n -> new Object[] {vector(23, -1, 1), vector(n, 0, 20), vector(n, -1, 1)}, 0, 1);
        Fn4<double[][], double[], double[][], double[][], Double> residual = Fits::residual;
        add("residual layer", residual, 32, n -> new Object[] {matrix(n, 24, -1, 1), vector(24, 0.5, 1.5), matrix(64, 24, -0.3, 0.3), matrix(24, 64, -0.3, 0.3)}, 0, 1, 2, 3);
    }

    private static double[] flat(double[][] matrix) {
        return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).toArray();
    }

    private void addMarkets() {
        Fn5<Double, Double, Double, Double, double[][], Double> squares = Markets::leastSquares;
        add("American option by least squares", squares, 300, n -> new Object[] {100.0, 103.0, 0.04, 0.25, matrix(n, 12, -1.7, 1.7)}, 0, 1, 2, 3);
        Fn5<double[], Double, Double, double[], Integer, Double> heston = Markets::heston;
        add("Heston's model", heston, 300, n -> new Object[] {new double[] {1.5, 0.04, 0.1, -0.6, 0.05}, 100.0, 0.02, vector(n * 40, -1.7, 1.7), 20}, 0, 1, 2);
        Fn5<Double, Double, Double, Double, Integer, Double> trinomial = Markets::trinomial;
        add("trinomial lattice", trinomial, 100, n -> new Object[] {101.3, 105.0, 0.0317, 0.2, n}, 0, 1, 2, 3);
        Fn4<Double, Double, Double, double[], Double> garch = Markets::garch;
        add("GARCH", garch, 1_000, n -> new Object[] {0.05, 0.1, 0.85, vector(n, -2, 2)}, 0, 1, 2);
        Fn3<double[], double[], double[], Double> curve = Markets::curve;
        add("yield curve", curve, 30, n -> new Object[] {vector(n, 0.01, 0.05), vector(200, 0, n), vector(200, 0, 0.05)}, 0);
    }

    private void addFields() {
        Fn3<double[], Double, Double, Double> particles = Fields::lennardJones;
        add("particles with a cut-off", particles, 4, n -> new Object[] {grid(n, 1.3), 1.3 * n, 2.1}, 0, 1);
        Fn5<double[][], double[][], int[], int[], double[][], Double> bundle = Fields::bundle;
        add("bundle adjustment", bundle, 300, n -> new Object[] {matrix(6, 9, 0.1, 1), matrix(40, 3, 1, 2), numbers(n, 6), numbers(n, 40), matrix(n, 2, -1, 1)}, 0, 1);
        Fn4<double[], double[], double[], Integer, Double> heat = Fields::conductivity;
        add("conductivity by implicit steps", heat, 100, n -> new Object[] {vector(n, 0.5, 2), vector(n, 0, 1), vector(n, 0, 1), 20}, 0, 1);
        Fn3<double[], double[], double[], Double> cubic = Fields::cubic;
        add("natural spline", cubic, 50, n -> new Object[] {vector(n, -1, 1), vector(500, 0, n - 1), vector(500, -1, 1)}, 0);
        Fn4<double[], double[], Double, Double, Double> hares = Fields::hares;
        add("hares and lynxes", hares, 1, n -> new Object[] {new double[] {1.1, 0.7}, new double[] {1.1, 0.4, 0.1, 0.4}, 5.0, 1e-4}, 0, 1);
    }

    private void addLearning() {
        Fn5<double[][], double[][], double[][], double[], double[][], Double> gated = Learning::gated;
        add("gated unit", gated, 40, n -> new Object[] {matrix(16, 24, -0.4, 0.4), matrix(16, 24, -0.4, 0.4), matrix(16, 24, -0.4, 0.4), vector(16, -0.5, 0.5), matrix(n, 8, -1, 1)}, 0, 1, 2, 3);
        Fn5<float[][], float[][], float[][], float[][], Integer, Float> causal = Learning::causal;
        add("causal attention of floats", causal, 48,
            n -> new Object[] {floats(matrix(n, 32, -1, 1)), floats(matrix(n, 32, -1, 1)), floats(matrix(n, 32, -1, 1)), floats(matrix(n, 32, -1, 1)), 4}, 0, 1, 2);
        Fn3<double[][], double[][], int[], Double> path = Learning::bestPath;
        add("best path", path, 100, n -> new Object[] {matrix(12, 12, -1, 1), matrix(n, 12, -1, 1), numbers(n, 12)}, 0, 1);
        Fn4<double[], double[], double[], double[], Double> mixture = Learning::logisticMixture;
        add("mixture of logistic distributions", mixture, 500, n -> new Object[] {vector(5, -1, 1), vector(5, -2, 2), vector(5, -1, 0.5), vector(n, -3, 3)}, 0, 1, 2);
        Fn5<double[], double[], double[], double[], Double, Double> sinkhorn = Learning::sinkhorn;
        add("transport by Sinkhorn", sinkhorn, 50, n -> new Object[] {vector(n, 0, 1), vector(n + 5, 0, 1), vector(n, 0.5, 1), vector(n + 5, 0.5, 1), 0.3}, 0, 1, 2, 4);
        Fn5<double[], Double, double[][], double[], Integer, Double> training = Learning::training;
        add("training", training, 100, n -> new Object[] {vector(16, -0.5, 0.5), 0.3, matrix(n, 16, -1, 1), vector(n, 0, 1), 20}, 0, 1);
        Fn3<double[][], double[][], double[], Double> pooled = Learning::pooled;
        add("convolution and pooling", pooled, 34, n -> new Object[] {matrix(n, n, -1, 1), matrix(3, 3, -1, 1), vector(n * n / 4, -1, 1)}, 0, 1, 2);
        Fn3<double[], Double, Double, Double> smoother = Learning::smoother;
        add("Kalman smoother", smoother, 300, n -> new Object[] {vector(n, 0, 2), 0.1, 0.3}, 0, 1, 2);
    }

    /** Places of n³ particles, near a grid's. */
    private double[] grid(int n, double width) {
        double[] x = new double[3 * n * n * n];
        for (int i = 0; i < x.length; i += 3) {
            int p = i / 3;
            x[i] = width * (p % n) + random.nextDouble(-0.1, 0.1);
            x[i + 1] = width * (p / n % n) + random.nextDouble(-0.1, 0.1);
            x[i + 2] = width * (p / (n * n)) + random.nextDouble(-0.1, 0.1);
        }
        return x;
    }

    private void addInference() {
        Fn4<double[][], double[][], double[], int[], Double> forward = Inference::forward;
        add("forward algorithm of logarithms", forward, 100, n -> new Object[] {matrix(12, 12, -3, 0), matrix(12, 8, -3, 0), vector(12, -3, 0), numbers(n, 8)}, 0, 1, 2);
        Fn4<double[][], double[][], double[][], int[], Double> field = Inference::randomField;
        add("conditional random field", field, 60, n -> new Object[] {matrix(9, 20, -1, 1), matrix(9, 9, -1, 1), matrix(n, 20, -1, 1), numbers(n, 9)}, 0, 1);
        Fn3<float[], float[][], float[], Float> logistic = Inference::logistic;
        add("logistic regression of floats", logistic, 1_000, n -> new Object[] {floats(vector(32, -1, 1)), floats(matrix(n, 32, -1, 1)), floats(vector(n, 0, 1))}, 0);
        Fn4<double[], Double, Double, Double, Double> tracking = Inference::tracking;
        add("tracking by small matrices", tracking, 300, n -> new Object[] {vector(n, 0, 2), 0.1, 0.3, 0.05}, 1, 2);
        Fn5<double[], double[], Double, Double, Double, Double> process = Inference::process;
        add("Gaussian process", process, 60, n -> new Object[] {vector(n, 0, 10), vector(n, -1, 1), 1.3, 2.0, 0.1}, 0, 1, 2, 3, 4);
        Fn4<double[][], double[], double[][], double[], Double> memory = Inference::memory;
        add("memory cells", memory, 30, n -> new Object[] {matrix(64, 24, -0.4, 0.4), vector(64, -0.5, 0.5), matrix(n, 8, -1, 1), vector(n, -1, 1)}, 0, 1);
        Fn4<double[][], double[][], double[], double[], Double> norm = Inference::batchNorm;
        add("batch norm", norm, 64, n -> new Object[] {matrix(n, 24, -1, 1), matrix(24, 16, -1, 1), vector(16, 0.5, 1), vector(16, -0.5, 0.5)}, 0, 1, 2, 3);
    }

    private void addNumerics() {
        Fn3<double[][], Double, Double, Double> alignment = Numerics::alignment;
        add("soft alignment", alignment, 60, n -> new Object[] {matrix(n, n + 7, -1, 1), 0.4, 0.3}, 0, 1, 2);
        Fn3<double[][], double[][], Integer, Double> wave = Numerics::wave;
        add("wave on a square", wave, 40, n -> new Object[] {matrix(n, n, -1, 1), matrix(n, n, 0.1, 0.5), 50}, 0, 1);
        Fn3<double[][], double[][], Integer, Double> seidel = Numerics::gaussSeidel;
        add("Gauss-Seidel", seidel, 40, n -> new Object[] {matrix(n, n, -1, 1), matrix(n, n, -1, 1), 30}, 0, 1);
        Fn5<Double, Double, Double, Double, Integer, Double> binomial = Numerics::binomial;
        add("binomial tree", binomial, 200, n -> new Object[] {101.3, 105.0, 0.0317, 0.2, n}, 0, 1, 2, 3);
        Fn5<Double, Double, Double, double[], Integer, Double> asian = Numerics::asian;
        add("Asian option", asian, 500, n -> new Object[] {100.0, 0.2, 0.03, vector(n * 20, -1.7, 1.7), 20}, 0, 1, 2);
        Fn5<Double, Double, Double, double[], double[], Double> kepler = Numerics::kepler;
        add("Kepler's equation", kepler, 300, n -> new Object[] {1.2, 0.3, 2.1, vector(n, 0, 5), vector(2 * n, -1, 1)}, 0, 1, 2);
        Fn4<double[][], double[][], double[], Integer, Double> bodies = Numerics::bodies;
        add("bodies that attract", bodies, 20, n -> new Object[] {matrix(n, 3, -1, 1), matrix(n, 3, -1, 1), vector(n, 0.5, 1), 20}, 0, 1, 2);
        Fn3<double[][], double[], Integer, Double> tracing = Numerics::tracing;
        add("ray tracing", tracing, 24, n -> new Object[] {scene(12), new double[] {0.4, 0.3}, n}, 0, 1);
        Fn5<double[], double[], double[], double[], double[], Double> hermite = Numerics::hermite;
        add("spline with a search", hermite, 1_000, n -> new Object[] {sorted(vector(30, 0, 10)), vector(30, -1, 1), vector(30, -1, 1), vector(n, 0, 10), vector(n, -1, 1)}, 1, 2);
        Fn5<double[], double[], double[], Integer, Integer, Double> layer = Numerics::layer;
        add("layer of channels", layer, 20, n -> new Object[] {vector(3 * n * n, -1, 1), vector(8 * 27, -1, 1), vector(8, -1, 1), 3, n}, 0, 1, 2);
        Fn3<Double, Double, Integer, Double> tree = Numerics::tree;
        add("tree of two branches", tree, 12, n -> new Object[] {1.5, 0.6, Math.min(n, 12)}, 0, 1);
    }

    private void addMatrices() {
        Fn1<double[][], Double> paths = Numerics::paths;
        add("all shortest paths", paths, 60, n -> new Object[] {matrix(n, n, 0.1, 10)}, 0);
        Fn2<double[][], double[], Double> triangular = Numerics::triangular;
        add("triangular system", triangular, 200, n -> new Object[] {dominant(n), vector(n, -1, 1)}, 0, 1);
        Fn1<double[][], Double> elimination = Numerics::elimination;
        add("elimination by rows", elimination, 60, n -> new Object[] {dominant(n)}, 0);
    }

    private double[][] scene(int n) {
        double[][] spheres = new double[n][];
        for (int i = 0; i < n; i++) {
            spheres[i] = new double[] {random.nextDouble(-2, 2), random.nextDouble(-2, 2), random.nextDouble(3, 7), random.nextDouble(0.3, 0.8), random.nextDouble()};
        }
        return spheres;
    }

    private static double[] sorted(double[] a) {
        Arrays.sort(a);
        return a;
    }

    static float[] floats(double[] a) {
        float[] out = new float[a.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) a[i];
        }
        return out;
    }

    private static float[][] floats(double[][] a) {
        return Arrays.stream(a).map(GradientPrograms::floats).toArray(float[][]::new);
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
        Fn3<double[][], double[][], Double, Double> contrastive = Losses::contrastive;
        add("contrastive loss", contrastive, 64, n -> new Object[] {matrix(n, 8, -1, 1), matrix(n, 8, -1, 1), 0.5}, 0, 1, 2);
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
