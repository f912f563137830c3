package dev.jacobi.site;

import java.util.Arrays;

/** Programs that ask something of some rows of {@code a}, for {@link RowWindowsTest}: a row {@code k} or its neighbours, or those from {@code lo} on up to {@code hi}. */
final class RowUses {
    private RowUses() {
    }

    static void fixed(float[][] a, float[] b, int k, int lo, int hi) {
        for (int i = 1; i < b.length; i++) {
            a[0][i] = a[1][i - 1] + b[i];
        }
    }

    static void named(float[][] a, float[] b, int k, int lo, int hi) {
        for (int i = 0; i < b.length; i++) {
            b[i] += a[k - 1][i] * a[k + 1][i];
        }
    }

    static void part(float[][] a, float[] b, int k, int lo, int hi) {
        for (int i = lo; i < hi; i++) {
            for (int j = 0; j < b.length; j++) {
                a[i][j] += b[j] * i;
            }
        }
    }

    static void scaled(float[][] a, float[] b, int k, int lo, int hi) {
        for (int j = 0; j < b.length; j++) {
            a[k * 3 - lo][j] -= b[j];
        }
    }

    static void next(float[][] a, float[] b, int k, int lo, int hi) {
        int row = Math.max(k + 1, 3);
        for (int j = 0; j < b.length; j++) {
            a[row][j] += b[j];
        }
    }

    static void opposite(float[][] a, float[] b, int k, int lo, int hi) {
        int row = Math.max(-k, 3);
        for (int j = 0; j < b.length; j++) {
            a[row][j] += b[j];
        }
    }

    static void lengthOfNext(float[][] a, float[] b, int k, int lo, int hi) {
        b[0] = a[k + 1].length;
        for (int j = 1; j < b.length; j++) {
            b[j] += a[k][j];
        }
    }

    static void unusedLength(float[][] a, float[] b, int k, int lo, int hi) {
        int unused = a[k + 1].length;
        for (int j = 0; j < b.length; j++) {
            b[j] += a[k][j];
        }
    }

    static void unusedElement(float[][] a, float[] b, int k, int lo, int hi) {
        float unused = a[k + 1][3];
        for (int j = 0; j < b.length; j++) {
            b[j] += a[k][j];
        }
    }

    static void unusedInLoop(float[][] a, float[] b, int k, int lo, int hi) {
        int last = 0;
        for (int j = 0; j < b.length; j++) {
            last = a[j].length;
            b[j] += a[k][j];
        }
    }

    static void comparedWithNull(float[][] a, float[] b, int k, int lo, int hi) {
        float s = a[k + 1] == null ? 1 : 2;
        for (int j = 0; j < b.length; j++) {
            b[j] += s * a[k][j];
        }
    }

    static void variables(float[][] a, float[] b, int k, int lo, int hi) {
        int m = 0;
        int first = m;
        int second = m + 1;
        int i = 1;
        while (i < b.length) {
            a[first][i] = a[second][i - 1] + b[i] * b[1];
            i++;
        }
    }

    private static float at(float[][] a, int i, int j) {
        return a[i][j];
    }

    static void helper(float[][] a, float[] b, int k, int lo, int hi) {
        float[] row = a[k];
        for (int j = row.length - 1; j >= 0; j--) {
            b[j] = at(a, k + 2, j) - row[j] * at(a, a.length - 1, j);
        }
    }

    static void branches(float[][] a, float[] b, int k, int lo, int hi) {
        for (int j = 0; j < b.length; j++) {
            if (b[j] > 50) {
                a[k][j]++;
            } else {
                b[j] += a[2][j];
            }
        }
    }

    static void gathered(float[][] a, float[] b, int k, int lo, int hi) {
        float sum = 0;
        for (int j = 0; j < b.length - 1; j++) {
            int at = j + 1;
            sum += b[at] * a[k - 1][(int) b[j] % 5];
        }
        b[0] = sum;
    }

    static void pair(float[][] a, float[] b, int k, int lo, int hi) {
        float[] x = a[k];
        float[] y = a[k + 1];
        for (int j = 0; j < b.length; j++) {
            float t = x[j];
            x[j] = y[j];
            y[j] = t;
        }
    }

    static void chosen(float[][] a, float[] b, int k, int lo, int hi) {
        float[] row = lo > 0 ? a[k] : a[k + 1];
        for (int j = 0; j < b.length; j++) {
            b[j] += row[j];
        }
    }

    static void copied(float[][] a, float[] b, int k, int lo, int hi) {
        System.arraycopy(a[k], 0, b, 0, b.length);
        float[] row = a[k + 1].clone();
        Arrays.fill(a[k + 1], row[3]);
        for (float x : a[2]) {
            b[0] += x;
        }
    }

    static void copiedInVain(float[][] a, float[] b, int k, int lo, int hi) {
        float[] row = a[k + 1].clone();
        for (int j = 0; j < b.length; j++) {
            b[j] += a[k][j];
        }
    }

    static void whole(float[][] a, float[] b, int k, int lo, int hi) {
        float[][] rows = a.clone();
        int n = rows[k + 1].length;
        for (int j = 0; j < b.length; j++) {
            b[j] += a[k][j];
        }
    }

    static void downwards(float[][] a, float[] b, int k, int lo, int hi) {
        int i = hi - 1;
        while (i > lo) {
            for (int j = 0; j < b.length; j++) {
                a[i - 1][j] = a[i][j] + b[j];
            }
            i--;
        }
    }

    static void neighbours(float[][] a, float[] b, int k, int lo, int hi) {
        for (int i = lo; i < hi; i++) {
            for (int d = -1; d < 2; d++) {
                b[0] += a[i + d].length;
                for (int j = 1; j < b.length; j++) {
                    b[j] += a[i + d][j] * d;
                }
            }
        }
    }

    static void jumps(float[][] a, float[] b, int k, int lo, int hi) {
        for (int i = lo; i < hi; i++) {
            b[0] += a[i][0];
            if (b[0] > 1e6f) {
                i += 3;
            }
        }
    }

    static void growing(float[][] a, float[] b, int k, int lo, int hi) {
        int end = hi;
        for (int i = lo; i < end; i++) {
            b[i % b.length] += a[i][1];
            if (i == hi - 1 && end == hi) {
                end += 2;
            }
        }
    }

    static void masked(float[][] a, float[] b, int k, int lo, int hi) {
        for (int i = lo; i < hi; i++) {
            b[i % b.length & 3] += a[i & 7][k & 3];
        }
    }

    static void first(float[][] a, float[] b, int k, int lo, int hi) {
        for (int j = 0; j < a[k].length; j++) {
            a[k][j] += 0.5f * a[0][j] + a[hi].length;
        }
    }

    static void summed(float[][] a, float[] b, int k, int lo, int hi) {
        for (float x : a[k - 2]) {
            b[0] += x;
        }
        a[lo + 1][1]++;
    }

    static void unused(float[][] a, float[] b, int k, int lo, int hi) {
        float x = a[k + 1][2];
        b[0] += a[k][1];
    }

    static void recursive(float[][] a, float[] b, int k, int lo, int hi) {
        b[0] += a[0][1] + lengths(a, k);
    }

    private static int lengths(float[][] a, int k) {
        return k < 1 ? 0 : a[k].length + lengths(a, k - 1);
    }
}
