package dev.jacobi.roofline;

import dev.jacobi.Fn;
import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Fn3;
import dev.jacobi.Fn4;
import dev.jacobi.Fn5;
import dev.jacobi.bench.GpuKernels;
import dev.jacobi.bench.peers.FlatLoops;
import dev.jacobi.bench.peers.MatrixLoops;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The table: methods with arguments of a size at which each loop has many trips and a device that is emulated is soon done, and losses with what they are differentiated by. */
final class OrdinaryMethods {
    /** Sides of matrices are so many times as long, and vectors have as many times more elements as matrices: 1 for an emulated device, 16 for a real one. */
    private static final int SCALE = Integer.getInteger("roofline.scale", 1);
    private static final int N = SCALE * SCALE << 14;
    private static final int ROWS = 192 * SCALE;
    private static final int COLUMNS = 160 * SCALE;
    private static final int BODIES = 256 * SCALE;

    private OrdinaryMethods() {
    }

    /** A method with arguments. */
    record Plain(String name, Method method, Object[] arguments) {
    }

    /** A function with a scalar result, what it is differentiated by, and arguments. */
    record Loss(String name, Fn function, int[] by, Object[] arguments) {
    }

    private static Plain of(Class<?> owner, String name, Object... arguments) {
        return named(name, owner, name, arguments);
    }

    private static Plain named(String row, Class<?> owner, String name, Object... arguments) {
        return new Plain(row, Stream.of(owner.getDeclaredMethods()).filter(m -> m.getName().equals(name)).findFirst().orElseThrow(), arguments);
    }

    static List<Plain> all() {
        var out = new ArrayList<Plain>();
        streams(out);
        sums(out);
        scans(out);
        rows(out);
        products(out);
        layers(out);
        images(out);
        series(out);
        return out;
    }

    private static void streams(List<Plain> out) {
        Class<?> c = Streams.class;
        out.add(of(c, "saxpy", 1.5f, floats(1, N), floats(2, N)));
        out.add(of(c, "saxpyNew", 1.5f, floats(1, N), floats(2, N)));
        out.add(of(c, "triad", doubles(1, N), doubles(2, N), 0.5));
        out.add(of(c, "invert", ints(1, N), 128 * SCALE, N / (128 * SCALE)));
        out.add(of(c, "threshold", new byte[N], 100));
        out.add(of(c, "relu", (Object) rows(1, ROWS, COLUMNS)));
        out.add(of(GpuKernels.class, "sinCos", floats(1, N), new float[N]));
        out.add(of(c, "sigmoid", floats(1, N)));
        out.add(of(c, "gelu", floats(1, N), new float[N]));
        out.add(of(GpuKernels.class, "blackScholes", positive(1, N), positive(2, N), positive(3, N), 0.02f, 0.3f, new float[N], new float[N]));
        out.add(of(c, "reversed", ints(1, N)));
        out.add(of(c, "deinterleave", floats(1, 2 * N), new float[N], new float[N]));
        out.add(of(c, "complexProduct", doubles(1, N), doubles(2, N), doubles(3, N), doubles(4, N)));
        out.add(of(c, "gather", floats(1, 1000), indices(2, N, 1000)));
        out.add(of(c, "counter", 128 * SCALE, 128 * SCALE));
        out.add(of(c, "horner", floats(1, N), floats(2, 8)));
        out.add(of(c, "mandelbrot", 96 * SCALE, 64 * SCALE, 50));
        out.add(of(c, "transpose", rows(1, ROWS, COLUMNS), rows(2, COLUMNS, ROWS)));
        out.add(of(c, "transposeFlat", floats(1, ROWS * COLUMNS), ROWS, COLUMNS));
        out.add(of(c, "addBias", rows(1, ROWS, COLUMNS), floats(2, COLUMNS)));
    }

    private static void sums(List<Plain> out) {
        Class<?> c = Sums.class;
        for (String name : List.of("sum", "largest", "largestIf", "argmaxOfValue", "range", "anyNaN", "sumOfPositive")) {
            out.add(of(c, name, (Object) floats(1, N)));
        }
        for (String name : List.of("argmin", "variance", "logSumExp")) {
            out.add(of(c, name, (Object) doubles(1, N)));
        }
        for (String name : List.of("sumOfInts", "histogram", "hashCode", "xor")) {
            out.add(of(c, name, (Object) ints(1, N)));
        }
        out.add(of(c, "dot", doubles(1, N), doubles(2, N)));
        out.add(of(c, "countIf", ints(1, N), -1000, 1000));
        out.add(of(c, "firstAbove", floats(1, N), 2f));
        out.add(of(c, "weightedHistogram", indices(1, N, 100), floats(2, N), 100));
        out.add(of(c, "hashed", ints(1, N), ints(2, N), 1000));
        out.add(of(c, "softmax", floats(1, N), new float[N]));
        out.add(of(c, "compact", floats(1, N), new float[N]));
        out.add(of(c, "monteCarlo", N, 7L));
    }

    private static void scans(List<Plain> out) {
        Class<?> c = Scans.class;
        out.add(of(GpuKernels.class, "cumsum", floats(1, N), new float[N]));
        out.add(of(c, "prefixInPlace", (Object) ints(1, N)));
        out.add(of(c, "prefixNew", (Object) ints(1, N)));
        out.add(of(c, "runningMax", (Object) floats(1, N)));
        out.add(of(c, "ema", floats(1, N), 0.1f));
        out.add(of(c, "decay", doubles(1, N), doubles(2, N)));
        out.add(of(c, "movingAverage", floats(1, N), 16));
        out.add(of(c, "lcg", N, 5));
        out.add(of(c, "rowPrefix", (Object) rows(1, ROWS, COLUMNS)));
        out.add(of(c, "columnPrefix", (Object) matrix(1, ROWS, COLUMNS)));
        out.add(of(c, "integral", ints(1, ROWS * COLUMNS), COLUMNS, ROWS));
        out.add(of(c, "editDistance", indices(1, 300 * SCALE, 4), indices(2, 200 * SCALE, 4)));
        out.add(of(c, "knapsack", indices(1, 40, 30), indices(2, 40, 50), 2000 * SCALE));
        out.add(of(c, "floyd", (Object) distances(48 * SCALE)));
        out.add(of(c, "heat", doubles(1, N), 5));
        out.add(of(c, "logistic", positive(1, N), 3.7f, 20));
        out.add(of(c, "life", new byte[96 * SCALE][128 * SCALE], new byte[96 * SCALE][128 * SCALE]));
        out.add(of(c, "biquad", floats(1, N), new float[N], 0.2f, 0.3f, 0.4f));
        out.add(of(c, "sieve", 5000 * SCALE * SCALE));
    }

    private static void rows(List<Plain> out) {
        Class<?> c = Matrices.class;
        out.add(of(c, "softmaxRows", rows(1, ROWS, COLUMNS), rows(2, ROWS, COLUMNS)));
        out.add(of(c, "layerNorm", rows(1, ROWS, COLUMNS), floats(2, COLUMNS), floats(3, COLUMNS), rows(4, ROWS, COLUMNS)));
        out.add(of(c, "rowSums", (Object) rows(1, ROWS, COLUMNS)));
        out.add(of(c, "rowNormsFlat", doubles(1, ROWS * COLUMNS), ROWS, COLUMNS));
        out.add(of(MatrixLoops.class, "columnSums", (Object) rows(1, ROWS, COLUMNS)));
        out.add(of(c, "columnMeansFlat", floats(1, ROWS * COLUMNS), ROWS, COLUMNS, new float[COLUMNS]));
        out.add(of(c, "rowArgmax", (Object) rows(1, ROWS, COLUMNS)));
        out.add(of(c, "matVec", matrix(1, ROWS, COLUMNS), doubles(2, COLUMNS)));
        out.add(of(c, "vecMat", floats(2, ROWS), rows(1, ROWS, COLUMNS)));
        out.add(of(c, "sparse", starts(ROWS, 9), indices(1, ROWS * 9, COLUMNS), doubles(1, ROWS * 9), doubles(2, COLUMNS), new double[ROWS]));
        out.add(of(GpuKernels.class, "nBody", floats(1, BODIES), floats(2, BODIES), floats(3, BODIES), positive(4, BODIES), new float[BODIES], new float[BODIES], new float[BODIES]));
        out.add(of(c, "nearest", rows(1, 500 * SCALE * SCALE, 8), rows(2, 16, 8)));
        out.add(of(c, "centres", rows(1, 500 * SCALE * SCALE, 8), indices(2, 500 * SCALE * SCALE, 16), 16));
        out.add(of(c, "embed", indices(1, 300 * SCALE * SCALE, 100), rows(2, 100, 64)));
        out.add(of(c, "attention", floats(1, 64), rows(2, 300 * SCALE, 64), rows(3, 300 * SCALE, 64)));
    }

    private static void products(List<Plain> out) {
        Class<?> c = Matrices.class;
        int n = 96 * SCALE;
        int k = 80 * SCALE;
        int m = 112 * SCALE;
        int side = (int) (24 * Math.sqrt(SCALE));
        out.add(of(c, "matMul", rows(1, n, k), rows(2, k, m)));
        out.add(of(c, "matMulIkj", matrix(1, n, k), matrix(2, k, m), matrix(3, n, m)));
        out.add(named("matMulFlat", FlatLoops.class, "matmul", floats(1, n * k), floats(2, k * m), n, k, m));
        out.add(named("matMul by tiles", FlatLoops.class, "matmul", floats(1, 2048 * 16), floats(2, 16 * 2048), 2048, 16, 2048));
        out.add(of(c, "gram", rows(1, n, k), rows(2, n, n)));
        out.add(of(c, "lu", (Object) dominant(64 * SCALE)));
        out.add(of(c, "cholesky", (Object) definite(64 * SCALE)));
        out.add(of(c, "forwardSolve", dominant(200 * SCALE), doubles(2, 200 * SCALE)));
        out.add(of(c, "layer", rows(1, n, k), rows(2, m, k), floats(3, m), rows(4, n, m)));
        out.add(of(c, "convolve", floats(1, N), floats(2, 9)));
        out.add(of(c, "blur", rows(1, 100 * SCALE, 120 * SCALE), rows(2, 5, 5), rows(3, 100 * SCALE, 120 * SCALE)));
        out.add(of(c, "stencil3d", doubles(1, side * side * side), doubles(2, side * side * side), side));
    }

    private static void layers(List<Plain> out) {
        Class<?> c = Layers.class;
        out.add(of(c, "rmsNorm", floats(1, ROWS * COLUMNS), floats(2, COLUMNS), ROWS, COLUMNS));
        out.add(of(c, "logSoftmax", (Object) rows(1, ROWS, COLUMNS)));
        out.add(of(c, "softmaxColumns", (Object) rows(1, ROWS, COLUMNS)));
        out.add(of(c, "batchNorm", rows(1, ROWS, COLUMNS), floats(2, COLUMNS), floats(3, COLUMNS)));
        out.add(of(c, "causalSoftmax", (Object) rows(1, ROWS, ROWS)));
        out.add(of(c, "batchedProduct", floats(1, 24 * SCALE * 32 * 32), floats(2, 24 * SCALE * 32 * 32), 24 * SCALE, 32));
        out.add(of(c, "convolveChannels", rows(1, 8, 512 * SCALE), new float[][][] {rows(2, 8, 5), rows(3, 8, 5), rows(4, 8, 5), rows(5, 8, 5)}));
        out.add(of(c, "depthwise", rows(1, 64 * SCALE, 260 * SCALE), rows(2, 64 * SCALE, 5)));
        out.add(of(c, "gated", rows(1, ROWS, COLUMNS), rows(2, ROWS, COLUMNS)));
        out.add(of(c, "rotary", rows(1, ROWS, COLUMNS), floats(2, COLUMNS / 2)));
        out.add(of(c, "adam", floats(1, N), floats(2, N), positive(3, N), floats(4, N), 1e-3f));
        out.add(of(c, "cosines", rows(1, 96 * SCALE, 64), rows(2, 80 * SCALE, 64)));
        out.add(of(c, "bilinearForm", floats(1, ROWS), rows(2, ROWS, COLUMNS), floats(3, COLUMNS)));
        out.add(of(c, "rankOne", rows(1, ROWS, COLUMNS), floats(2, ROWS), floats(3, COLUMNS), 0.5f));
        out.add(of(c, "tropicalProduct", rows(1, 96 * SCALE, 80 * SCALE), rows(2, 80 * SCALE, 112 * SCALE)));
    }

    private static void images(List<Plain> out) {
        Class<?> c = Images.class;
        out.add(of(c, "gray", (Object) ints(1, N)));
        out.add(of(c, "blend", bytes(1, N), bytes(2, N), 100));
        out.add(of(c, "boxBlur", floats(1, ROWS * COLUMNS), ROWS, COLUMNS, 2));
        out.add(of(c, "erode", bytes(1, ROWS * COLUMNS), ROWS, COLUMNS));
        out.add(of(c, "equalise", (Object) ints(1, N)));
        out.add(of(c, "halved", indices(1, ROWS * COLUMNS, 256), ROWS, COLUMNS));
        out.add(of(c, "enlarged", floats(1, ROWS * COLUMNS / 4), ROWS / 2, COLUMNS / 2, 2));
        out.add(of(c, "rotated", ints(1, ROWS * COLUMNS), ROWS, COLUMNS));
        out.add(of(c, "channelMeans", (Object) floats(1, 3 * N)));
        out.add(of(c, "median3", (Object) floats(1, N)));
        out.add(of(c, "histogram2", floats(1, N), floats(2, N), 16));
    }

    private static void series(List<Plain> out) {
        Class<?> c = Series.class;
        out.add(of(c, "emaRows", rows(1, ROWS, COLUMNS), 0.1f));
        out.add(of(c, "decayColumns", rows(1, ROWS, COLUMNS), 0.1f));
        out.add(of(c, "maxPlus", floats(1, N), floats(2, N)));
        out.add(of(c, "drawdown", (Object) floats(1, N)));
        out.add(of(c, "longestRun", (Object) floats(1, N)));
        out.add(of(c, "offsets", indices(1, N, 100), 100));
        out.add(of(c, "columnArgmin", (Object) rows(1, ROWS, COLUMNS)));
        out.add(of(c, "rowTop", floats(1, ROWS * COLUMNS), ROWS, COLUMNS, new float[ROWS], new int[ROWS]));
        out.add(of(c, "lastRowMinimum", (Object) Stream.iterate(0, i -> i + 1).limit(ROWS).map(i -> indices(i, COLUMNS, 50)).toArray(int[][]::new)));
        out.add(of(c, "rowRange", (Object) rows(1, ROWS, COLUMNS)));
        out.add(of(c, "differences", floats(1, N), 0.1f));
        out.add(of(c, "interpolate", floats(1, 1000), positive(2, N)));
        out.add(of(c, "permuted", floats(1, N), new Random(2).ints(0, N).distinct().limit(N).toArray()));
        out.add(of(c, "segmentSums", floats(1, N), indices(2, N, 100), 100));
        out.add(of(c, "manhattan", rows(1, 96 * SCALE, 64), rows(2, 80 * SCALE, 64)));
        out.add(of(c, "slidingMean", floats(1, N), 16));
        out.add(of(c, "popularity", Stream.iterate(0, i -> i + 1).limit(ROWS).map(i -> indices(i, COLUMNS, 20)).toArray(int[][]::new), 20));
    }

    static List<Loss> losses() {
        var out = new ArrayList<Loss>();
        out.add(of("squares", (Fn1<float[], Float>) Losses::squares, new int[] {0}, floats(1, N)));
        out.add(of("rosenbrock", (Fn1<double[], Double>) Losses::rosenbrock, new int[] {0}, doubles(1, N)));
        out.add(of("logistic", (Fn3<double[], double[][], double[], Double>) Losses::logistic, new int[] {0}, doubles(1, 32), matrix(2, ROWS, 32), doubles(3, ROWS)));
        out.add(of("linear", (Fn5<float[], float[], float[], Integer, Integer, Float>) Losses::linear, new int[] {0}, floats(1, 32), floats(2, ROWS * 32), floats(3, ROWS), ROWS, 32));
        out.add(of("network", (Fn5<float[][], float[], float[][], float[][], float[][], Float>) Losses::network, new int[] {0, 1, 2}, rows(1, 48, 40), floats(2, 48), rows(3, 10, 48),
            rows(4, 96 * SCALE, 40), rows(5, 96 * SCALE, 10)));
        out.add(of("crossEntropy", (Fn2<float[][], int[], Float>) Losses::crossEntropy, new int[] {0}, rows(1, ROWS, 40), indices(2, ROWS, 40)));
        out.add(of("recurrent", (Fn3<float[][], float[][], float[][], Float>) Losses::recurrent, new int[] {0, 1}, rows(1, 32, 32), rows(2, 32, 16), rows(3, 20, 16)));
        out.add(of("convolution", (Fn3<float[], float[], float[], Float>) Losses::convolution, new int[] {0}, floats(1, 9), floats(2, N), floats(3, N)));
        out.add(of("smoothed", (Fn2<double[], Double, Double>) Losses::smoothed, new int[] {0}, doubles(1, N), 0.9));
        out.add(of("potential", (Fn3<double[], double[], double[], Double>) Losses::potential, new int[] {0, 1, 2}, doubles(1, BODIES / 2), doubles(2, BODIES / 2), doubles(3, BODIES / 2)));
        out.add(of("product", (Fn2<float[][], float[][], Float>) Losses::product, new int[] {0, 1}, rows(1, 96 * SCALE, 80 * SCALE), rows(2, 80 * SCALE, 112 * SCALE)));
        out.add(of("embedding", (Fn3<float[][], int[], float[], Float>) Losses::embedding, new int[] {0}, rows(1, 100, 32), indices(2, 300 * SCALE * SCALE, 100), floats(3, 32)));
        out.add(of("diffusion", (Fn2<double[], Integer, Double>) Losses::diffusion, new int[] {0}, doubles(1, N), 4));
        out.add(of("prices", (Fn3<double[], double[], Double, Double>) Losses::prices, new int[] {0, 2}, spots(1, N), spots(2, N), 0.3));
        out.add(of("mixture", (Fn3<double[], double[], double[], Double>) Losses::mixture, new int[] {1, 2}, doubles(1, 2000 * SCALE * SCALE), doubles(2, 5), doubles(3, 5)));
        out.add(of("running", (Fn1<double[], Double>) Losses::running, new int[] {0}, doubles(1, N)));
        out.add(of("normalised", (Fn2<float[][], float[], Float>) Losses::normalised, new int[] {0, 1}, rows(1, ROWS, COLUMNS), floats(2, COLUMNS)));
        return out;
    }

    private static Loss of(String name, Fn function, int[] by, Object... arguments) {
        return new Loss(name, function, by, arguments);
    }

    private static float[] floats(int seed, int n) {
        float[] x = new float[n];
        Random r = new Random(seed);
        for (int i = 0; i < n; i++) {
            x[i] = 2 * r.nextFloat() - 1;
        }
        return x;
    }

    private static float[] positive(int seed, int n) {
        float[] x = floats(seed, n);
        for (int i = 0; i < n; i++) {
            x[i] = 0.5f + 0.25f * x[i];
        }
        return x;
    }

    private static double[] doubles(int seed, int n) {
        return new Random(seed).doubles(n, -1, 1).toArray();
    }

    private static double[] spots(int seed, int n) {
        return new Random(seed).doubles(n, 1, 2).toArray();
    }

    private static int[] ints(int seed, int n) {
        return new Random(seed).ints(n).toArray();
    }

    private static int[] indices(int seed, int n, int bound) {
        return new Random(seed).ints(n, 0, bound).toArray();
    }

    private static byte[] bytes(int seed, int n) {
        byte[] x = new byte[n];
        new Random(seed).nextBytes(x);
        return x;
    }

    private static int[] starts(int rows, int each) {
        int[] s = new int[rows + 1];
        for (int i = 0; i <= rows; i++) {
            s[i] = i * each;
        }
        return s;
    }

    private static float[][] rows(int seed, int n, int m) {
        return Stream.iterate(0, i -> i + 1).limit(n).map(i -> floats(seed + 31 * i, m)).toArray(float[][]::new);
    }

    private static double[][] matrix(int seed, int n, int m) {
        return Stream.iterate(0, i -> i + 1).limit(n).map(i -> doubles(seed + 31 * i, m)).toArray(double[][]::new);
    }

    private static double[][] dominant(int n) {
        double[][] a = matrix(3, n, n);
        for (int i = 0; i < n; i++) {
            a[i][i] += n;
        }
        return a;
    }

    private static double[][] definite(int n) {
        double[][] a = dominant(n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                a[i][j] = a[j][i];
            }
        }
        return a;
    }

    private static int[][] distances(int n) {
        return Stream.iterate(0, i -> i + 1).limit(n).map(i -> indices(i, n, 1000)).toArray(int[][]::new);
    }
}
