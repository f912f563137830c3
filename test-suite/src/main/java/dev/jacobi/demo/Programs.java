// The demo's programs and their inputs, all made from fixed seeds.
package dev.jacobi.demo;

import dev.jacobi.demo.kernels.*;
import java.util.List;
import java.util.Random;

/** The list of programs. */
final class Programs {
    private Programs() {
    }

    static List<Program> all() {
        return List.of(
                Program.exact("saxpy", "4M floats", Saxpy.class, "saxpy", Programs::saxpy),
                Program.exact("dot", "4M doubles", Dot.class, "dot", Programs::dot),
                new Program("Black-Scholes", "500k options", BlackScholes.class, "price", 1e-12, Programs::blackScholes),
                Program.exact("Mandelbrot", "1024x1024, 100 it.", Mandelbrot.class, "render", Programs::mandelbrot),
                Program.exact("n-body", "2048 bodies", NBody.class, "step", Programs::nBody),
                Program.exact("matmul double[][]", "512", MatMul2D.class, "multiply", Programs::matMul2D),
                Program.exact("matmul flat float[]", "512", MatMulFlat.class, "multiply", Programs::matMulFlat),
                Program.exact("Jacobi stencil", "512x512, 1000 sweeps", JacobiStencil.class, "relax", Programs::stencil),
                Program.exact("Gaussian blur ARGB", "1920x1080", GaussianBlur.class, "blur", Programs::blur),
                Program.exact("Sobel byte[]", "3840x2160", Sobel.class, "edges", Programs::sobel),
                Program.exact("histogram", "16M bytes", Histogram.class, "count", Programs::histogram),
                Program.exact("prefix sum", "4M ints", PrefixSum.class, "sum", Programs::prefixSum),
                Program.exact("CSR matrix-vector", "200k rows, 32 each", SparseMatVec.class, "multiply", Programs::sparse),
                Program.exact("radix-2 FFT", "262144", Fft.class, "transform", Programs::fft),
                Program.exact("Floyd-Warshall", "512 nodes", FloydWarshall.class, "shortest", Programs::floydWarshall),
                Program.exact("edit distance", "4096 x 4096", EditDistance.class, "distance", Programs::editDistance),
                Program.exact("LU with pivoting", "512", LuDecomposition.class, "factor", Programs::lu),
                Program.exact("Monte Carlo pi", "4096 x 4096 points", MonteCarlo.class, "hits", Programs::monteCarlo),
                new Program("haversine", "500k places", Haversine.class, "distances", 1e-9, Programs::haversine),
                Program.exact("nearest centre", "500k points, 32", NearestCentre.class, "assign", Programs::nearest));
    }

    private static Workload saxpy() {
        Random random = new Random(1);
        float[] x = floats(random, 1 << 22);
        float[] y = floats(random, 1 << 22);
        return Workload.updating(() -> Saxpy.saxpy(1.5f, x, y), y);
    }

    private static Workload dot() {
        Random random = new Random(2);
        double[] x = doubles(random, 1 << 22, -1, 1);
        double[] y = doubles(random, 1 << 22, -1, 1);
        return Workload.of(() -> new double[] {Dot.dot(x, y)});
    }

    private static Workload blackScholes() {
        Random random = new Random(3);
        int n = 500_000;
        double[] spot = doubles(random, n, 20, 100);
        double[] strike = doubles(random, n, 20, 100);
        double[] years = doubles(random, n, 0.25, 10);
        double[] call = new double[n];
        double[] put = new double[n];
        return Workload.writing(() -> BlackScholes.price(spot, strike, years, 0.02, 0.3, call, put), call, put);
    }

    private static Workload mandelbrot() {
        int[] out = new int[1024 * 1024];
        return Workload.writing(() -> Mandelbrot.render(1024, 1024, -2.0, -1.5, 3.0 / 1024, 100, out), out);
    }

    private static Workload nBody() {
        Random random = new Random(5);
        int n = 2048;
        double[] mass = doubles(random, n, 0.1, 1);
        double[][] s = new double[6][];
        for (int i = 0; i < 6; i++) {
            s[i] = doubles(random, n, -1, 1);
        }
        return Workload.updating(() -> NBody.step(1e-3, mass, s[0], s[1], s[2], s[3], s[4], s[5]), (Object[]) s);
    }

    private static Workload matMul2D() {
        Random random = new Random(6);
        double[][] a = matrix(random, 512);
        double[][] b = matrix(random, 512);
        double[][] c = new double[512][512];
        return Workload.writing(() -> MatMul2D.multiply(a, b, c), (Object) c);
    }

    private static Workload matMulFlat() {
        Random random = new Random(7);
        float[] a = floats(random, 512 * 512);
        float[] b = floats(random, 512 * 512);
        return Workload.of(() -> MatMulFlat.multiply(a, b, 512));
    }

    private static Workload stencil() {
        double[] grid = doubles(new Random(8), 512 * 512, 0, 1);
        double[] spare = grid.clone();
        return new Workload() {
            private final Workload buffers = Workload.updating(() -> { }, grid, spare);
            private double[] result;

            @Override
            public void reset() {
                buffers.reset();
            }

            @Override
            public void run() {
                result = JacobiStencil.relax(grid, spare, 512, 512, 1000);
            }

            @Override
            public List<Object> outputs() {
                return List.of(result, grid, spare, new int[] {result == grid ? 1 : 0});
            }
        };
    }

    private static Workload blur() {
        int[] pixels = new Random(9).ints(1920 * 1080).toArray();
        return Workload.of(() -> GaussianBlur.blur(pixels, 1920, 1080));
    }

    private static Workload sobel() {
        byte[] in = new byte[3840 * 2160];
        new Random(10).nextBytes(in);
        byte[] out = new byte[in.length];
        return Workload.writing(() -> Sobel.edges(in, out, 3840, 2160), (Object) out);
    }

    private static Workload histogram() {
        byte[] data = new byte[1 << 24];
        new Random(11).nextBytes(data);
        return Workload.of(() -> Histogram.count(data));
    }

    private static Workload prefixSum() {
        int[] values = new Random(12).ints(1 << 22).toArray();
        long[] totals = new long[values.length];
        return Workload.writing(() -> PrefixSum.sum(values, totals), (Object) totals);
    }

    private static Workload sparse() {
        Random random = new Random(13);
        int rows = 200_000;
        int[] start = new int[rows + 1];
        for (int i = 0; i < rows; i++) {
            start[i + 1] = start[i] + 24 + random.nextInt(17);
        }
        int[] column = random.ints(start[rows], 0, rows).toArray();
        double[] value = doubles(random, start[rows], -1, 1);
        double[] x = doubles(random, rows, -1, 1);
        double[] y = new double[rows];
        return Workload.writing(() -> SparseMatVec.multiply(start, column, value, x, y), (Object) y);
    }

    private static Workload fft() {
        int n = 1 << 18;
        Random random = new Random(14);
        double[] re = doubles(random, n, -1, 1);
        double[] im = doubles(random, n, -1, 1);
        double[] cos = new double[n / 2];
        double[] sin = new double[n / 2];
        for (int k = 0; k < n / 2; k++) {
            cos[k] = StrictMath.cos(-2 * Math.PI * k / n);
            sin[k] = StrictMath.sin(-2 * Math.PI * k / n);
        }
        return Workload.updating(() -> Fft.transform(re, im, cos, sin), re, im);
    }

    private static Workload floydWarshall() {
        Random random = new Random(15);
        int n = 512;
        int[][] dist = new int[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                dist[i][j] = i == j ? 0 : random.nextInt(16) == 0 ? 1 + random.nextInt(1000) : 1 << 28;
            }
        }
        return Workload.updating(() -> FloydWarshall.shortest(dist), (Object) dist);
    }

    private static Workload editDistance() {
        Random random = new Random(16);
        char[] a = new char[4096];
        char[] b = new char[4096];
        for (int i = 0; i < a.length; i++) {
            a[i] = (char) ('a' + random.nextInt(4));
            b[i] = (char) ('a' + random.nextInt(4));
        }
        return Workload.of(() -> new int[] {EditDistance.distance(a, b)});
    }

    private static Workload lu() {
        double[][] a = matrix(new Random(17), 512);
        int[] pivots = new int[512];
        return Workload.updating(() -> LuDecomposition.factor(a, pivots), a, pivots);
    }

    private static Workload monteCarlo() {
        return Workload.of(() -> new long[] {MonteCarlo.hits(4096, 4096, 18)});
    }

    private static Workload haversine() {
        Random random = new Random(19);
        double[] latitudes = doubles(random, 500_000, -60, 75);
        double[] longitudes = doubles(random, 500_000, -150, 150);
        return Workload.of(() -> Haversine.distances(47.37, 8.54, latitudes, longitudes));
    }

    private static Workload nearest() {
        Random random = new Random(20);
        float[][] points = {floats(random, 500_000), floats(random, 500_000), floats(random, 500_000)};
        float[][] centres = {floats(random, 32), floats(random, 32), floats(random, 32)};
        int[] nearest = new int[500_000];
        return Workload.writing(() -> NearestCentre.assign(points[0], points[1], points[2],
                centres[0], centres[1], centres[2], nearest), (Object) nearest);
    }

    private static double[] doubles(Random random, int n, double low, double high) {
        return random.doubles(n, low, high).toArray();
    }

    private static float[] floats(Random random, int n) {
        float[] a = new float[n];
        for (int i = 0; i < n; i++) {
            a[i] = 2 * random.nextFloat() - 1;
        }
        return a;
    }

    private static double[][] matrix(Random random, int n) {
        double[][] m = new double[n][];
        for (int i = 0; i < n; i++) {
            m[i] = doubles(random, n, -1, 1);
        }
        return m;
    }
}
