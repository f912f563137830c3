package dev.jacobi.lift.examples;

import java.util.Arrays;

/** Arrays of every type and rank, and what the JDK does with them. */
public final class Arrays2 {
    static final int[] TABLE = {3, 1, 4, 1, 5, 9, 2, 6};
    static final double SCALE = 2.5;
    static final boolean FLAG = Boolean.getBoolean("no.such.flag");
    static long seed = 42;
    static final float[][] MATRIX = {{1, 2, 3}, {4, 5, 6}};

    private Arrays2() {
    }

    static void saxpy(float a, float[] x, float[] y) {
        for (int i = 0; i < x.length; i++) {
            y[i] += a * x[i];
        }
    }

    static void matmul(double[][] a, double[][] b, double[][] c) {
        int n = a.length;
        int m = b[0].length;
        int p = b.length;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                double s = 0;
                for (int k = 0; k < p; k++) {
                    s += a[i][k] * b[k][j];
                }
                c[i][j] = s;
            }
        }
    }

    static boolean[] sieve(char limit) {
        boolean[] composite = new boolean[limit & 63];
        for (int i = 2; i < composite.length; i++) {
            if (!composite[i]) {
                for (int j = 2 * i; j < composite.length; j += i) {
                    composite[j] = true;
                }
            }
        }
        return composite;
    }

    static byte[] bytes(byte[] a, int x) {
        byte[] r = new byte[a.length];
        for (int i = 0; i < a.length; i++) {
            r[i] = (byte) (a[i] * x + (a[i] & 0xff));
        }
        return r;
    }

    static char[] rot13(char[] a) {
        char[] r = a.clone();
        for (int i = 0; i < r.length; i++) {
            r[i] += 13;
        }
        return r;
    }

    static short[] shorts(short[] a) {
        for (int i = 0; i < a.length; i++) {
            a[i] = (short) -a[i];
        }
        return a;
    }

    static long[][] cube(int[][][] a) {
        long[][] r = new long[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                for (int k = 0; k < a[i][j].length; k++) {
                    r[i][j] += a[i][j][k];
                }
            }
        }
        return r;
    }

    static double rows(double[][] a) {
        double s = 0;
        for (double[] row : a) {
            s += sum(row);
            row[0] = s;
        }
        return s;
    }

    private static double sum(double[] a) {
        double s = 0;
        for (double x : a) {
            s += x;
        }
        return s;
    }

    static int[] histogram(byte[] a) {
        int[] h = new int[16];
        for (byte b : a) {
            h[b & 15]++;
        }
        return h;
    }

    static int[] copies(int[] a, byte n) {
        int[] b = Arrays.copyOf(a, n);
        int[] c = Arrays.copyOfRange(b, 1, 3);
        System.arraycopy(a, 0, b, 1, a.length - 2);
        System.arraycopy(b, 0, b, 2, b.length - 2);
        b[0] += c[1];
        return b;
    }

    static void fills(double[] a, double x, int from, int to) {
        Arrays.fill(a, x);
        Arrays.fill(a, from, to, -x);
    }

    static int equalities(int[] a, int[] b, double[] c, double[] d) {
        return (Arrays.equals(a, b) ? 1 : 0) + (Arrays.equals(c, d) ? 2 : 0) + (a == b ? 4 : 0) + (c != d ? 8 : 0);
    }

    static int smallTypes(byte[] a, byte[] b, short[] c, short[] d, char[] e, char[] f, boolean[] g, boolean[] h) {
        return (Arrays.equals(a, b) ? 1 : 0) + (Arrays.equals(c, d) ? 2 : 0) + (Arrays.equals(e, f) ? 4 : 0) + (Arrays.equals(g, h) ? 8 : 0)
            + 16 * (Arrays.hashCode(a) ^ Arrays.hashCode(c) ^ Arrays.hashCode(e));
    }

    static int hashes(int[] a, double[] b, long[] c, boolean[] d, byte[] e) {
        return Arrays.hashCode(a) ^ Arrays.hashCode(b) ^ Arrays.hashCode(c) ^ Arrays.hashCode(d) ^ Arrays.hashCode(e);
    }

    static double[] pick(double[] a, double[] b, int x) {
        return x > 3 ? a : b;
    }

    static double[] freshOrGiven(double[] a, int x) {
        double[] r = x > 3 ? a : new double[x & 3];
        if (r.length > 0) {
            r[0] = x;
        }
        return r;
    }

    static int[] none(int[] a) {
        if (a.length > 3) {
            return null;
        }
        return a;
    }

    static void conditional(int[] a, int[] b, boolean c) {
        int[] x = c ? a : b;
        for (int i = 0; i < x.length; i++) {
            x[i] += a[i] * 2;
        }
    }

    static int[] grow(int[] a) {
        int[] r = new int[1];
        int n = 0;
        for (int x : a) {
            if (x > 0) {
                if (n == r.length) {
                    r = Arrays.copyOf(r, 2 * n);
                }
                r[n++] = x;
            }
        }
        return Arrays.copyOf(r, n);
    }

    static int constants(int i) {
        return TABLE[i] + (int) SCALE + (FLAG ? 100 : 0) + (int) MATRIX[1][i & 1];
    }

    static long statics(int x) {
        return seed * 31 + x;
    }

    static int lengths(int[][] a, long[] b) {
        return a.length * 100 + a[0].length + b.length;
    }

    static double[][] transpose(double[][] a) {
        double[][] r = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                r[j][i] = a[i][j];
            }
        }
        return r;
    }

    static void copyRows(float[][] a, float[][] b) {
        for (int i = 0; i < a.length; i++) {
            System.arraycopy(a[i], 0, b[i], 1, a[i].length - 1);
        }
        float[] last = a[a.length - 1].clone();
        Arrays.fill(a[0], last[0]);
    }

    static int[] maybe(int[] a, int n) {
        int[] found = null;
        for (int i = 0; i < a.length; i++) {
            if (a[i] == n) {
                found = a;
            }
        }
        if (found == null) {
            return new int[] {n};
        }
        return found;
    }

    static int mixed(int[] a, int[] b) {
        a[0] = 1;
        b[0] = 2;
        return a[0] + b[0];
    }

    static double recursiveSum(double[] a) {
        return part(a, 0, a.length);
    }

    private static double part(double[] a, int from, int to) {
        if (to - from < 2) {
            return from == to ? 0 : a[from] * SCALE + TABLE[0];
        }
        int mid = (from + to) >>> 1;
        return part(a, from, mid) + part(a, mid, to);
    }

    static void mergesort(long[] a) {
        merge(a, new long[a.length], 0, a.length);
    }

    private static void merge(long[] a, long[] t, int from, int to) {
        if (to - from < 2) {
            return;
        }
        int mid = (from + to) / 2;
        merge(a, t, from, mid);
        merge(a, t, mid, to);
        int i = from;
        int j = mid;
        for (int k = from; k < to; k++) {
            t[k] = j >= to || i < mid && a[i] <= a[j] ? a[i++] : a[j++];
        }
        System.arraycopy(t, from, a, from, to - from);
    }

    static double sortedSum(double[] a) {
        double[] b = a.clone();
        Arrays.sort(b);
        double s = 0;
        for (int i = 0; i < b.length; i++) {
            s += i * b[i];
        }
        return s;
    }

    static void sortRange(float[] a, int from, int to) {
        Arrays.sort(a, from, to);
    }

    static void sortOne(long[] a, long[] b, boolean first) {
        Arrays.sort(first ? a : b);
    }

    static void sortRow(byte[][] a, int i) {
        Arrays.parallelSort(a[i]);
    }
}
