package dev.jacobi.lift.examples;

import java.util.Arrays;

/** Recursive methods that return one of their own arguments at times. */
public final class Returned {
    private Returned() {
    }

    static int[] sort(int[] a) {
        if (a.length < 2) {
            return a;
        }
        int mid = a.length / 2;
        int[] left = sort(Arrays.copyOfRange(a, 0, mid));
        int[] right = sort(Arrays.copyOfRange(a, mid, a.length));
        return merge(left, right);
    }

    private static int[] merge(int[] x, int[] y) {
        int[] r = new int[x.length + y.length];
        int i = 0;
        int j = 0;
        for (int k = 0; k < r.length; k++) {
            r[k] = j >= y.length || i < x.length && x[i] <= y[j] ? x[i++] : y[j++];
        }
        return r;
    }

    static double[] sorted(double[] a, byte n) {
        double[] r = halves(a, 0, Math.min(a.length, n & 7));
        r[0] += 1;
        return r;
    }

    private static double[] halves(double[] a, int from, int to) {
        if (to - from > 4) {
            return a;
        }
        if (to - from < 1) {
            return new double[] {from, to};
        }
        double[] r = halves(a, from + 1, to);
        r[0] += a[from];
        return r;
    }

    static int[] down(int[] a, int[] b, byte n) {
        int k = n & 7;
        if (k == 0) {
            return a;
        }
        if (k == 5) {
            return new int[] {a.length};
        }
        return down(b, a, (byte) (k - 1));
    }

    static int[] keeps(int[] a, byte n) {
        int k = n & 3;
        if (k == 0) {
            return a;
        }
        int[] own = Arrays.copyOf(a, a.length + 1);
        int[] r = keeps(own, (byte) (k - 1));
        own[0] += 100;
        r[1] += 5;
        return k == 3 ? r : own;
    }

    static long identities(long[] a, byte n) {
        long[] r = either(a, n & 7);
        return (r == a ? 1000 : 0) + r.length;
    }

    private static long[] either(long[] a, int n) {
        return n == 0 ? a : n == 4 ? new long[n] : either(a, n - 1);
    }

    static double[][] power(double[][] a, byte e) {
        int k = e & 7;
        if (k < 2) {
            return a;
        }
        double[][] h = power(a, (byte) (k / 2));
        double[][] s = times(h, h);
        return k % 2 == 0 ? s : times(s, a);
    }

    private static double[][] times(double[][] a, double[][] b) {
        double[][] c = new double[a.length][];
        for (int i = 0; i < a.length; i++) {
            c[i] = new double[b[0].length];
            for (int j = 0; j < b[0].length; j++) {
                for (int k = 0; k < b.length; k++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    static float[] transform(float[] x) {
        int n = x.length;
        if (n <= 1) {
            return x;
        }
        float[] even = new float[n / 2];
        float[] odd = new float[n - n / 2];
        for (int i = 0; i < n; i++) {
            if (i % 2 == 0 && i / 2 < even.length) {
                even[i / 2] = x[i];
            } else {
                odd[Math.min(i / 2, odd.length - 1)] = x[i];
            }
        }
        even = transform(even);
        odd = transform(odd);
        float[] r = new float[n];
        for (int i = 0; i < even.length; i++) {
            r[i] = even[i] + odd[i];
            r[i + even.length] = even[i] - odd[i];
        }
        return r;
    }

    static double[][] block(double[][] a, byte n) {
        int k = n & 3;
        if (k == 0 || a.length < 2) {
            return a;
        }
        double[][] part = new double[a.length / 2][];
        for (int i = 0; i < part.length; i++) {
            part[i] = a[i].clone();
            part[i][0] += k;
        }
        double[][] r = block(part, (byte) (k - 1));
        r[0][0] *= 2;
        return r;
    }

    static int[][] carriedRow(byte n, byte m) {
        int k = m & 3;
        int[][] a = new int[n & 7][];
        int[] row = new int[k + 1];
        for (int i = 0; i < a.length; i++) {
            row[k] += i;
            a[i] = row;
            row[0] += 3;
            row = new int[k + 1];
            row[0] = 100;
        }
        return a;
    }

    static int[][] carriedCopy(byte n) {
        int[][] a = new int[n & 7][];
        int[] row = {1, 2, 3};
        for (int i = 0; i < a.length; i++) {
            a[i] = row;
            row = row.clone();
            row[i % 3] *= 2;
        }
        return a;
    }
}
