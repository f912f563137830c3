package dev.jacobi.lift.examples;

/** Variables that exchange the arrays they refer to. */
public final class Swaps {
    private Swaps() {
    }

    static double[] jacobi(double[] a, double[] b, byte sweeps) {
        for (int t = 0; t < (sweeps & 7); t++) {
            for (int i = 1; i < a.length - 1; i++) {
                b[i] = (a[i - 1] + a[i + 1]) * 0.5;
            }
            double[] u = a;
            a = b;
            b = u;
        }
        return a;
    }

    static int edit(char[] s, char[] t) {
        int[] p = new int[t.length + 1];
        int[] c = new int[t.length + 1];
        for (int j = 0; j <= t.length; j++) {
            p[j] = j;
        }
        for (int i = 1; i <= s.length; i++) {
            c[0] = i;
            for (int j = 1; j <= t.length; j++) {
                int d = s[i - 1] == t[j - 1] ? 0 : 1;
                c[j] = Math.min(Math.min(c[j - 1] + 1, p[j] + 1), p[j - 1] + d);
            }
            int[] u = p;
            p = c;
            c = u;
        }
        return p[t.length];
    }

    static void grids(double[][] a, double[][] b, byte sweeps) {
        double[][] x = a;
        double[][] y = b;
        for (int t = 0; t < (sweeps & 3); t++) {
            for (int i = 1; i < x.length - 1; i++) {
                for (int j = 1; j < x[0].length - 1; j++) {
                    y[i][j] = 0.25 * (x[i - 1][j] + x[i + 1][j] + x[i][j - 1] + x[i][j + 1]);
                }
            }
            double[][] u = x;
            x = y;
            y = u;
        }
        x[0][0] = -1;
    }

    static int[] conditionalSwap(int[] a, int[] b) {
        if (a.length > 0 && b.length > 0 && a[0] > b[0]) {
            int[] t = a;
            a = b;
            b = t;
        }
        a[0]++;
        b[0]--;
        return b;
    }

    static int[] rotate(int[] a, int[] b, int[] c, byte n) {
        for (int i = 0; i < (n & 7); i++) {
            int[] t = a;
            a = b;
            b = c;
            c = t;
            a[0] += i;
            c[0] ^= b[0];
        }
        return c;
    }

    static int pivots(double[][] a) {
        int swaps = 0;
        int n = a.length;
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
                swaps++;
            }
            for (int i = k + 1; i < n; i++) {
                a[i][k] /= a[k][k];
                for (int j = k + 1; j < n; j++) {
                    a[i][j] -= a[i][k] * a[k][j];
                }
            }
        }
        return swaps;
    }

    static int[][] localRows(int x) {
        int[][] a = new int[3][2];
        for (int i = 0; i < 3; i++) {
            a[i][0] = i;
        }
        int[] t = a[0];
        a[0] = a[2];
        a[2] = t;
        a[0][1] = x;
        return a;
    }

    static long newEachTime(byte n) {
        long[] last = {1};
        for (int i = 0; i < (n & 7); i++) {
            long[] next = new long[2];
            next[0] = last[0] * 3;
            next[1] = i;
            last = next;
        }
        return last[0];
    }

    static void ping(float[] a, float[] b, byte n) {
        float[] from = a;
        float[] to = b;
        int k = n & 7;
        while (k-- > 0) {
            step(from, to);
            float[] t = from;
            from = to;
            to = t;
        }
        if (from != a) {
            for (int i = 0; i < a.length; i++) {
                a[i] = from[i];
            }
        }
    }

    private static void step(float[] from, float[] to) {
        for (int i = 0; i < from.length; i++) {
            to[i] = from[i] * 2 + i;
        }
    }

    static double viewChanges(double[][] a, int x) {
        double[] row = a[0];
        double s = 0;
        for (int i = 0; i < a.length; i++) {
            if (a[i][0] > x) {
                row = a[i];
            }
            s += row[0];
            row[0] += 1;
        }
        return s;
    }

    static double replaced(byte n, double[] a) {
        double s = 0;
        for (int i = 0; i < a.length; i++) {
            s += a[i];
            a[i] = i;
            if (s > 3) {
                a = new double[n & 7];
            }
        }
        return s + a.length;
    }

    static int[] copiedInLoop(int[] a, byte n) {
        for (int i = 0; i < (n & 3); i++) {
            a = a.clone();
            a[i] += 3;
        }
        return a;
    }

    static double swapThenTest(double[] a, double[] b, double x) {
        for (int i = 0; i < 3; i++) {
            double[] t = a;
            a = b;
            b = t;
        }
        double y = x != 0 && !Double.isInfinite(x) && !Double.isNaN(x) ? 1 / x : x;
        for (int i = 0; i < a.length; i++) {
            a[i] = y;
        }
        return y;
    }

    record Buffers(double[] a, double[] b) {
    }

    /** The field is read again when its array may be in a variable, and may not be any more. */
    static double readAgain(Buffers f, byte n) {
        double[] w = f.a;
        if (n > 3) {
            w = new double[3];
        }
        w[0] = n;
        f.a[1] += w[0] + 1;
        w[2] += 5;
        return f.a[0] + 10 * f.a[1] + 100 * f.a[2];
    }

    static double[] returnsField(Buffers f, byte n) {
        double[] w = n > 3 ? f.a : f.b;
        w[0] = n;
        if ((n & 1) == 0) {
            w = new double[] {n, 1, 2};
        }
        w[1] += 1;
        return (n & 2) == 0 ? f.a : w;
    }

    static double swapsFields(Buffers f, byte n) {
        double[] w = f.a;
        double[] last = f.b;
        double s = 0;
        for (int i = 0; i < (n & 7); i++) {
            double[] t = w;
            w = last;
            last = t;
            w[0] += i;
            f.a[1] += w[0];
            s += 3 * s + f.a[0] - f.b[1] + last[0];
        }
        return s;
    }

    static double replacesInLoop(Buffers f, byte n) {
        double[] w = f.a;
        for (int i = 0; i < (n & 7); i++) {
            w[0] += 1 + f.a[0];
            w = i % 3 == 2 ? new double[2] : w;
            f.b[0] += w[0] - w.length;
        }
        return w[0] + f.a[0] * 3 + f.b[0] * 7;
    }
}
