package dev.jacobi.fuzz;

import java.util.Arrays;

/** Loops of a few lines that were compiled wrongly once, or not at all. The first argument is a length, {@code k} anything. */
final class KnownLoops {
    private KnownLoops() {
    }

    /** All copies read before the first one stores: what was unrolled by hand is no loop over single elements. */
    public static void unrolledReadsBefore(int n, float[] a) {
        for (int i = 1; i + 1 < a.length; i += 2) {
            float p = a[i - 1];
            float q = a[i];
            a[i] = p * 2;
            a[i + 1] = q * 2;
        }
    }

    /** The same in three copies. */
    public static void unrolledByThree(int n, int[] a) {
        for (int i = 3; i + 2 < a.length; i += 3) {
            int p = a[i - 1];
            int q = a[i];
            int r = a[i + 1];
            a[i] = p + 1;
            a[i + 1] = q + 1;
            a[i + 2] = r + 1;
        }
    }

    /** Here the elements that are read are those after the ones stored: copies may go apart. */
    public static void unrolledReadsAfter(int n, int[] a) {
        for (int i = 0; i + 2 < a.length; i += 2) {
            int p = a[i + 1];
            int q = a[i + 2];
            a[i] = p - 1;
            a[i + 1] = q - 1;
        }
    }

    /** And here those of the trip before. */
    public static void unrolledReadsTheTripBefore(int n, int[] a) {
        for (int i = 2; i + 1 < a.length; i += 2) {
            int p = a[i - 2];
            int q = a[i - 1];
            a[i] = p * 3;
            a[i + 1] = q * 3;
        }
    }

    /** What ends the loop is known before it. */
    public static boolean endsByWhatIsKnown(int n, int[] a, double limit) {
        boolean ended = false;
        for (int i = 0; i < a.length; i++) {
            a[0] >>>= 1;
            if (1 < limit) {
                ended = true;
                break;
            }
        }
        return ended;
    }

    /** What the steps alone come to is no number when the sum with the start still is. */
    public static float stepsFromFarBelowZero(int n, float[] a) {
        float s = -0x1p127f;
        for (int i = 0; i < a.length; i++) {
            a[i] = s;
            s += 0x1p127f;
        }
        return s;
    }

    /** The same in doubles, downwards. */
    public static double stepsFromFarAboveZero(int n, double[] a) {
        double s = 0x1p1023;
        for (int i = 0; i < a.length; i++) {
            a[i] = s;
            s -= 0x1p1023;
        }
        return s;
    }

    /** Sums of rows that are made in lanes, and end at different trips there; two columns go together. */
    public static float[] trianglesOfRemainders(int n, float[] a) {
        int m = 30 + (n & 15);
        int d = 1 + (n & 7);
        float[] c = new float[m * m];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                float y = 0;
                for (int q = 0; q < i; q++) {
                    y += a[j % d] * a[q % d];
                }
                c[i * m + j] = y;
            }
        }
        return c;
    }

    /** A loop of few trips, in which the next one runs in lanes: sums inside end at different trips there, and not where the outer loop has lanes. */
    public static double[] sumsThatEndApartInFewTrips(int n, double[] a) {
        int m = 1 + (n & 3);
        double[] t = new double[640];
        for (int i = 0; i < t.length; i++) {
            t[i] = a.length == 0 ? i % 97 : a[i % a.length] + i % 97;
        }
        double[] c = new double[64 * m];
        for (int b = 0; b < m; b++) {
            for (int x = 0; x < 8; x++) {
                for (int i = 0; i < 8; i++) {
                    double s = 0;
                    for (int l = 0; l < x; l++) {
                        s += t[(i * 8 + l) * 8 + x] * b;
                    }
                    c[(x * 8 + i) * m + b] = s;
                }
            }
        }
        return c;
    }

    /** An index of a row that is made outside of a loop whose lanes end at different trips. */
    public static long searchesOfRows(int n, int[][] a) {
        long found = 0;
        for (int i = 1; i < a.length; i++) {
            for (int j = 1; j <= Math.min(i, a[0].length); j++) {
                if (a[i][j - 1] == n) {
                    break;
                }
                found++;
            }
        }
        return found;
    }

    /** Parts of an array that go elsewhere in it, up and down, and where only the call knows which. */
    public static void movedParts(int n, int[] a, float[][] b) {
        int m = a.length;
        int from = Math.floorMod(n, m + 1);
        int to = Math.floorMod(n >> 4, m + 1);
        System.arraycopy(a, from, a, to, m - Math.max(from, to));
        if (m > 2) {
            System.arraycopy(a, 0, a, 1, m - 1);
            System.arraycopy(a, 2, a, 0, m - 2);
        }
        for (int i = 0; i < b.length; i++) {
            System.arraycopy(b[i], 0, b[i], 1, b[i].length - 1);
        }
        for (int i = 1; i < b.length; i++) {
            System.arraycopy(b[i - 1], 0, b[i], 1, b[i].length - 1);
        }
        if (b.length > 0) {
            System.arraycopy(b[Math.floorMod(n, b.length)], 0, b[Math.floorMod(n >> 4, b.length)], 1, b[0].length - 1);
        }
    }

    /** A part of one of several arrays, one of them a row of another. */
    public static void movedInOneOf(int n, int[] a, int[][] b) {
        int[] x = n % 2 == 0 && b.length > 0 ? b[b.length - 1] : a;
        if (x.length > 2) {
            System.arraycopy(x, 0, x, 1, x.length - 1);
            Arrays.sort(x, 1, x.length - 1);
        }
    }
}
