// Loops over what objects and helpers say: how many rows and columns there are, and what is in them. Prints a hash of all results for each method.
package dev.jacobi.objects;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Matrices with methods, as libraries have them, and flat ones with places that are computed. */
public final class SizesByCalls {
    private SizesByCalls() {
    }

    static final class Flat {
        private final double[] data;
        private final int rows;
        private final int columns;

        Flat(int rows, int columns) {
            this.rows = rows;
            this.columns = columns;
            data = new double[rows * columns];
        }

        int rows() {
            return rows;
        }

        int columns() {
            return columns;
        }

        double get(int i, int j) {
            return data[i * columns + j];
        }

        void set(int i, int j, double v) {
            data[i * columns + j] = v;
        }
    }

    static final class Nested {
        private final double[][] a;

        Nested(double[][] a) {
            this.a = a;
        }

        int rowCount() {
            return a.length;
        }

        int columnCount() {
            return a.length == 0 ? 0 : a[0].length;
        }
    }

    static void product(Flat a, Flat b, Flat c) {
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < b.columns(); j++) {
                for (int k = 0; k < a.columns(); k++) {
                    c.set(i, j, c.get(i, j) + a.get(i, k) * b.get(k, j));
                }
            }
        }
    }

    static void mean(Nested a, Nested b) {
        for (int i = 1; i < a.rowCount() - 1; i++) {
            for (int j = 1; j < a.columnCount() - 1; j++) {
                b.a[i][j] = (a.a[i - 1][j] + a.a[i + 1][j] + a.a[i][j - 1] + a.a[i][j + 1]) / 4;
            }
        }
    }

    static void flatProduct(double[] a, double[] b, double[] c, int n, int m, int l) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                for (int k = 0; k < l; k++) {
                    c[i * m + j] += a[i * l + k] * b[k * m + j];
                }
            }
        }
    }

    static void forces(double[] p, double[] f, int n) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (i == j) {
                    continue;
                }
                double x = p[2 * i] - p[2 * j];
                double y = p[2 * i + 1] - p[2 * j + 1];
                double q = 1 / (x * x + y * y);
                f[2 * i] += q * x;
                f[2 * i + 1] += q * y;
            }
        }
    }

    private static int half(int n) {
        return n > 10 ? n / 2 : n;
    }

    static void scaled(double[] a, double[] b, int n) {
        for (int i = 0; i < half(n); i++) {
            b[i] = 2 * a[i] + 1;
        }
    }

    /** Another way out of the loop, behind a test of a helper. */
    static double untilLarge(double[] a, int n) {
        double s = 0;
        for (int i = 0; i < half(n); i++) {
            if (a[i] > 0.9) {
                return -i;
            }
            s += a[i];
        }
        return s;
    }

    private static double[] numbers(Random random, int n) {
        return random.doubles(Math.max(0, n)).toArray();
    }

    private static Flat flat(Random random, int rows, int columns) {
        var out = new Flat(rows, columns);
        System.arraycopy(numbers(random, rows * columns), 0, out.data, 0, rows * columns);
        return out;
    }

    private static double[][] nested(Random random, int rows, int columns) {
        var out = new double[rows][];
        Arrays.setAll(out, i -> numbers(random, columns));
        return out;
    }

    /** Calls each method with random data of this size, arrays that are too short among them. */
    private static void call(int size, long[] hashes) {
        var random = new Random(size);
        int other = size % 3 == 0 ? size : size / 2 + 1;
        Flat c = flat(random, size, other);
        add(hashes, 0, () -> product(flat(random, size, size), flat(random, size, other), c), c.data);
        Nested b = new Nested(nested(random, size, other));
        add(hashes, 1, () -> mean(new Nested(nested(random, size, other)), b), b.a);
        double[] flat = numbers(random, size * other);
        add(hashes, 2, () -> flatProduct(numbers(random, size * size), numbers(random, size * other), flat, size, other, size % 5 == 4 ? 0 : size), flat);
        double[] f = numbers(random, 2 * size - size % 7 / 6);
        add(hashes, 3, () -> forces(numbers(random, 2 * size), f, size), f);
        double[] s = numbers(random, size);
        add(hashes, 4, () -> scaled(numbers(random, size), s, size + size % 4 / 3 * size), s);
        double[] sum = new double[1];
        add(hashes, 5, () -> sum[0] = untilLarge(Arrays.stream(numbers(random, size)).map(x -> size % 2 == 0 ? x : x / 2).toArray(), size), sum);
    }

    private static void add(long[] hashes, int k, Runnable call, Object changed) {
        String failed = "";
        try {
            call.run();
        } catch (ArrayIndexOutOfBoundsException e) {
            failed = e.getClass().getName();
        }
        hashes[k] = 31 * hashes[k] + failed.hashCode() + Arrays.deepHashCode(new Object[] {changed});
    }

    /** Prints a hash for each method. */
    public static void main(String[] args) {
        long[] hashes = new long[6];
        for (int size : List.of(0, 1, 2, 3, 5, 6, 8, 9, 13, 14, 17, 24, 31, 40)) {
            call(size, hashes);
        }
        System.out.println(Arrays.toString(hashes));
    }
}
