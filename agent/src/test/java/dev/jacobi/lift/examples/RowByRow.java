package dev.jacobi.lift.examples;

import java.util.Arrays;

/** Arrays of arrays whose rows are made, copied and replaced one by one. */
public final class RowByRow {
    private static final int[][] KERNEL = {{1, 2, 1}, {2, 4, 2}, {1, 2, 1}};

    private RowByRow() {
    }

    record Matrix(int rows, int columns, double[][] data) {
        Matrix(int rows, int columns) {
            this(rows, columns, new double[rows][]);
            for (int i = 0; i < rows; i++) {
                data[i] = new double[columns];
            }
        }
    }

    static int literal(int i, int j) {
        int[][] k = {{1, 2, 1}, {2, 4, 2}};
        return k[i & 1][j & 1];
    }

    static double literalOfValues(double x, double y) {
        double[][] m = {{x, y}, {y, -x}};
        return m[0][0] * m[1][1] - m[0][1] * m[1][0];
    }

    static long literals(int i) {
        byte[][] b = {{1, -2}, {3, 4}};
        short[][] s = {{1, -2}, {3, 4}};
        char[][] c = {{'a', 'b'}, {'c', 'd'}};
        boolean[][] z = {{true, false}, {false, true}};
        float[][] f = {{0.5f, 1}, {2, 3}};
        long[][] l = {{1L << 40, 1}, {2, 3}};
        int k = i & 1;
        return b[k][1] + s[1][k] + c[k][k] + (z[k][0] ? 1 : 0) + (long) f[k][1] + l[k][0];
    }

    static int literalOfRankThree(int i, int j, int k) {
        int[][][] a = {{{1, 2}, {3, 4}, {5, 6}}, {{7, 8}, {9, 10}, {11, 12}}};
        return a[i & 1][(j & 3) % 3][k & 1];
    }

    static int[][] returnsLiteral(int x) {
        return new int[][] {{x, 1}, {2, x}, {3, 4}};
    }

    static int[][] emptyLiteral(int x) {
        return x > 0 ? new int[][] {} : new int[][] {{}, {}};
    }

    static int convolution(int[][] a) {
        int s = 0;
        for (int i = 1; i < a.length - 1; i++) {
            for (int j = 1; j < a[0].length - 1; j++) {
                for (int di = -1; di <= 1; di++) {
                    for (int dj = -1; dj <= 1; dj++) {
                        s += a[i + di][j + dj] * KERNEL[di + 1][dj + 1];
                    }
                }
            }
        }
        return s;
    }

    static double[][] filled(byte n, byte m) {
        double[][] a = new double[n & 7][];
        for (int i = 0; i < a.length; i++) {
            a[i] = new double[m & 7];
        }
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                a[i][j] = i * 10 + j;
            }
        }
        return a;
    }

    static int[][] filledAtOnce(byte n, byte m) {
        int rows = n & 7;
        int columns = (m & 3) * 2 + 1;
        int[][] a = new int[rows][];
        for (int i = 0; i < rows; i++) {
            a[i] = new int[columns];
            for (int j = 0; j < columns; j++) {
                a[i][j] = i ^ j;
            }
        }
        return a;
    }

    static double[][] rowsFirst(double[][] b) {
        double[][] a = new double[b.length][];
        for (int i = 0; i < b.length; i++) {
            double[] row = new double[b[i].length];
            for (int j = 0; j < row.length; j++) {
                row[j] = b[i][j] + 1;
            }
            a[i] = row;
            row[0] += 5;
        }
        return a;
    }

    static double[][] cloned(double[][] b) {
        double[][] a = new double[b.length][];
        for (int i = 0; i < b.length; i++) {
            a[i] = b[i].clone();
            a[i][0] = i;
        }
        return a;
    }

    static float[][] copied(float[][] b, byte k) {
        float[][] a = new float[b.length][];
        for (int i = 0; i < b.length; i++) {
            a[i] = Arrays.copyOf(b[i], k & 7);
        }
        return a;
    }

    static long[][] copiedWhole(long[][] b) {
        long[][] a = new long[b.length][];
        for (int i = 0; i < b.length; i++) {
            a[i] = Arrays.copyOf(b[i], b[i].length);
        }
        return a;
    }

    static int[][] deepCopy(int[][] a) {
        int[][] c = a.clone();
        for (int i = 0; i < c.length; i++) {
            c[i] = a[i].clone();
        }
        c[0][0] = 7;
        return c;
    }

    static int[][] deepCopyOfItself(int[][] a) {
        int[][] c = a.clone();
        for (int i = 0; i < c.length; i++) {
            c[i] = c[i].clone();
        }
        c[0][0]++;
        return c;
    }

    static int readsClone(int[][] a) {
        int[][] c = a.clone();
        int s = 0;
        for (int[] row : c) {
            for (int x : row) {
                s += x;
            }
        }
        return s;
    }

    private static double[] row(int i, int n) {
        double[] r = new double[n];
        for (int j = 0; j < n; j++) {
            r[j] = Math.sqrt(i * n + j);
        }
        return r;
    }

    static double[][] byFunction(byte n, byte m) {
        double[][] a = new double[n & 7][];
        int k = m & 7;
        for (int i = 0; i < a.length; i++) {
            a[i] = row(i, k);
        }
        return a;
    }

    private static int[] digits(int x) {
        int n = 0;
        for (int y = x; y > 0; y /= 10) {
            n++;
        }
        int[] r = new int[n];
        for (int i = n - 1; i >= 0; i--) {
            r[i] = x % 10;
            x /= 10;
        }
        return r;
    }

    static int[][] lengthFromData(byte n, byte x) {
        int[][] a = new int[n & 3][];
        for (int i = 0; i < a.length; i++) {
            a[i] = digits((x & 15) + 100 + i);
        }
        return a;
    }

    static double straight(double[] x, double[] y) {
        double[][] a = new double[2][];
        a[0] = x.clone();
        a[1] = Arrays.copyOf(y, x.length);
        a[0][0] += 1;
        return a[0][0] * a[1][0] + a[1].length;
    }

    static int[][] backwards(byte n) {
        int[][] a = new int[n & 7][];
        for (int i = a.length - 1; i >= 0; i--) {
            a[i] = new int[] {i, i * i, n};
        }
        return a;
    }

    static int[][] table(byte n) {
        int[][] t = new int[(n & 7) + 1][];
        t[0] = new int[5];
        t[0][0] = 1;
        for (int i = 1; i < t.length; i++) {
            t[i] = new int[5];
            for (int j = 0; j < 5; j++) {
                t[i][j] = t[i - 1][j] + (j > 0 ? t[i][j - 1] : 1);
            }
        }
        return t;
    }

    static int previousFirst(byte n) {
        int[][] t = new int[n & 7][];
        int s = 0;
        for (int i = 0; i < t.length; i++) {
            if (i > 0) {
                s += t[i - 1][2];
            }
            t[i] = new int[3];
            t[i][2] = i;
        }
        return s;
    }

    static int lazy(byte[] keys) {
        int[][] memo = new int[4][];
        int made = 0;
        for (byte k : keys) {
            int at = k & 3;
            if (memo[at] == null) {
                memo[at] = new int[6];
                made++;
            }
            memo[at][0] += k;
        }
        int s = made * 1000;
        for (int[] row : memo) {
            if (row != null) {
                s += row[0];
            }
        }
        return s;
    }

    static double[][][] cube(byte n, byte m) {
        double[][][] a = new double[n & 3][m & 3][];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                a[i][j] = new double[4];
                a[i][j][i] = j;
            }
        }
        return a;
    }

    static double[][][] layers(byte n, byte m) {
        int k = m & 3;
        double[][][] a = new double[n & 3][][];
        for (int i = 0; i < a.length; i++) {
            a[i] = new double[k][3];
            for (int j = 0; j < k; j++) {
                a[i][j][1] = i + j;
            }
        }
        return a;
    }

    static double[][][] layersOfRows(byte n, byte m) {
        int k = m & 3;
        double[][][] a = new double[n & 3][][];
        for (int i = 0; i < a.length; i++) {
            a[i] = new double[k][];
            for (int j = 0; j < k; j++) {
                a[i][j] = new double[k + 1];
                a[i][j][j] = i;
            }
        }
        return a;
    }

    static double[][] inner(byte n, byte m) {
        double[][] r = new double[n & 3][];
        for (int t = 0; t < r.length; t++) {
            double[][] a = new double[3][];
            for (int i = 0; i < 3; i++) {
                a[i] = new double[(m & 3) + 2];
                a[i][1] = i + t;
            }
            r[t] = new double[2];
            for (int i = 0; i < 3; i++) {
                r[t][1] += a[i][1];
            }
        }
        return r;
    }

    static double object(byte n, byte m) {
        Matrix x = new Matrix(n & 7, m & 7);
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < x.columns(); j++) {
                x.data()[i][j] = i - j;
            }
        }
        return x.data()[1][2];
    }

    static double elimination(double[][] b) {
        int n = b.length;
        double[][] a = new double[n][];
        for (int i = 0; i < n; i++) {
            a[i] = b[i].clone();
        }
        double d = 1;
        for (int k = 0; k < n; k++) {
            int p = k;
            for (int i = k + 1; i < n; i++) {
                if (Math.abs(a[i][k]) > Math.abs(a[p][k])) {
                    p = i;
                }
            }
            if (p != k) {
                double[] t = a[p];
                a[p] = a[k];
                a[k] = t;
                d = -d;
            }
            d *= a[k][k];
            for (int i = k + 1; i < n; i++) {
                double f = a[i][k] / a[k][k];
                for (int j = k; j < n; j++) {
                    a[i][j] -= f * a[k][j];
                }
            }
        }
        return d;
    }

    static int[][] replaced(byte n) {
        int[][] a = new int[3][2];
        a[1][0] = n;
        int[] old = a[1];
        int x = old[0];
        a[1] = new int[] {x + 1, 9};
        return a;
    }

    static int nulled(byte n) {
        int[][] a = new int[3][2];
        a[n & 3] = null;
        return (a[0] == null ? 1 : 0) + (a[1] == null ? 2 : 0) + (a[2] != null ? 4 : 0);
    }

    static int missing(byte n) {
        int[][] a = new int[3][];
        a[0] = new int[2];
        a[1] = new int[] {n, 3};
        return a[n & 1][1];
    }

    static int whichever(byte n) {
        int[][] a = new int[2][];
        if (n > 0) {
            a[0] = new int[] {1, n};
        } else {
            a[0] = new int[] {n};
        }
        a[1] = new int[a[0].length];
        return a[0].length + a[1].length + a[0][0];
    }

    static double collected(byte[] keys) {
        double[][] points = new double[16][];
        int n = 0;
        for (byte k : keys) {
            if (k > 0) {
                points[n++] = new double[] {k, -k};
            }
        }
        double s = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < 2; j++) {
                s = s * 2 + points[i][j];
            }
        }
        return s;
    }

    static int[] lastRow(byte n) {
        int k = n & 7;
        int[][] t = new int[k][k + 1];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j <= k; j++) {
                t[i][j] = i == 0 ? j : t[i - 1][j] + i;
            }
        }
        return t[k - 1];
    }

    static double[] anyRow(double[][] b, int at) {
        double[][] a = new double[b.length][];
        for (int i = 0; i < b.length; i++) {
            a[i] = b[i].clone();
        }
        double[] r = at > 2 ? a[0] : new double[] {at};
        a[0][0] = 7;
        return r;
    }

    public record Weights(double[] each, int[][] table) {
        @Override
        public String toString() {
            return Arrays.toString(each) + Arrays.deepToString(table);
        }
    }

    static double byField(byte n, Weights w) {
        double[][] a = new double[n][];
        int[][] b = new int[n][];
        for (int i = 0; i < a.length; i++) {
            a[i] = new double[2 * w.each.length - 1];
            b[i] = new int[w.table[0].length];
            a[i][0] = w.each[0] + b[i].length;
        }
        return a[n - 1][0] + a[0].length;
    }
}
