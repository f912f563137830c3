package dev.jacobi.cycles;

/** Loops whose trips nearly meet in elements, or do: what tells lanes apart must see the difference. */
final class MeetingTrips {
    private MeetingTrips() {
    }

    /** Both halves of a matrix, one place apart. */
    static float[][] sym1(float[][] a) {
        int n = a.length;
        float[][] c = new float[n + 1][n + 1];
        for (int j = 0; j < n; j++) {
            for (int k = j; k < n; k++) {
                c[j][k + 1] = a[j][k];
                c[k][j + 1] = a[k][j] * 2;
            }
        }
        return c;
    }

    /** Both halves of a matrix, the diagonal twice. */
    static float[][] sym2(float[][] a) {
        int n = a.length;
        float[][] c = new float[n][n];
        for (int j = 0; j < n; j++) {
            for (int k = j; k < n; k++) {
                c[j][k] = a[j][k];
                c[k][j] = c[j][k] + 1;
            }
        }
        return c;
    }

    /** Halves that are read and cleared from the last row on. */
    static float[][] sym3(float[][] a) {
        int n = a.length;
        float[][] c = new float[n][n];
        for (int j = n - 1; j >= 0; j--) {
            for (int k = j; k < n; k++) {
                float v = c[k][j];
                c[k][j] = 0;
                float w = c[j][k] + a[j][k];
                c[j][k] = v + w * 2;
            }
        }
        return c;
    }

    /** Each element twice, in two trips. */
    static float[][] sym4(float[][] a) {
        int n = a.length;
        float[][] c = new float[n][n];
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < n; k++) {
                c[j][k] = a[j][k] + 1;
                c[k][j] = c[j][k] * 2;
            }
        }
        return c;
    }

    /** Places from both ends. */
    static float[][] sym5(float[][] a) {
        int n = a.length;
        float[][] c = new float[n][n];
        for (int j = 0; j < n; j++) {
            for (int k = j; k < n; k++) {
                c[j][k] += a[j][k];
                c[n - 1 - j][n - 1 - k] += a[k][j];
                c[k][j] = c[j][k];
            }
        }
        return c;
    }

    /** The other diagonal. */
    static float[][] anti(float[][] a) {
        int n = a.length;
        float[][] c = new float[n][n];
        for (int j = n - 1; j >= 0; j--) {
            for (int k = 0; k < n - j; k++) {
                c[j][k] = a[j][k] + c[n - 1 - k][n - 1 - j];
                c[n - 1 - k][n - 1 - j] = c[j][k] * 0.5f;
            }
        }
        return c;
    }

    /** Places in steps of two and of one. */
    static float[] stride(float[] a) {
        int n = a.length;
        float[] c = new float[2 * n + 3];
        for (int i = 0; i < n; i++) {
            c[2 * i] = a[i];
            c[i + 3] += a[i] * 2;
        }
        return c;
    }

    /** Places that fall, each reading the next lower one. */
    static float[] falls(float[] a) {
        int n = a.length;
        float[] c = a.clone();
        for (int i = 0; i < n - 1; i++) {
            int j = n - 1 - i;
            c[j] = c[j] + c[j - 1];
        }
        return c;
    }

    /** Places that fall, each reading what the trip before has written. */
    static float[] falls2(float[] a) {
        int n = a.length;
        float[] c = a.clone();
        for (int i = 1; i < n; i++) {
            int j = n - 1 - i;
            c[j] = c[j] + c[j + 1] * 0.5f;
        }
        return c;
    }

    /** A triangle from its last row on, summed by rows and columns. */
    static float[] fallsTri(float[][] a) {
        int n = a.length;
        float[] c = new float[n];
        for (int i = 0; i < n; i++) {
            int j = n - 1 - i;
            float s = 0;
            for (int k = j; k < n; k++) {
                s += a[j][k];
                c[k] += a[k][j];
            }
            c[j] += s;
        }
        return c;
    }

    /** Of several rows that write an element the first one stays. */
    static float[] fallsOrder(float[][] a) {
        int n = a.length;
        float[] c = new float[n];
        for (int i = 0; i < n; i++) {
            int j = n - 1 - i;
            for (int k = j; k < n; k++) {
                c[k] = a[j][k];
            }
        }
        return c;
    }

    /** Rows that data choose. */
    static float[][] rowsG(float[][] a, int[] p) {
        int n = p.length;
        float[][] c = new float[n][a[0].length];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < a[0].length; j++) {
                c[i][j] = a[p[i] % a.length][j] + a[(p[i] + 1) % a.length][a[0].length - 1 - j];
            }
        }
        return c;
    }

    /** Trips of rows that grow, falling, under a condition. */
    static float[] idle(float[][] a) {
        int n = a.length;
        float[] c = new float[n];
        for (int i = 0; i < n; i++) {
            float m = 0;
            for (int j = i; j > 0; j--) {
                if (a[i][j] > m) {
                    m = a[i][j - 1];
                }
            }
            c[i] = m;
        }
        return c;
    }

    /** A recurrence of rows that become shorter. */
    static float[] idle2(float[][] a) {
        int n = a.length;
        float[] c = new float[n];
        for (int i = 0; i < n; i++) {
            float p = 1;
            for (int j = n - 1; j >= i; j--) {
                p *= a[j][i] + 0.5f;
                if (p > 2) {
                    p = p - 1;
                }
            }
            c[n - 1 - i] = p;
        }
        return c;
    }

    /** Bins, and a loop over the bins below. */
    static int[] hist(int[] a) {
        int[] c = new int[8];
        for (int i = 0; i < a.length; i++) {
            int k = a[i] & 7;
            c[k] = c[k] + 1;
            for (int j = 0; j < k; j++) {
                c[j] = c[j] + j;
            }
        }
        return c;
    }

    /** Both halves, each from the other. */
    static float[][] lowUp(float[][] a) {
        int n = a.length;
        float[][] c = new float[n][n];
        for (int j = 0; j < n; j++) {
            for (int k = 0; k <= j; k++) {
                float t = a[j][k];
                c[j][k] = c[k][j] + t;
                c[k][j] = t - c[j][k];
            }
        }
        return c;
    }

    /** Both halves change places. */
    static float[][] inplaceT(float[][] a) {
        int n = a.length;
        float[][] c = new float[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                c[i][j] = a[i][j];
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                float t = c[i][j];
                c[i][j] = c[j][i];
                c[j][i] = t;
            }
        }
        return c;
    }

    /** A band, by rows and columns. */
    static float[][] band(float[][] a) {
        int n = a.length;
        float[][] c = new float[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = Math.max(0, i - 2); j < Math.min(n, i + 3); j++) {
                c[i][j] += a[i][j];
                c[j][i] -= a[j][i] * 0.5f;
            }
        }
        return c;
    }
}
