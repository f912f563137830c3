package dev.jacobi.tsvc;

/** Loops that ask whether two subscripts, which are linear in the counters, can be the same element. */
final class LinearDependence {
    private LinearDependence() {
    }

    static void s000(float[] a, float[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] = b[i] + 1;
        }
    }

    static void s111(float[] a, float[] b) {
        for (int i = 1; i < a.length; i += 2) {
            a[i] = a[i - 1] + b[i];
        }
    }

    static void s1111(float[] a, float[] b, float[] c, float[] d) {
        for (int i = 0; i < a.length / 2; i++) {
            a[2 * i] = c[i] * b[i] + d[i] * b[i] + c[i] * c[i] + d[i] * b[i] + d[i] * c[i];
        }
    }

    static void s112(float[] a, float[] b) {
        for (int i = a.length - 2; i >= 0; i--) {
            a[i + 1] = a[i] + b[i];
        }
    }

    static void s1112(float[] a, float[] b) {
        for (int i = a.length - 1; i >= 0; i--) {
            a[i] = b[i] + 1f;
        }
    }

    static void s113(float[] a, float[] b) {
        for (int i = 1; i < a.length; i++) {
            a[i] = a[0] + b[i];
        }
    }

    static void s1113(float[] a, float[] b) {
        int n = a.length;
        for (int i = 0; i < n; i++) {
            a[i] = a[n / 2] + b[i];
        }
    }

    static void s114(float[] aa, float[] bb, int w) {
        for (int i = 0; i < w; i++) {
            for (int j = 0; j < i; j++) {
                aa[i * w + j] = aa[j * w + i] + bb[i * w + j];
            }
        }
    }

    static void s115(float[] a, float[] aa, int w) {
        for (int j = 0; j < w; j++) {
            for (int i = j + 1; i < w; i++) {
                a[i] -= aa[j * w + i] * a[j];
            }
        }
    }

    static void s1115(float[] aa, float[] bb, float[] cc, int w) {
        for (int i = 0; i < w; i++) {
            for (int j = 0; j < w; j++) {
                aa[i * w + j] = aa[i * w + j] * cc[j * w + i] + bb[i * w + j];
            }
        }
    }

    static void s116(float[] a) {
        for (int i = 0; i < a.length - 5; i += 5) {
            a[i] = a[i + 1] * a[i];
            a[i + 1] = a[i + 2] * a[i + 1];
            a[i + 2] = a[i + 3] * a[i + 2];
            a[i + 3] = a[i + 4] * a[i + 3];
            a[i + 4] = a[i + 5] * a[i + 4];
        }
    }

    static void s118(float[] a, float[] bb, int w) {
        for (int i = 1; i < w; i++) {
            for (int j = 0; j <= i - 1; j++) {
                a[i] += bb[j * w + i] * a[i - j - 1];
            }
        }
    }

    static void s119(float[] aa, float[] bb, int w) {
        for (int i = 1; i < w; i++) {
            for (int j = 1; j < w; j++) {
                aa[i * w + j] = aa[(i - 1) * w + j - 1] + bb[i * w + j];
            }
        }
    }

    static void s1119(float[] aa, float[] bb, int w) {
        for (int i = 1; i < w; i++) {
            for (int j = 0; j < w; j++) {
                aa[i * w + j] = aa[(i - 1) * w + j] + bb[i * w + j];
            }
        }
    }
}
