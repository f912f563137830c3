// The demo's kernels with inputs that are small enough for the interpreter.
package dev.jacobi.tpu;

import dev.jacobi.demo.kernels.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** All twenty. */
final class DemoPrograms {
    private final Random random = new Random(11);
    private final List<LiftedPrograms> all = new ArrayList<>();

    private DemoPrograms() {
        add("saxpy", Saxpy.class, "saxpy", 1.5f, floats(37), floats(37));
        add("dot", Dot.class, "dot", doubles(37), doubles(37));
        add("Black-Scholes", BlackScholes.class, "price", doubles(9, 20, 100), doubles(9, 20, 100), doubles(9, 0.25, 10), 0.02, 0.3, new double[9], new double[9]);
        add("Mandelbrot", Mandelbrot.class, "render", 9, 7, -2.0, -1.5, 0.35, 30, new int[63]);
        add("n-body", NBody.class, "step", 1e-3, doubles(8, 0.1, 1), doubles(8), doubles(8), doubles(8), doubles(8), doubles(8), doubles(8));
        add("matmul double[][]", MatMul2D.class, "multiply", matrix(5), matrix(5), new double[5][5]);
        add("matmul flat float[]", MatMulFlat.class, "multiply", floats(36), floats(36), 6);
        double[] grid = doubles(42);
        add("Jacobi stencil", JacobiStencil.class, "relax", grid, grid.clone(), 6, 7, 5);
        add("Gaussian blur", GaussianBlur.class, "blur", random.ints(70).toArray(), 10, 7);
        byte[] in = new byte[70];
        random.nextBytes(in);
        add("Sobel", Sobel.class, "edges", in, new byte[70], 10, 7);
        add("histogram", Histogram.class, "count", (Object) in);
        add("prefix sum", PrefixSum.class, "sum", random.ints(21).toArray(), new long[21]);
        add("CSR matrix-vector", SparseMatVec.class, "multiply", new int[] {0, 2, 2, 5, 7}, new int[] {0, 3, 1, 2, 3, 0, 2}, doubles(7), doubles(4), new double[4]);
        double[] cos = new double[8];
        double[] sin = new double[8];
        for (int k = 0; k < 8; k++) {
            cos[k] = StrictMath.cos(-2 * Math.PI * k / 16);
            sin[k] = StrictMath.sin(-2 * Math.PI * k / 16);
        }
        add("radix-2 FFT", Fft.class, "transform", doubles(16), doubles(16), cos, sin);
        int[][] dist = new int[6][];
        for (int i = 0; i < 6; i++) {
            dist[i] = random.ints(6, 1, 100).toArray();
            dist[i][i] = 0;
        }
        add("Floyd-Warshall", FloydWarshall.class, "shortest", (Object) dist);
        add("edit distance", EditDistance.class, "distance", "kitten sitting".toCharArray(), "sitting kitten x".toCharArray());
        add("LU with pivoting", LuDecomposition.class, "factor", matrix(5), new int[5]);
        add("Monte Carlo pi", MonteCarlo.class, "hits", 7, 9, 18L);
        add("haversine", Haversine.class, "distances", 47.37, 8.54, doubles(9, -60, 75), doubles(9, -150, 150));
        add("nearest centre", NearestCentre.class, "assign", floats(11), floats(11), floats(11), floats(4), floats(4), floats(4), new int[11]);
    }

    static List<LiftedPrograms> all() {
        return new DemoPrograms().all;
    }

    private void add(String name, Class<?> kernel, String method, Object... args) {
        all.add(LiftedPrograms.of(name, kernel, method, args));
    }

    private double[] doubles(int n) {
        return doubles(n, -1, 1);
    }

    private double[] doubles(int n, double low, double high) {
        return random.doubles(n, low, high).toArray();
    }

    private float[] floats(int n) {
        float[] a = new float[n];
        for (int k = 0; k < n; k++) {
            a[k] = 2 * random.nextFloat() - 1;
        }
        return a;
    }

    private double[][] matrix(int n) {
        double[][] m = new double[n][];
        for (int i = 0; i < n; i++) {
            m[i] = doubles(n);
        }
        return m;
    }
}
