// Tables whose elements wait for those above and to the left. Run with and without the agent.
package dev.jacobi.optimised;

import java.util.Arrays;
import java.util.Random;

/** Prints a digest per method and size. */
public final class SkewedTables {
    private static final int[] SIZES = {0, 1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13, 16, 17, 31, 40};

    private SkewedTables() {
    }

    static void recurrence(float[] a, int n, int m) {
        for (int i = 1; i < n; i++) {
            for (int j = 1; j < m; j++) {
                a[i * m + j] = (a[i * m + j - 1] + a[(i - 1) * m + j]) / 1.9f;
            }
        }
    }

    static void sweeps(double[][] a, int times) {
        int n = a.length;
        for (int t = 0; t < times; t++) {
            for (int i = 1; i < n - 1; i++) {
                for (int j = 1; j < n - 1; j++) {
                    a[i][j] = (a[i - 1][j - 1] + a[i - 1][j] + a[i - 1][j + 1] + a[i][j - 1] + a[i][j] + a[i][j + 1] + a[i + 1][j - 1] + a[i + 1][j] + a[i + 1][j + 1]) / 9.0;
                }
            }
        }
    }

    static int edits(byte[] a, byte[] b) {
        int[][] d = new int[a.length + 1][b.length + 1];
        for (int i = 0; i <= a.length; i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length; j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length; i++) {
            for (int j = 1; j <= b.length; j++) {
                int c = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + c);
            }
        }
        return d[a.length][b.length];
    }

    static int oneRow(byte[] a, byte[] b) {
        int[] d = new int[b.length + 1];
        for (int j = 0; j <= b.length; j++) {
            d[j] = j;
        }
        for (int i = 1; i <= a.length; i++) {
            int before = d[0];
            d[0] = i;
            for (int j = 1; j <= b.length; j++) {
                int up = d[j];
                d[j] = a[i - 1] == b[j - 1] ? before : 1 + Math.min(before, Math.min(up, d[j - 1]));
                before = up;
            }
        }
        return d[b.length];
    }

    static void common(byte[] a, byte[] b, int[][] d) {
        for (int i = 1; i <= a.length; i++) {
            for (int j = 1; j <= b.length; j++) {
                if (a[i - 1] == b[j - 1]) {
                    d[i][j] = d[i - 1][j - 1] + 1;
                } else {
                    d[i][j] = Math.max(d[i - 1][j], d[i][j - 1]);
                }
            }
        }
    }

    static int aligned(byte[] a, byte[] b, int[][] h) {
        int best = 0;
        for (int i = 1; i <= a.length; i++) {
            for (int j = 1; j <= b.length; j++) {
                int v = Math.max(0, Math.max(h[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 2 : -1), Math.max(h[i - 1][j] - 1, h[i][j - 1] - 1)));
                h[i][j] = v;
                best = Math.max(best, v);
            }
        }
        return best;
    }

    static double warped(double[] x, double[] y, double[][] d) {
        for (int i = 1; i <= x.length; i++) {
            for (int j = 1; j <= y.length; j++) {
                d[i][j] = Math.abs(x[i - 1] - y[j - 1]) + Math.min(d[i - 1][j], Math.min(d[i][j - 1], d[i - 1][j - 1]));
            }
        }
        return d[x.length][y.length];
    }

    /** Rows may be one array, and the table may be too small. */
    static void anyRows(double[][] d, int n, int m) {
        for (int i = 1; i < n; i++) {
            for (int j = 1; j < m; j++) {
                d[i][j] = (d[i - 1][j] + d[i][j - 1]) / 1.5;
            }
        }
    }

    private static double[][] table(Random random, int n, int m) {
        double[][] a = new double[n][];
        for (int i = 0; i < n; i++) {
            a[i] = random.doubles(m).toArray();
        }
        return a;
    }

    private static byte[] letters(Random random, int n) {
        byte[] b = new byte[n];
        for (int i = 0; i < n; i++) {
            b[i] = (byte) random.nextInt(4);
        }
        return b;
    }

    private static String others(Random random, int n, int m) {
        byte[] a = letters(random, n);
        byte[] b = letters(random, m);
        int[][] c = new int[n + 1][m + 1];
        int[][] h = new int[n + 1][m + 1];
        double[][] d = table(random, n + 1, m + 1);
        common(a, b, c);
        return edits(a, b) + " " + oneRow(a, b) + " " + Arrays.deepHashCode(c) + " " + aligned(a, b, h) + " " + Arrays.deepHashCode(h) + " "
            + warped(random.doubles(n).toArray(), random.doubles(m).toArray(), d) + " " + Arrays.deepHashCode(d);
    }

    private static String rows(Random random, int n) {
        double[][] shared = table(random, n, n);
        for (int i = 2; i < n; i += 3) {
            shared[i] = shared[i - 2];
        }
        anyRows(shared, n, n);
        double[][] small = table(random, n, n);
        String thrown = "";
        try {
            anyRows(small, n, n + 1);
        } catch (ArrayIndexOutOfBoundsException e) {
            thrown = e.getMessage();
        }
        return Arrays.deepHashCode(shared) + " " + Arrays.deepHashCode(small) + " " + thrown;
    }

    public static void main(String[] args) {
        for (int call = 0; call < Integer.parseInt(args[0]); call++) {
            for (int n : SIZES) {
                Random random = new Random(n);
                int m = call % 2 == 0 ? n : n + 5;
                float[] flat = new float[n * m];
                for (int k = 0; k < flat.length; k++) {
                    flat[k] = random.nextFloat();
                }
                double[][] swept = table(random, n, n);
                recurrence(flat, n, m);
                sweeps(swept, 3);
                System.out.println(n + " " + Arrays.hashCode(flat) + " " + Arrays.deepHashCode(swept) + " " + others(random, n, m) + " " + others(random, m, n) + " " + rows(random, n));
            }
        }
    }
}
