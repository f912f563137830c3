package dev.jacobi.tsvc;

/** Loops whose subscripts are counters that the loop counts itself, some of them only under a condition. */
final class InductionVariables {
    private InductionVariables() {
    }

    static void s121(float[] a, float[] b) {
        for (int i = 0; i < a.length - 1; i++) {
            int j = i + 1;
            a[i] = a[j] + b[i];
        }
    }

    static void s122(float[] a, float[] b, int n1, int n3) {
        int n = a.length;
        int j = 1;
        int k = 0;
        for (int i = n1 - 1; i < n; i += n3) {
            k += j;
            a[i] += b[n - k];
        }
    }

    static void s123(float[] a, float[] b, float[] c, float[] d, float[] e) {
        int j = -1;
        for (int i = 0; i < a.length / 2; i++) {
            j++;
            a[j] = b[i] + d[i] * e[i];
            if (c[i] > 0f) {
                j++;
                a[j] = c[i] + d[i] * e[i];
            }
        }
    }

    static void s124(float[] a, float[] b, float[] c, float[] d, float[] e) {
        int j = -1;
        for (int i = 0; i < a.length; i++) {
            if (b[i] > 0f) {
                j++;
                a[j] = b[i] + d[i] * e[i];
            } else {
                j++;
                a[j] = c[i] + d[i] * e[i];
            }
        }
    }

    static void s125(float[] flat, float[] aa, float[] bb, float[] cc, int w) {
        int k = -1;
        for (int i = 0; i < w; i++) {
            for (int j = 0; j < w; j++) {
                k++;
                flat[k] = aa[i * w + j] + bb[i * w + j] * cc[i * w + j];
            }
        }
    }

    static void s126(float[] flat, float[] bb, float[] cc, int w) {
        int k = 1;
        for (int i = 0; i < w; i++) {
            for (int j = 1; j < w; j++) {
                bb[j * w + i] = bb[(j - 1) * w + i] + flat[k - 1] * cc[j * w + i];
                ++k;
            }
            ++k;
        }
    }

    static void s127(float[] a, float[] b, float[] c, float[] d, float[] e) {
        int j = -1;
        for (int i = 0; i < a.length / 2; i++) {
            j++;
            a[j] = b[i] + c[i] * d[i];
            j++;
            a[j] = b[i] + d[i] * e[i];
        }
    }

    static void s128(float[] a, float[] b, float[] c, float[] d) {
        int j = -1;
        for (int i = 0; i < a.length / 2; i++) {
            int k = j + 1;
            a[i] = b[k] - d[i];
            j = k + 1;
            b[k] = a[i] + c[k];
        }
    }

    static void s453(float[] a, float[] b) {
        float s = 0f;
        for (int i = 0; i < a.length; i++) {
            s += 2f;
            a[i] = s * b[i];
        }
    }

    static void s141(float[] flat, float[] bb, int w) {
        for (int i = 0; i < w; i++) {
            int k = (i + 1) * i / 2 + i;
            for (int j = i; j < w; j++) {
                flat[k] += bb[j * w + i];
                k += j + 1;
            }
        }
    }
}
