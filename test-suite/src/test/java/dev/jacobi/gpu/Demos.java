// The demo's programs with inputs so small that a device which runs one thread after the other has soon done with them.
package dev.jacobi.gpu;

import dev.jacobi.demo.kernels.*;
import dev.jacobi.harness.Outcome;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The table; as a main class it calls each program and prints what it did. */
public final class Demos {
    private Demos() {
    }

    /** A kernel and how its arguments are made. */
    record Demo(Class<?> type, String entry, Supplier<Object[]> arguments) {
        String name() {
            return type.getSimpleName();
        }

        Method method() {
            return Stream.of(type.getMethods()).filter(m -> m.getName().equals(entry)).findFirst().orElseThrow();
        }

        /** What a call does; programs with Math.exp and the like may differ in the last places. */
        Outcome outcome(Outcome.Call call) {
            Outcome o = Outcome.of(call, arguments.get());
            return !Set.of("BlackScholes", "Haversine").contains(name()) ? o : new Outcome(o.text().replaceAll("(\\.\\d{1,9})\\d*", "$1"), o.normal());
        }
    }

    static List<Demo> all() {
        return List.of(
                new Demo(Saxpy.class, "saxpy", () -> new Object[] {1.5f, floats(1, 3000), floats(2, 3000)}),
                new Demo(Dot.class, "dot", () -> new Object[] {doubles(1, 1000, -1, 1), doubles(2, 1000, -1, 1)}),
                new Demo(BlackScholes.class, "price", () -> new Object[] {doubles(1, 300, 20, 100), doubles(2, 300, 20, 100), doubles(3, 300, 0.25, 10), 0.02, 0.3,
                    new double[300], new double[300]}),
                new Demo(Mandelbrot.class, "render", () -> new Object[] {24, 20, -2.0, -1.5, 3.0 / 24, 50, new int[24 * 20]}),
                new Demo(NBody.class, "step", () -> new Object[] {1e-3, doubles(1, 40, 0.1, 1), doubles(2, 40, -1, 1), doubles(3, 40, -1, 1), doubles(4, 40, -1, 1),
                    doubles(5, 40, -1, 1), doubles(6, 40, -1, 1), doubles(7, 40, -1, 1)}),
                new Demo(MatMul2D.class, "multiply", () -> new Object[] {matrix(1, 20), matrix(2, 20), new double[20][20]}),
                new Demo(MatMulFlat.class, "multiply", () -> new Object[] {floats(1, 400), floats(2, 400), 20}),
                new Demo(JacobiStencil.class, "relax", () -> new Object[] {doubles(1, 300, 0, 1), doubles(1, 300, 0, 1), 15, 20, 7}),
                new Demo(GaussianBlur.class, "blur", () -> new Object[] {new Random(9).ints(30 * 20).toArray(), 30, 20}),
                new Demo(Sobel.class, "edges", () -> new Object[] {bytes(10, 40 * 30), new byte[40 * 30], 40, 30}),
                new Demo(Histogram.class, "count", () -> new Object[] {bytes(11, 5000)}),
                new Demo(PrefixSum.class, "sum", () -> new Object[] {new Random(12).ints(3000).toArray(), new long[3000]}),
                new Demo(SparseMatVec.class, "multiply", Demos::sparse),
                new Demo(Fft.class, "transform", () -> fft(64)),
                new Demo(FloydWarshall.class, "shortest", () -> new Object[] {distances(16)}),
                new Demo(EditDistance.class, "distance", () -> new Object[] {letters(16, 40), letters(17, 30)}),
                new Demo(LuDecomposition.class, "factor", () -> new Object[] {matrix(17, 16), new int[16]}),
                new Demo(MonteCarlo.class, "hits", () -> new Object[] {64, 50, 18L}),
                new Demo(Haversine.class, "distances", () -> new Object[] {47.37, 8.54, doubles(1, 200, -60, 75), doubles(2, 200, -150, 150)}),
                new Demo(NearestCentre.class, "assign", () -> new Object[] {floats(1, 200), floats(2, 200), floats(3, 200), floats(4, 8), floats(5, 8), floats(6, 8),
                    new int[200]}));
    }

    /** Arguments: how often each is called, how many of them. */
    public static void main(String[] args) {
        for (Demo d : all().subList(0, Integer.parseInt(args[1]))) {
            for (int k = 0; k < Integer.parseInt(args[0]); k++) {
                System.out.println(d.name() + " " + d.outcome(a -> d.method().invoke(null, a)).text());
            }
        }
    }

    private static Object[] sparse() {
        Random random = new Random(13);
        int[] start = new int[51];
        for (int i = 0; i < 50; i++) {
            start[i + 1] = start[i] + random.nextInt(8);
        }
        return new Object[] {start, random.ints(start[50], 0, 50).toArray(), doubles(14, start[50], -1, 1), doubles(15, 50, -1, 1), new double[50]};
    }

    private static Object[] fft(int n) {
        double[] cos = new double[n / 2];
        double[] sin = new double[n / 2];
        for (int k = 0; k < n / 2; k++) {
            cos[k] = StrictMath.cos(-2 * Math.PI * k / n);
            sin[k] = StrictMath.sin(-2 * Math.PI * k / n);
        }
        return new Object[] {doubles(1, n, -1, 1), doubles(2, n, -1, 1), cos, sin};
    }

    private static int[][] distances(int n) {
        Random random = new Random(15);
        int[][] d = new int[n][n];
        for (int i = 0; i < n * n; i++) {
            d[i / n][i % n] = i / n == i % n ? 0 : random.nextInt(4) == 0 ? 1 + random.nextInt(1000) : 1 << 28;
        }
        return d;
    }

    private static char[] letters(int seed, int n) {
        Random random = new Random(seed);
        char[] c = new char[n];
        for (int i = 0; i < n; i++) {
            c[i] = (char) ('a' + random.nextInt(4));
        }
        return c;
    }

    private static byte[] bytes(int seed, int n) {
        byte[] b = new byte[n];
        new Random(seed).nextBytes(b);
        return b;
    }

    private static double[] doubles(int seed, int n, double low, double high) {
        return new Random(seed).doubles(n, low, high).toArray();
    }

    private static float[] floats(int seed, int n) {
        Random random = new Random(seed);
        float[] a = new float[n];
        for (int i = 0; i < n; i++) {
            a[i] = 2 * random.nextFloat() - 1;
        }
        return a;
    }

    private static double[][] matrix(int seed, int n) {
        double[][] m = new double[n][];
        for (int i = 0; i < n; i++) {
            m[i] = doubles(seed + 100 * i, n, -1, 1);
        }
        return m;
    }
}
