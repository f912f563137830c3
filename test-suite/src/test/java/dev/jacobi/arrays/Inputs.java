// Arguments of the recorded cases, made from seeds; the twin of case_inputs.py.
package dev.jacobi.arrays;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Arrays from seeds, the same here as where the results were recorded. */
final class Inputs {
    private Inputs() {}

    static long seed(String java, String letter, ElementType type, int[] dims, String domain) {
        String extents = Arrays.stream(dims).mapToObj(String::valueOf).collect(Collectors.joining("x"));
        return SplitMix.fnv(String.join("|", java, letter, type.text(), extents, domain));
    }

    static RawArray array(String domain, ElementType type, int[] dims, long seed) {
        var rng = new SplitMix(seed);
        int size = RawArray.size(dims);
        return switch (domain) {
            case "edge", "edged" -> edges(type, dims, size, domain.equals("edged"));
            case "distinct" -> distinct(type, dims, size, rng);
            case "spd", "symm", "dom", "lower" -> matrices(domain, type, dims, size, rng);
            default -> elements(domain, type, dims, size, rng);
        };
    }

    private static RawArray elements(String domain, ElementType type, int[] dims, int size, SplitMix rng) {
        if (type.inexact()) {
            int parts = type.complex() ? 2 : 1;
            double[] v = new double[parts * size];
            for (int i = 0; i < v.length; i++) {
                v[i] = Elements.floating(domain, type.fraction(), rng.next(), i / parts);
            }
            return RawArray.of(type, dims, v);
        }
        long[] v = new long[size];
        for (int i = 0; i < size; i++) {
            long r = rng.next();
            v[i] = type == ElementType.BOOL ? r >>> 63 : Elements.integer(domain, type, r, i);
        }
        return RawArray.ofIntegers(type, dims, v);
    }

    private static RawArray edges(ElementType type, int[] dims, int size, boolean denormals) {
        if (!type.inexact()) {
            long[] e = Elements.integerEdges(type);
            return RawArray.ofIntegers(type, dims, IntStream.range(0, size).mapToLong(i -> e[i % e.length]).toArray());
        }
        double[] e = Elements.floatingEdges(type, denormals);
        int parts = type.complex() ? 2 : 1;
        return RawArray.of(type, dims, IntStream.range(0, parts * size).mapToDouble(i -> i % parts == 1 ? 0.0 : e[i / parts % e.length]).toArray());
    }

    private static RawArray distinct(ElementType type, int[] dims, int size, SplitMix rng) {
        long[] order = IntStream.range(0, size).asLongStream().toArray();
        for (int i = size - 1; i > 0; i--) {
            int j = (int) ((rng.next() >>> 33) % (i + 1));
            long t = order[i];
            order[i] = order[j];
            order[j] = t;
        }
        int middle = size / 4;
        int parts = type.complex() ? 2 : 1;
        return type.inexact() ? RawArray.of(type, dims, IntStream.range(0, parts * size).mapToDouble(i -> i % parts == 1 ? 0 : order[i / parts] * 0.5 - middle).toArray())
                : RawArray.ofIntegers(type, dims, order);
    }

    private static RawArray matrices(String domain, ElementType type, int[] dims, int size, SplitMix rng) {
        int n = dims[dims.length - 1];
        int parts = type.complex() ? 2 : 1;
        double[] all = new double[parts * size];
        for (int at = 0; at < all.length; at += parts * n * n) {
            double[][][] m = matrix(domain, n, parts, rng);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    System.arraycopy(m[i][j], 0, all, at + parts * (i * n + j), parts);
                }
            }
        }
        return RawArray.of(type, dims, all);
    }

    /** One matrix of small whole numbers, each as its real and imaginary part. */
    private static double[][][] matrix(String domain, int n, int parts, SplitMix rng) {
        double[][][] b = new double[n][n][2];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int p = 0; p < parts; p++) {
                    b[i][j][p] = (rng.next() >>> 33) % 5 - 2;
                }
            }
        }
        double[][][] m = new double[n][n][2];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                boolean diagonal = i == j;
                switch (domain) {
                    case "spd" -> product(m[i][j], b[i], b[j], diagonal ? n : 0);
                    case "symm" -> set(m[i][j], b[i][j][0] + b[j][i][0] + (diagonal ? 5 * i : 0), b[i][j][1] - b[j][i][1]);
                    case "dom" -> set(m[i][j], b[i][j][0] + (diagonal ? 3 * n : 0), b[i][j][1]);
                    default -> set(m[i][j], j > i ? 0 : b[i][j][0] + (diagonal ? 3 * n : 0), j > i ? 0 : b[i][j][1]);
                }
            }
        }
        return m;
    }

    private static void product(double[] to, double[][] x, double[][] y, int start) {
        double re = start;
        double im = 0;
        for (int k = 0; k < x.length; k++) {
            re += x[k][0] * y[k][0] + x[k][1] * y[k][1];
            im += x[k][1] * y[k][0] - x[k][0] * y[k][1];
        }
        set(to, re, im);
    }

    private static void set(double[] to, double re, double im) {
        to[0] = re;
        to[1] = im;
    }
}
